import { beforeAll, describe, expect, test } from 'vitest';
import { openPrior } from '../../../converters/cli/node-models.js';
import { nodeRuntime } from '../../../converters/cli/node-runtime.js';
import { exchangeLimbs, LIMBS } from '../../../core/keypoints/sides.js';
import { liftAndFit, liftAndRefit } from '../../../core/lift/lift-and-fit.js';
import { createLifter, type Lifter } from '../../../core/lift/lifter.js';
import type { Fit, Keypoints, Limb } from '../../../core/types.js';
import { keypointsOf, makeCases, type StudyCase } from '../../bench/synthetic-cases.js';
import { posesOfMixture } from '../../bench/synthetic-poses.js';
import { shippedFitter, type TestFitter } from '../../support/shipped.js';

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
  lifter = createLifter(await nodeRuntime({ threads: 1 }).load('lifter'), shipped.fitter.skeleton, true);
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
