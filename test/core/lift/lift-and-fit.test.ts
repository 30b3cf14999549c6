import { beforeAll, describe, expect, test } from 'vitest';
import { openPrior } from '../../../converters/cli/node-models.js';
import type { Fitter } from '../../../core/fit/fitter.js';
import { exchangeLimbs, LIMBS } from '../../../core/keypoints/sides.js';
import { liftAndFit, liftAndRefit } from '../../../core/lift/lift-and-fit.js';
import type { Lifter } from '../../../core/lift/lifter.js';
import type { Fit, Keypoints, Limb } from '../../../core/types.js';
import { keypointsOf, makeCases, type StudyCase } from '../../bench/synthetic-cases.js';
import { posesOfMixture } from '../../bench/synthetic-poses.js';
import { shippedFitter, shippedLifter, type TestFitter } from '../../support/shipped.js';

const SEED = 8;
const COUNT = 16;
/** Pixels. */
const NOISE = 2;

let shipped: TestFitter;
let lifter: Lifter;
let cases: readonly StudyCase[];
beforeAll(async () => {
  shipped = await shippedFitter();
  const { mixture } = await openPrior();
  lifter = await shippedLifter(shipped);
  cases = makeCases(posesOfMixture(mixture, COUNT, SEED).poses, shipped.kinematics, SEED);
});

const seen = (truth: StudyCase): Keypoints =>
  keypointsOf(truth, 'coco17', NOISE, shipped.fitter.skeleton, shipped.kinematics);

const exchanged = (keypoints: Keypoints, limb: Limb): Keypoints => exchangeLimbs({ keypoints }, [limb]).keypoints;

const fitOf = (keypoints: Keypoints, truth: StudyCase, evidence = {}) =>
  liftAndFit(shipped.fitter, lifter, keypoints, truth.camera, evidence);

describe(`${COUNT} people of the pose prior, seed ${SEED}`, () => {
  test('right sides are left as they are', async () => {
    for (const truth of cases) expect((await fitOf(seen(truth), truth)).exchanged).toBeUndefined();
  });

  // Measured on 300 people of motion capture: 57 to 88 %, by limb and noise.
  test.each(Object.keys(LIMBS) as Limb[])('exchanged %s are found, and fitted as the right ones are', async (limb) => {
    let found = 0;
    for (const truth of cases) {
      const fit = await fitOf(exchanged(seen(truth), limb), truth);
      if (fit.exchanged?.[0] !== limb) continue;
      found++;
      expect(fit.pose).toEqual((await fitOf(seen(truth), truth)).pose);
      expect(fit.warnings).toContain(`left and right ${limb} were taken for each other: exchanged`);
    }
    expect(found).toBeGreaterThan(COUNT / 3);
  });
});

test('what a person has set stays on its side', async () => {
  const [truth] = cases;
  const wrong = exchanged(seen(truth), 'arms');
  expect((await fitOf(wrong, truth)).exchanged).toEqual(['arms']);
  const [nose, wrist] = [0, 9];
  expect((await fitOf(wrong, truth, { pinned: [nose] })).exchanged).toEqual(['arms']);
  expect((await fitOf(wrong, truth, { pinned: [wrist] })).exchanged).not.toEqual(['arms']);
  expect((await fitOf(wrong, truth, { sidesKnown: true })).exchanged).toBeUndefined();
  const depthOrders = [{ keypoint: wrist, side: 'nearer' }] as const;
  expect((await fitOf(wrong, truth, { depthOrders })).exchanged).not.toEqual(['arms']);
  const legs = exchanged(seen(truth), 'legs');
  expect((await fitOf(legs, truth)).exchanged).toEqual(['legs']);
  expect((await fitOf(legs, truth, { depthOrders })).exchanged).toEqual(['legs']);
});

test('a refit of the same keypoints leaves the body where it is', async () => {
  const [truth] = cases;
  const fit = await fitOf(seen(truth), truth);
  const again = await liftAndRefit(shipped.fitter, lifter, fit, seen(truth), truth.camera);
  const change = (other: Fit): number => Math.max(...other.pose.map((value, i) => Math.abs(value - fit.pose[i])));
  expect(change(again)).toBeLessThan(0.06); // the noise is estimated anew
  const searched = { ...fit, costByTerm: {} };
  const free = await liftAndRefit(shipped.fitter, lifter, searched, seen(truth), truth.camera);
  expect(free.costByTerm).not.toHaveProperty('anchor');
});

test('the stages of both fits are told', async () => {
  const [truth] = cases;
  const stages: string[] = [];
  await liftAndFit(shipped.fitter, lifter, exchanged(seen(truth), 'arms'), truth.camera, {}, (name) =>
    stages.push(name),
  );
  expect(stages).toContain('last');
  expect(stages).toContain('arms exchanged, last');
});

describe('of two readings the exchanged one is taken', () => {
  const asGiven = { cost: 20, reprojectionError: 4 };
  const numbers = {
    pose: new Float64Array(72),
    sigma: new Float64Array(72),
    betas: new Float64Array(10),
    translation: new Float64Array(3),
  };

  /** Of keypoints whose arms look exchanged to the network; the fit with them exchanged is this one. */
  async function readingsTold(other: Partial<Fit>): Promise<Fit> {
    const given: Keypoints = { set: 'coco17', xy: new Float64Array(34), confidence: new Float64Array(17).fill(1) };
    given.xy.forEach((_, i) => {
      given.xy[i] = i;
    });
    const isExchanged = ({ xy }: Keypoints): boolean => xy[2 * 9] !== 2 * 9; // the left wrist
    const whole = { ...numbers, costByTerm: { anchor: 1 }, iterations: 1, warnings: [] };
    const fitter = {
      fit: (keypoints: Keypoints) => ({ ...whole, ...asGiven, ...(isExchanged(keypoints) && other) }),
      costAt: (_: unknown, keypoints: Keypoints) => (isExchanged(keypoints) ? 1 : 2),
      unexplained: () => [],
    };
    const twice = { liftEach: async (readings: readonly unknown[]) => readings.map(() => numbers) };
    const camera = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 } as const;
    return liftAndFit(fitter as unknown as Fitter, twice as unknown as Lifter, given, camera);
  }

  test.each<[of: string, fit: Partial<Fit>, isTaken: boolean]>([
    ['cheaper', { cost: 10 }, true],
    ['hardly cheaper', { cost: 18 }, false],
    ['cheaper and a little further from the keypoints', { cost: 10, reprojectionError: 5.9 }, true],
    ['cheaper and far from the keypoints', { cost: 10, reprojectionError: 6.1 }, false],
    ['cheaper without what the network says', { cost: 10, costByTerm: {} }, false],
  ])('%s: %o', async (_, other, isTaken) => {
    const { exchanged: limbs, cost } = await readingsTold(other);
    expect(limbs).toEqual(isTaken ? ['arms'] : undefined);
    expect(cost).toBe(isTaken ? other.cost : asGiven.cost);
  });
});
