import { beforeAll, expect, test } from 'vitest';
import { openPrior } from '../../../converters/cli/node-models.js';
import { JOINT_SETS, SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { parametersOf } from '../../../core/body/skeleton.js';
import { reprojectionErrors } from '../../../core/fit/reprojection-errors.js';
import { liftAndFit, liftAndRefit } from '../../../core/lift/lift-and-fit.js';
import type { Lifter } from '../../../core/lift/lifter.js';
import type { Keypoints } from '../../../core/types.js';
import { keypointsOf, makeCases, type StudyCase } from '../../bench/synthetic-cases.js';
import { posesOfMixture } from '../../bench/synthetic-poses.js';
import { shippedFitter, shippedLifter, type TestFitter } from '../../support/shipped.js';

const SEED = 12;
const COUNT = 4;
const [WRIST, ANKLE] = ['left_wrist', 'right_ankle'].map((name) =>
  (JOINT_SETS.coco17 as readonly string[]).indexOf(name),
);

let shipped: TestFitter;
let lifter: Lifter;
let cases: readonly StudyCase[];
beforeAll(async () => {
  shipped = await shippedFitter();
  const { mixture } = await openPrior();
  lifter = await shippedLifter(shipped);
  cases = makeCases(posesOfMixture(mixture, COUNT, SEED).poses, shipped.kinematics, SEED);
});

/** The person of a case, some keypoints replaced by [x, y, confidence]. */
function seen(truth: StudyCase, changes: Readonly<Record<number, readonly number[]>>): Keypoints {
  const { set, xy, confidence } = keypointsOf(truth, 'coco17', 2, shipped.fitter.skeleton, shipped.kinematics);
  const [moved, sure] = [xy.slice(), confidence.slice()];
  for (const [k, [x, y, own]] of Object.entries(changes)) {
    moved.set([x, y], 2 * Number(k));
    sure[Number(k)] = own;
  }
  return { set, xy: moved, confidence: sure };
}

test(`one keypoint far away is one that was not seen, with or without the network, seed ${SEED}`, async () => {
  for (const truth of cases) {
    const hidden = seen(truth, { [WRIST]: [0, 0, 0], [ANKLE]: [0, 0, 0] });
    const astray = seen(truth, { [WRIST]: [6000, 200, 0.3], [ANKLE]: [-3000, 9000, 1] });
    const fits = await Promise.all(
      [hidden, astray].map((own) => liftAndFit(shipped.fitter, lifter, own, truth.camera)),
    );
    expect(fits[1].pose).toEqual(fits[0].pose);
    expect(fits[1].confidence).toEqual(fits[0].confidence);
    const told = 'left_wrist, right_ankle are nowhere near the other keypoints: not used';
    expect(fits[1].warnings).toContain(told);
    expect(fits[1].warnings.filter((own) => own !== told)).toEqual(fits[0].warnings);
    const alone = [hidden, astray].map((own) => shipped.fitter.fit(own, truth.camera));
    expect(alone[1].pose).toEqual(alone[0].pose);
  }
});

test('a hand that drags a joint far away is followed', async () => {
  const [truth] = cases;
  const dragged = seen(truth, { [WRIST]: [3000, 200, 1] });
  const pinned = await liftAndFit(shipped.fitter, lifter, dragged, truth.camera, { pinned: [WRIST] });
  const left = await liftAndFit(shipped.fitter, lifter, seen(truth, {}), truth.camera);
  expect(pinned.warnings.join()).not.toContain('nowhere near');
  expect(pinned.pose).not.toEqual(left.pose);
});

test('a wrist and an ankle in wrong places: found, named, and the fit is nearly that without them', async () => {
  for (const truth of cases) {
    const { xy } = seen(truth, {});
    const [wrist, ankle] = [WRIST, ANKLE].map((k) => [xy[2 * k] + 200, xy[2 * k + 1] - 130, 1]);
    const wrong = seen(truth, { [WRIST]: wrist, [ANKLE]: ankle });
    const hidden = seen(truth, { [WRIST]: [0, 0, 0], [ANKLE]: [0, 0, 0] });
    const [fit, without] = await Promise.all(
      [wrong, hidden].map((own) => liftAndFit(shipped.fitter, lifter, own, truth.camera, { sidesKnown: true })),
    );
    expect(fit.outliers).toEqual([WRIST, ANKLE]);
    expect(fit.warnings).toContain('left_wrist, right_ankle are far from where they can be: not used');
    expect(fit.pose).toEqual(without.pose);
    expect(fit.iterations).toBeGreaterThan(without.iterations);
    expect(without.outliers).toBeUndefined();

    const again = await liftAndRefit(shipped.fitter, lifter, fit, wrong, truth.camera);
    expect(again.outliers).toEqual([WRIST, ANKLE]);
    const mended = await liftAndRefit(shipped.fitter, lifter, fit, seen(truth, {}), truth.camera, { pinned: [WRIST] });
    expect(mended.outliers).toEqual([ANKLE]);
  }
});

test('a pinned wrist is no outlier', async () => {
  const [truth] = cases;
  const { xy } = seen(truth, {});
  const wrong = seen(truth, { [WRIST]: [xy[2 * WRIST] + 90, xy[2 * WRIST + 1] - 60, 1] });
  const fit = await liftAndFit(shipped.fitter, lifter, wrong, truth.camera, { pinned: [WRIST], sidesKnown: true });
  expect(fit.outliers ?? []).not.toContain(WRIST);
  const { joints } = shipped.kinematics.pose(parametersOf(fit), false);
  const [error] = reprojectionErrors(joints, pointOf(wrong), truth.camera);
  expect(error).toBeLessThan(10);
});

/** The wrist alone. */
function pointOf({ xy }: Keypoints) {
  const jointOf = Uint16Array.of(SMPL_JOINTS.indexOf('left_wrist'));
  return { jointOf, xy: xy.slice(2 * WRIST, 2 * WRIST + 2), confidence: Float64Array.of(1) };
}
