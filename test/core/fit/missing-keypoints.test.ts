import { beforeAll, expect, test } from 'vitest';
import { openPrior } from '../../../converters/cli/node-models.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { liftAndFit } from '../../../core/lift/lift-and-fit.js';
import type { Lifter } from '../../../core/lift/lifter.js';
import { centred, meanDistance } from '../../../core/metrics/procrustes.js';
import type { PosePrior } from '../../../core/types.js';
import { bentBackwards, beyondLimits } from '../../bench/ablation-missing.js';
import { mean } from '../../bench/statistics.js';
import { keypointsOf, makeCases, type StudyCase } from '../../bench/synthetic-cases.js';
import { posesOfMixture } from '../../bench/synthetic-poses.js';
import { shippedFitter, shippedLifter, type TestFitter } from '../../support/shipped.js';

/** Part of a person is out of the picture or hidden: what is seen is met as before, and the rest stays a human pose. */

const SEED = 21;
const COUNT = 12;
const NOISE = 2;
/** Metres in the mean that the seen joints may lose: what is hidden also told of them (measured 0.002 to 0.019). */
const LOSS = 0.025;
/** Degrees beyond the 1st and 99th percentiles of motion capture. */
const BEYOND = 25;
/** Degrees that an elbow or a knee may be bent the wrong way. */
const BACKWARDS = 10;

const LIMBS = ['shoulder', 'elbow', 'wrist', 'hip', 'knee', 'ankle'].flatMap((part) => [
  `left_${part}`,
  `right_${part}`,
]);

let shipped: TestFitter;
let lifter: Lifter;
let prior: PosePrior;
let cases: readonly StudyCase[];
beforeAll(async () => {
  shipped = await shippedFitter();
  prior = await openPrior();
  lifter = await shippedLifter(shipped);
  cases = makeCases(posesOfMixture(prior.mixture, COUNT, SEED).poses, shipped.kinematics, SEED);
});

const fitOf = (truth: StudyCase, isSeen: (name: string) => boolean) => {
  const keypoints = keypointsOf(truth, 'coco17', NOISE, shipped.fitter.skeleton, shipped.kinematics, isSeen);
  return liftAndFit(shipped.fitter, lifter, keypoints, truth.camera);
};

/** Mean distance of the named joints to the truth, their middles laid upon each other. */
function errorOf({ params }: StudyCase, fit: Awaited<ReturnType<typeof fitOf>>, names: readonly string[]): number {
  const own = Float64Array.from([...fit.translation, ...fit.pose, ...fit.betas]);
  const [a, b] = [params, own].map((numbers) => {
    const { joints } = shipped.kinematics.pose(numbers, false);
    const rows = names.map((name) => 3 * (SMPL_JOINTS as readonly string[]).indexOf(name));
    return centred(Float64Array.from(rows.flatMap((row) => [...joints.subarray(row, row + 3)])));
  });
  return meanDistance(a, b);
}

test.each([
  ['legs out of the picture', /knee|ankle/],
  ['the left side hidden', /^left_/],
  ['an arm hidden', /right_(elbow|wrist)/],
])(`%s, ${COUNT} people of seed ${SEED}`, async (_, hidden) => {
  const seen = LIMBS.filter((name) => !hidden.test(name));
  const before: number[] = [];
  const after: number[] = [];
  for (const truth of cases) {
    const fit = await fitOf(truth, (name) => !hidden.test(name));
    before.push(errorOf(truth, await fitOf(truth, () => true), seen));
    after.push(errorOf(truth, fit, seen));
    expect(beyondLimits(fit.pose, prior.limits).furthest).toBeLessThan(BEYOND);
    expect(bentBackwards(fit.pose)).toBeLessThan(BACKWARDS);
  }
  expect(mean(after)).toBeLessThan(mean(before) + LOSS);
});
