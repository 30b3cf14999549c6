import { expect, test } from 'vitest';
import type { Lifted } from '../../../core/fit/lifted.js';
import type { Lifter } from '../../../core/lift/lifter.js';
import type { Camera, Keypoints } from '../../../core/types.js';
import { rememberingLifter } from '../../../plugins/workbench/remembering-lifter.js';
import { standing } from '../../support/standing.js';

const CAMERA: Camera = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 };
const { keypoints } = standing();
const moved = (from: Keypoints, k: number, by = 5): Keypoints => {
  const xy = from.xy.slice();
  xy[2 * k] += by;
  return { ...from, xy };
};

/** A lifter that counts how often it is asked; each answer is its own. */
function counting() {
  let asked = 0;
  const answer = (): Lifted => ({ betas: Float64Array.of(++asked) }) as Lifted;
  const inner: Lifter = {
    lift: async () => answer(),
    liftEach: async (people) => people.map(answer),
  };
  const lifter = rememberingLifter(inner);
  const lift = async (...parameters: Parameters<Lifter['lift']>) => (await lifter.lift(...parameters))?.betas[0];
  return { lifter, lift };
}

test('one joint on its way is not lifted anew, a second one is', async () => {
  const { lifter, lift } = counting();
  await lifter.liftEach([{ keypoints }, { keypoints: moved(keypoints, 0) }], CAMERA); // answers 1 and 2
  expect(await lift(moved(keypoints, 9), CAMERA)).toBe(1);
  expect(await lift(moved(keypoints, 9, 50), { ...CAMERA })).toBe(1);
  const two = moved(moved(keypoints, 9), 10);
  expect(await lift(two, CAMERA)).toBe(3);
  expect(await lift(moved(two, 10, 20), CAMERA)).toBe(3);
});

test('another camera, other landmarks, a joint more that is left out: all are lifted anew', async () => {
  const { lift } = counting();
  const worldLandmarks = new Float64Array(51);
  expect(await lift(keypoints, CAMERA)).toBe(1);
  expect(await lift(keypoints, { ...CAMERA, focalLength: 900 })).toBe(2);
  expect(await lift(keypoints, { ...CAMERA, focalLength: 900 }, { worldLandmarks })).toBe(3);
  expect(await lift(keypoints, { ...CAMERA, focalLength: 900 }, { worldLandmarks: worldLandmarks.slice() })).toBe(3);
  expect(await lift(keypoints, { ...CAMERA, focalLength: 900 })).toBe(4);
  const fewer = { ...keypoints, confidence: keypoints.confidence.map((c, k) => (k > 14 ? 0 : c)) };
  expect(await lift(fewer, { ...CAMERA, focalLength: 900 })).toBe(5);
});
