import { expect, test } from 'vitest';
import { describeFit } from '../../../../converters/cli/commands/describe-fit.js';
import type { FitResult } from '../../../../converters/export/fit-json.js';
import { NOBODY_TELLS_TILT } from '../../../../core/fit/fit-people.js';
import { SEVERAL_FLOORS } from '../../../../core/fit/one-floor.js';

test("what concerns the camera is said once a photo, a person's own warnings with each", () => {
  const person = (...warnings: string[]) => ({
    fit: { iterations: 9, reprojectionError: 2.345, translation: [0, 0, 3], warnings },
    timings: { loadMs: 0, detectMs: 0, fitMs: 7 },
  });
  const people = [person('one', NOBODY_TELLS_TILT), person(NOBODY_TELLS_TILT, 'one')];
  const result = { people, camera: { focalLength: 800 }, focalSource: 'exif' } as unknown as FitResult;
  expect(describeFit(result)).toEqual([
    '2 people, focal length 800 px (exif)',
    `warning: ${NOBODY_TELLS_TILT}`,
    'person 1 fitted in 7 ms, 9 iterations, 2.3 px off the keypoints, 3.0 m away',
    'warning: one',
    'person 2 fitted in 7 ms, 9 iterations, 2.3 px off the keypoints, 3.0 m away',
    'warning: one',
  ]);
  expect(people[1].fit.warnings).toEqual([NOBODY_TELLS_TILT, 'one']); // as the JSON has them
});

test.each([
  [undefined, '; --upright or --pitch says how the camera is tilted'],
  [[0, 1, 0], '; --pitch says how the camera is tilted'],
])('people on several floors: said once, with what is left to be told of a camera whose down is %o', (down, remedy) => {
  const fit = { iterations: 9, reprojectionError: 2, translation: [0, 0, 3], warnings: [SEVERAL_FLOORS] };
  const people = [0, 1].map(() => ({ fit, timings: { loadMs: 0, detectMs: 0, fitMs: 7 } }));
  const camera = { focalLength: 800, ...(down && { down }) };
  const lines = describeFit({ people, camera, focalSource: 'exif' } as unknown as FitResult);
  expect(lines.filter((line) => line.startsWith('warning'))).toEqual([`warning: ${SEVERAL_FLOORS}${remedy}`]);
});
