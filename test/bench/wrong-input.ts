/**
 * What wrong input costs, and how much of it is mended: a focal length that is only a guess, sides taken for each other,
 * a camera that looks down, and what no input tells: limbs that go towards the camera or away from it.
 *
 *   npx tsx test/bench/wrong-input.ts [POSES.npz] [--count 60]
 */

import { Command } from 'commander';
import { openBody, openPrior } from '../../converters/cli/node-models.js';
import { nodeRuntime } from '../../converters/cli/node-runtime.js';
import { JOINT_SETS } from '../../core/body/joint-sets.js';
import { createKinematics } from '../../core/body/kinematics.js';
import { axisAngleFromRotation, multiplyRotations, rotationFromAxisAngle } from '../../core/body/rotation.js';
import { parametersOf, skeletonOf } from '../../core/body/skeleton.js';
import { downOfPitch, pitchOf } from '../../core/camera/gravity.js';
import { uprightCameraOfPeople } from '../../core/fit/camera-of-people.js';
import { boneTo, type DepthOrder } from '../../core/fit/depth-order.js';
import { createFitter } from '../../core/fit/fitter.js';
import { focalLengthOfPeople } from '../../core/fit/focal-length.js';
import { flipRotation } from '../../core/frames.js';
import { exchangeLimbs, LIMBS } from '../../core/keypoints/sides.js';
import { liftAndFit, liftAndRefit } from '../../core/lift/lift-and-fit.js';
import { createLifter } from '../../core/lift/lifter.js';
import { signedDepth } from '../../core/terms/depth-order.js';
import type { Camera, Fit, Keypoints, Limb } from '../../core/types.js';
import { seededRandom } from '../../models/build/random.js';
import { mean, median, table, timed } from './statistics.js';
import { keypointsOf, makeCases, type StudyCase } from './synthetic-cases.js';
import { posesOfFile, posesOfMixture, spreadOver } from './synthetic-poses.js';
import { createScorer, type StudyScore } from './synthetic-score.js';

const SEED = 5;
/** Pixels. */
const NOISES = [2, 5];
/** Metres. People fill the same part of the picture from everywhere. */
const DISTANCES = [1.6, 2.5, 4, 8];
/** Degrees. */
const PITCHES = [-10, 0, 10, 20, 30];
const FACTORS = [0.5, 0.7, 1, 1.4, 2];
/** A bone's depth that somebody sees who knows the person. Metres. */
const SEEN_DEPTH = 0.08;
const BONES = JOINT_SETS.coco17.flatMap((_, keypoint) => {
  const bone = boneTo('coco17', keypoint);
  return bone === null ? [] : [{ keypoint, bone }];
});

