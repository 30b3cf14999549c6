import { beforeAll, describe, expect, test } from 'vitest';
import { openPrior } from '../../../converters/cli/node-models.js';
import { liftAndFit } from '../../../core/lift/lift-and-fit.js';
import type { Lifter } from '../../../core/lift/lifter.js';
import type { PoseMixture } from '../../../core/types.js';
import { seededRandom } from '../../../models/build/random.js';
import { oddCase, wrongWith } from '../../bench/robustness-cases.js';
import { keypointsOf, makeCases } from '../../bench/synthetic-cases.js';
import { posesOfMixture } from '../../bench/synthetic-poses.js';
import { shippedFitter, shippedLifter, type TestFitter } from '../../support/shipped.js';

/** The whole fit, network and all, with whatever keypoints there may be. */

const SEED = 11;

let shipped: TestFitter;
let lifter: Lifter;
let mixture: PoseMixture;
beforeAll(async () => {
  shipped = await shippedFitter();
  ({ mixture } = await openPrior());
  lifter = await shippedLifter(shipped);
});

test(`300 random sets of seed ${SEED} end in a finite body before the camera, within the stages' limits`, async () => {
  const random = seededRandom(SEED);
  for (let n = 0; n < 300; n++) {
    const { kind, keypoints, camera, evidence } = oddCase(random);
    const fit = await liftAndFit(shipped.fitter, lifter, keypoints, camera, evidence);
    const wrong = wrongWith(fit);
    if (wrong !== null) expect.fail(`case ${n} of seed ${SEED} (${kind}): ${wrong}`);
  }
});

describe('what random keypoints have broken', () => {
  const camera = { focalLength: 60, principalPoint: [50, 50], width: 100, height: 100 } as const;
  const K = 33;

  test('hips that are not numbers, with landmarks', async () => {
    const xy = Float64Array.from({ length: 2 * K }, (_, i) => 10 + 2 * i);
    xy.fill(Number.NaN, 46, 50);
    const worldLandmarks = Float64Array.from({ length: 3 * K }, (_, i) => Math.sin(i));
    const keypoints = { set: 'blazepose33', xy, confidence: new Float64Array(K).fill(1) } as const;
    const fit = await liftAndFit(shipped.fitter, lifter, keypoints, camera, { worldLandmarks });
    expect(wrongWith(fit)).toBeNull();
  });

  test.each([1e30, 1e300])('landmarks %d metres away', async (far) => {
    const xy = Float64Array.from({ length: 2 * K }, (_, i) => 10 + 2 * i);
    const worldLandmarks = Float64Array.from({ length: 3 * K }, (_, i) => far * Math.sin(i));
    const keypoints = { set: 'blazepose33', xy, confidence: new Float64Array(K).fill(1) } as const;
    const fit = await liftAndFit(shipped.fitter, lifter, keypoints, camera, { worldLandmarks });
    expect(wrongWith(fit)).toBeNull();
  });

  test('three keypoints seen by a camera that would stand inside the body', async () => {
    const random = seededRandom(SEED);
    for (let n = 0; n < 864; n++) oddCase(random);
    const { keypoints, camera: wide, evidence } = oddCase(random);
    const fit = await liftAndFit(shipped.fitter, lifter, keypoints, wide, evidence);
    expect(fit.warnings).toContain('only 3 keypoints are sure: most of the pose is a guess');
    expect(wrongWith(fit)).toBeNull();
  });

  test('a lifted pose that is not one: the search is made instead', () => {
    const [truth] = makeCases(posesOfMixture(mixture, 1, SEED).poses, shipped.kinematics, SEED);
    const keypoints = keypointsOf(truth, 'coco17', 0, shipped.fitter.skeleton, shipped.kinematics);
    const lifted = {
      pose: new Float64Array(72).fill(Number.NaN),
      sigma: new Float64Array(72).fill(1),
      betas: new Float64Array(10),
      translation: new Float64Array(3),
    };
    expect(wrongWith(shipped.fitter.fit(keypoints, truth.camera, { lifted }))).toBeNull();
  });
});

test('ten runs from the network’s pose give the same bits', async () => {
  const [truth] = makeCases(posesOfMixture(mixture, 1, SEED).poses, shipped.kinematics, SEED);
  const keypoints = keypointsOf(truth, 'coco17', 2, shipped.fitter.skeleton, shipped.kinematics);
  const run = async (): Promise<string> =>
    JSON.stringify(await liftAndFit(shipped.fitter, lifter, keypoints, truth.camera));
  const first = await run();
  for (let n = 0; n < 9; n++) expect(await run()).toBe(first);
});
