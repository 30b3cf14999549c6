import { beforeAll, describe, expect, test } from 'vitest';
import { JOINT_SETS } from '../../../core/body/joint-sets.js';
import { focalLengthOfPeople, showsPerspective } from '../../../core/fit/focal-length.js';
import { liftAndFit } from '../../../core/lift/lift-and-fit.js';
import type { Lifter } from '../../../core/lift/lifter.js';
import type { Camera } from '../../../core/types.js';
import { paramsOf, shippedFitter, shippedLifter, type TestFitter } from '../../support/shipped.js';

const GUESS: Camera = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 };

describe('the minimum of a cost that is known', () => {
  /** A parabola in ln f with its minimum at `at` times the guess: `worth` at a factor e from there. */
  const costOf =
    (at: number, worth: number) =>
    async ({ focalLength }: Camera): Promise<number> =>
      worth * Math.log(focalLength / GUESS.focalLength / at) ** 2;

  // A factor e from the guess costs 2: with 200 for one from the minimum the guess moves it by a hundredth of the way.
  test.each([0.4, 0.7, 1, 1.6, 2.5])('a sure one at %f times the guess is found', async (at) => {
    const { focalLength } = await focalLengthOfPeople(GUESS, costOf(at, 200));
    expect(Math.log(focalLength / GUESS.focalLength / at)).toBeCloseTo(0, 1);
  });

  test('an unsure one is met half-way, in ln f', async () => {
    const { focalLength } = await focalLengthOfPeople(GUESS, costOf(0.5, 2));
    expect(focalLength / GUESS.focalLength).toBeCloseTo(Math.SQRT1_2, 1);
  });

  test('nothing known: the guess, with all else that it holds', async () => {
    expect(await focalLengthOfPeople(GUESS, async () => 5)).toEqual(GUESS);
    expect(await focalLengthOfPeople(GUESS, async () => Number.NaN)).toEqual(GUESS);
  });

  test('never more than 3.3 times the guess, or less than a third', async () => {
    const { focalLength } = await focalLengthOfPeople(GUESS, async (camera) => 1e3 / camera.focalLength ** 2);
    expect(focalLength).toBeLessThan(3.4 * GUESS.focalLength);
    const wide = await focalLengthOfPeople(GUESS, async (camera) => 100 * camera.focalLength);
    expect(wide.focalLength).toBeGreaterThan(GUESS.focalLength / 3.4);
  });
});

describe('a body', () => {
  let shipped: TestFitter;
  let lifter: Lifter;
  beforeAll(async () => {
    shipped = await shippedFitter();
    lifter = await shippedLifter(shipped);
  });

  /** Somebody who stands before a camera at breast height that looks down a little, and what half the focal length is taken for. */
  async function foundAt(distance: number): Promise<number> {
    const hanging = { left_shoulder: [0, 0, -1.2], right_shoulder: [0, 0, 1.2] };
    const truth = paramsOf([0, 0, distance], { ...hanging, pelvis: [Math.PI - 0.15, 0, 0] });
    const focalLength = 200 * distance;
    const keypoints = shipped.project(truth, { ...GUESS, focalLength });
    const found = await focalLengthOfPeople(
      { ...GUESS, focalLength: focalLength / 2 },
      async (camera) => (await liftAndFit(shipped.fitter, lifter, keypoints, camera)).cost,
    );
    return found.focalLength / focalLength;
  }

  test('nearby tells the focal length, far away it does not', async () => {
    const [near, far] = [await foundAt(1.5), await foundAt(15)];
    expect(near).toBeGreaterThan(0.7);
    expect(near).toBeLessThan(1.4);
    expect(far).toBeLessThan(0.6);
  });
});

test('perspective is seen where both ends of a body are', () => {
  const without = (part: RegExp) => ({
    set: 'coco17' as const,
    xy: new Float64Array(34),
    confidence: Float64Array.from(JOINT_SETS.coco17, (name) => (part.test(name ?? '') ? 0.2 : 0.9)),
  });
  expect(showsPerspective(without(/wrist/))).toBe(true);
  expect(showsPerspective(without(/left_ankle/))).toBe(true);
  expect(showsPerspective(without(/ankle/))).toBe(false);
  expect(showsPerspective(without(/nose|eye|ear|shoulder/))).toBe(false);
});