async function main(file: string | undefined, { count }: { count: number }): Promise<void> {
  const [model, prior] = await Promise.all([openBody('neutral'), openPrior()]);
  const skeleton = skeletonOf(model);
  const kinematics = createKinematics(skeleton);
  const { translation } = kinematics.layout;
  const pool = file === undefined ? posesOfMixture(prior.mixture, 20 * count, SEED) : posesOfFile(file);
  const captured = spreadOver(pool.poses, count);
  const cases = makeCases(captured, kinematics, SEED);
  const fitter = createFitter(model, prior);
  const lifter = createLifter(await nodeRuntime({ threads: 1 }).load('lifter'), skeleton, true);
  const score = createScorer(model, skeleton, kinematics);
  const seen = (truth: StudyCase, noise: number): Keypoints =>
    keypointsOf(truth, 'coco17', noise, skeleton, kinematics);
  const fitOf = (keypoints: Keypoints, camera: Camera): Promise<Fit> => liftAndFit(fitter, lifter, keypoints, camera);

  /** The case from another distance, by a lens that shows it as large. */
  function movedTo(distance: number, truth: StudyCase): StudyCase {
    const params = truth.params.slice();
    const share = distance / params[translation + 2];
    params[translation] *= share;
    params[translation + 2] = distance;
    return { ...truth, params, camera: { ...truth.camera, focalLength: truth.camera.focalLength * share } };
  }

  async function focalLengths(): Promise<string> {
    const rows = [['distance m', 'guess / truth', 'as guessed', 'found from perspective', 'found / truth']];
    for (const distance of DISTANCES) {
      for (const factor of FACTORS) {
        const scores: StudyScore[][] = [[], []];
        const found: number[] = [];
        for (const truth of cases.map((one) => movedTo(distance, one))) {
          const keypoints = seen(truth, NOISES[0]);
          const guess = { ...truth.camera, focalLength: truth.camera.focalLength * factor };
          const camera = await focalLengthOfPeople(guess, async (tried) => (await fitOf(keypoints, tried)).cost);
          scores[0].push(score(truth, await fitOf(keypoints, guess)));
          scores[1].push(score(truth, await fitOf(keypoints, camera)));
          found.push(Math.log(camera.focalLength / truth.camera.focalLength));
        }
        rows.push([`${distance}`, `${factor}`, ...scores.map(pair), Math.exp(mean(found)).toFixed(2)]);
      }
    }
    return table(rows);
  }

  async function sides(): Promise<string> {
    const rows = [['exchanged', 'noise px', 'as given', 'changed', 'put right', 'found', 'ms']];
    for (const noise of NOISES) {
      for (const limb of [undefined, ...(Object.keys(LIMBS) as Limb[])]) {
        const scores: StudyScore[][] = [[], []];
        const times: number[] = [];
        let [changed, right] = [0, 0];
        for (const truth of cases) {
          const keypoints = exchangeLimbs({ keypoints: seen(truth, noise) }, limb ? [limb] : []).keypoints;
          const lifted = await lifter.lift(keypoints, truth.camera);
          scores[0].push(score(truth, fitter.fit(keypoints, truth.camera, lifted === null ? {} : { lifted })));
          const { result, milliseconds } = await timed(() => fitOf(keypoints, truth.camera));
          scores[1].push(score(truth, result));
          times.push(milliseconds);
          if (result.exchanged !== undefined) changed++;
          if (limb !== undefined && result.exchanged?.[0] === limb) right++;
        }
        const share = (n: number): string => `${((100 * n) / cases.length).toFixed(1)} %`;
        const cells = [limb ?? 'nothing', `${noise}`, pair(scores[0]), share(changed), share(right), pair(scores[1])];
        rows.push([...cells, median(times).toFixed(1)]);
      }
    }
    return table(rows);
  }

  /** The people upright as they were captured, turned by any angle, before a camera that looks down by some degrees. */
  function seenFrom(pitch: number): StudyCase[] {
    const random = seededRandom(SEED);
    return cases.map((truth, i) => {
      const [x, y, z] = captured[i];
      const upright = product(rotation(0, 2 * Math.PI * random.uniform(), 0), rotation(x, y, z));
      flipRotation(upright);
      const params = truth.params.slice();
      const turned = product(rotation((pitch * Math.PI) / 180, 0, 0), upright);
      params.set(axisAngleFromRotation(turned), kinematics.layout.pose);
      return { ...truth, params };
    });
  }

  async function gravity(): Promise<string> {
    const rows = [['camera looks down', 'unasked', 'pitch known', 'found', 'who tells', 'off by, mean', 'median']];
    for (const pitch of PITCHES) {
      const scores: StudyScore[][] = [[], [], []];
      const off: number[] = [];
      for (const truth of seenFrom(pitch)) {
        const keypoints = seen(truth, NOISES[0]);
        const known = { ...truth.camera, down: downOfPitch(pitch) };
        const found = await uprightCameraOfPeople(fitOf, [{ keypoints, evidence: {} }], truth.camera);
        const cameras = [truth.camera, known, found ?? truth.camera];
        for (const [i, camera] of cameras.entries()) scores[i].push(score(truth, await fitOf(keypoints, camera)));
        if (found?.down) off.push(pitchOf(found.down) - pitch);
      }
      const telling = `${((100 * off.length) / cases.length).toFixed(0)} %`;
      rows.push([
        `${pitch} °`,
        ...scores.map(pair),
        telling,
        mean(off).toFixed(1),
        median(off.map(Math.abs)).toFixed(1),
      ]);
    }
    return table(rows);
  }

  async function depths(): Promise<string> {
    const rows = [
      [
        'noise px',
        'bones the wrong way',
        'people',
        'as fitted',
        'told',
        'refit, told',
        'reprojection px, as fitted',
        'told',
      ],
    ];
    for (const noise of NOISES) {
      const scores: StudyScore[][] = [[], [], []];
      const pixels: number[][] = [[], []];
      let wrong = 0;
      for (const truth of cases) {
        const keypoints = seen(truth, noise);
        const lifted = await lifter.lift(keypoints, truth.camera);
        const evidence = lifted === null ? {} : { lifted };
        const fit = fitter.fit(keypoints, truth.camera, evidence);
        const depthOrders = contradicted(truth, fit);
        wrong += depthOrders.length;
        if (depthOrders.length === 0) continue;
        const told = fitter.fit(keypoints, truth.camera, { ...evidence, depthOrders });
        const refitted = await liftAndRefit(fitter, lifter, fit, keypoints, truth.camera, { depthOrders });
        [fit, told, refitted].forEach((one, i) => {
          scores[i].push(score(truth, one));
        });
        [fit, told].forEach((one, i) => {
          pixels[i].push(one.reprojectionError);
        });
      }
      const share = `${((100 * wrong) / (cases.length * BONES.length)).toFixed(1)} %`;
      const errors = pixels.map((values) => mean(values).toFixed(1));
      rows.push([`${noise}`, share, `${scores[0].length}`, ...scores.map(pair), ...errors]);
    }
    return table(rows);
  }

  /** What a person would say of the limbs that go the wrong way, where one sees it. */
  function contradicted({ params }: StudyCase, fit: Fit): DepthOrder[] {
    const fitted = parametersOf(fit);
    const [truth, found] = [params, fitted].map((body) => kinematics.pose(body, false).joints.slice());
    return BONES.flatMap(({ keypoint, bone }): DepthOrder[] => {
      const [actual, guessed] = [truth, found].map((joints) => signedDepth(joints, bone));
      const isSeen = Math.abs(actual) > SEEN_DEPTH && actual * guessed < 0;
      return isSeen ? [{ keypoint, side: actual > 0 ? 'farther' : 'nearer' }] : [];
    });
  }

  console.log(`\n${cases.length} people, poses from ${pool.source}; mean MPJPE / PA-MPJPE, mm\n`);
  console.log(`### Focal length, ${NOISES[0]} px\n\n${await focalLengths()}\n`);
  console.log(`### Left and right\n\n${await sides()}\n`);
  console.log(`### Gravity, ${NOISES[0]} px\n\n${await gravity()}\n`);
  console.log(`### Depth\n\n${await depths()}`);
}

function rotation(x: number, y: number, z: number): Float64Array {
  const R = new Float64Array(9);
  rotationFromAxisAngle(x, y, z, R);
  return R;
}

function product(A: Float64Array, B: Float64Array): Float64Array {
  const out = new Float64Array(9);
  multiplyRotations(A, 0, B, 0, out, 0);
  return out;
}

const pair = (scores: readonly StudyScore[]): string =>
  (['mpjpe', 'paMpjpe'] as const).map((key) => (1000 * mean(scores.map((one) => one[key]))).toFixed(1)).join(' / ');

await new Command('wrong-input')
  .argument('[file]', '.npz with poses (N×72, axis-angle), train and mirrored (N, booleans)')
  .option('--count <n>', 'people', Number, 60)
  .action(main)
  .parseAsync();
