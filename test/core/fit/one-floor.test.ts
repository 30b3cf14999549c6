import { expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { downOfPitch } from '../../../core/camera/gravity.js';
import { areOnSeveralFloors } from '../../../core/fit/one-floor.js';
import type { Fit } from '../../../core/types.js';
import { standing } from '../../support/standing.js';

const skeleton = skeletonOf(await openBody('neutral'));
const { keypoints } = standing();
const toTheHips = { ...keypoints, confidence: keypoints.confidence.map((own, k) => (k < 13 ? own : 0)) };

function person(y: number, z: number, bend = 0) {
  const pose = new Float64Array(72);
  pose[0] = Math.PI; // upright before the camera
  for (const joint of [1, 2, 4, 5]) pose[3 * joint] = joint < 3 ? -bend : bend;
  const fit = { pose, betas: new Float64Array(10), translation: Float64Array.of(0, y, z) } as unknown as Fit;
  return { detection: { keypoints }, fit };
}
const several = (people: Parameters<typeof areOnSeveralFloors>[0], down?: readonly [number, number, number]) =>
  areOnSeveralFloors(people, () => skeleton, down);

test('soles a third of a metre apart are on two floors, a sixth of one on the same, more from further away', () => {
  expect(several([person(0, 3), person(0.3, 3)])).toBe(true);
  expect(several([person(0, 3), person(0.16, 3)])).toBe(false);
  expect(several([person(0, 3), person(0.3, 30)])).toBe(false);
});

test('heights are counted along the way things fall', () => {
  const apart = [person(0, 3), person(-2 * Math.tan(0.2), 5)]; // on a floor that the camera sees rise by 0.2 rad
  expect(several(apart)).toBe(true);
  expect(several(apart, downOfPitch((0.2 * 180) / Math.PI))).toBe(false);
});

test('who sits, or is not seen to the feet, or is alone, tells nothing', () => {
  expect(several([person(0, 3), person(1, 3, 1.2)])).toBe(false);
  expect(several([person(0, 3), { ...person(1, 3), detection: { keypoints: toTheHips } }])).toBe(false);
  expect(several([person(0, 3)])).toBe(false);
});
