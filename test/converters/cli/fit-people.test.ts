import { expect, test } from 'vitest';
import { fitPeople } from '../../../converters/cli/fit-people.js';
import type { Camera, Detection, Fit } from '../../../core/types.js';
import { standing } from '../../support/standing.js';

const CAMERA: Camera = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 };
const { keypoints } = standing();
const mask = { size: 1, values: Float32Array.of(1), toImage: { a: 1, b: 0, x: 0, y: 0 } };
const PERSON: Detection = { box: [0, 0, 9, 9], score: 1, keypoints, mask };
const HALF: Detection = {
  ...PERSON,
  keypoints: { ...keypoints, confidence: keypoints.confidence.map((c, k) => (k < 13 ? c : 0)) },
};

/** A fit that is the cheaper the nearer the focal length is to 1200. */
function fake(exchanged?: Fit['exchanged'], isDoubted = false) {
  const asked: { focalLength: number; hasMask: boolean }[] = [];
  const fit = async (_: unknown, { focalLength }: Camera, evidence: { mask?: unknown }): Promise<Fit> => {
    asked.push({ focalLength, hasMask: evidence.mask !== undefined });
    const cost = 1000 * Math.log(focalLength / 1200) ** 2;
    const costByTerm = isDoubted ? {} : { anchor: 0 };
    return { cost, costByTerm, ...(exchanged && { exchanged }) } as Fit;
  };
  return { fit, asked };
}

test('a guessed focal length gives way to the one that suits the people; masks take part in the last fit alone', async () => {
  const { fit, asked } = fake();
  const { camera, source, people } = await fitPeople(fit, [PERSON, HALF], { camera: CAMERA, source: 'default' }, {});
  expect(source).toBe('perspective');
  expect(camera.focalLength / 1200).toBeCloseTo(1, 1);
  expect(people).toHaveLength(2);
  const last = asked.splice(-2);
  expect(last).toEqual([0, 1].map(() => ({ focalLength: camera.focalLength, hasMask: true })));
  expect(asked.every(({ hasMask }) => !hasMask)).toBe(true);
});

test.each(['exif', 'flag', 'file'] as const)('a focal length by %s stays', async (source) => {
  const { fit, asked } = fake();
  expect(await fitPeople(fit, [PERSON], { camera: CAMERA, source }, {})).toMatchObject({ camera: CAMERA, source });
  expect(asked).toHaveLength(1);
});

test('so does a guess where nobody is seen whole, or the method has a camera of its own', async () => {
  const guess = { camera: CAMERA, source: 'default' } as const;
  expect(await fitPeople(fake().fit, [HALF], guess, {})).toMatchObject(guess);
  expect(await fitPeople(fake().fit, [PERSON], guess, { fixedCamera: true })).toMatchObject(guess);
  expect(await fitPeople(fake(undefined, true).fit, [PERSON], guess, {})).toMatchObject(guess); // far from the network's pose
  expect(await fitPeople(fake().fit, [], guess, {})).toEqual({ ...guess, people: [] });
});

test('keypoints of exchanged sides are handed on as they were used', async () => {
  const { fit } = fake(['legs']);
  const { people } = await fitPeople(fit, [PERSON], { camera: CAMERA, source: 'exif' }, {});
  const used = people[0].detection.keypoints.xy;
  expect([used[2 * 15], used[2 * 15 + 1]]).toEqual([keypoints.xy[2 * 16], keypoints.xy[2 * 16 + 1]]);
  expect([used[2 * 9], used[2 * 9 + 1]]).toEqual([keypoints.xy[2 * 9], keypoints.xy[2 * 9 + 1]]);
});
