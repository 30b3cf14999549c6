import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JOINT_SETS, SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { measureBody } from '../../core/body/measure.js';
import { rotationAngle, rotationFromAxisAngle } from '../../core/body/rotation.js';
import { shapeBody } from '../../core/body/shape.js';
import { poseJoints, poseVertices } from '../../core/body/skinning.js';
import type { Network } from '../../core/detect/runtime.js';
import type { FitTerm } from '../../core/fit/fit-terms.js';
import { createFitter } from '../../core/fit/fitter.js';
import { liftAndFit, liftAndRefit } from '../../core/lift/lift-and-fit.js';
import { createLifter } from '../../core/lift/lifter.js';
import { centred, meanDistance, procrustesError } from '../../core/metrics/procrustes.js';
import type { BodyModel, Camera, Fit, Keypoints, PosePrior } from '../../core/types.js';
import { loadBody } from '../../models/load-body.js';
import type { Promised } from './reliability.js';
import { timed } from './statistics.js';

/** One case of bench/synthetic/cases.json (format smpl-bench-1). */
interface Case {
  readonly image: [number, number];
  readonly focal: number;
  readonly center: [number, number];
  readonly gt: { readonly pose: number[]; readonly betas: number[]; readonly trans: number[] };
  readonly keypoints: Readonly<Record<string, Readonly<Record<string, [number, number, number][]>>>>;
}

/** What one fit scored, metres, degrees, pixels, milliseconds. */
export interface Score {
  readonly mpjpe: number;
  readonly paMpjpe: number;
  readonly orientation: number;
  readonly shape: number;
  readonly reprojection: number;
  readonly iterations: number;
  readonly milliseconds: number;
  /** What the fit promised of each joint, and how far off it was. */
  readonly promises: readonly Promised[];
  /** 13 of LSP's joints (SCORED_JOINTS) × 3, metres, the middle of the hips at 0. */
  readonly truth: readonly number[];
  readonly found: readonly number[];
  /** J×3, axis-angle. */
  readonly pose: Float64Array;
}

/** The numbers of a score. */
export type Measure = Exclude<keyof Score, 'promises' | 'truth' | 'found' | 'pose'>;

/** LSP's joints but the head top: rows of SMPL's skeleton. */
const LSP_ROWS = [8, 5, 2, 1, 4, 7, 21, 19, 17, 16, 18, 20, 12];
export const SCORED_JOINTS = LSP_ROWS.map((row) => SMPL_JOINTS[row]);
const HIPS = [SMPL_JOINTS.indexOf('left_hip'), SMPL_JOINTS.indexOf('right_hip')];

/** Pixels. */
export type Noise = '0' | '2' | '5';

export interface SyntheticOptions {
  readonly set?: 'coco17' | 'lsp14';
  /** Multiplies the true focal length. */
  readonly focalFactor?: number;
  /** Whether the person's height and weight are known. */
  readonly measured?: boolean;
  /** The lifting network; null: the fit searches from nothing. */
  readonly lifter?: Network | null;
  /** Terms to switch off. */
  readonly without?: readonly FitTerm[];
  /** Keypoints that were not seen, by name. */
  readonly isHidden?: (name: string) => boolean;
  /** Refit instead, from the fit of the same case with this noise. */
  readonly from?: Noise;
}

/** Fits every case of the synthetic benchmark. */
export async function runSynthetic(
  directory: string,
  prior: PosePrior,
  noise: Noise,
  options: SyntheticOptions = {},
): Promise<Score[]> {
  const { focalFactor = 1, lifter: network = null, measured = false, without = [], from } = options;
  const { cases } = JSON.parse(readFileSync(join(directory, 'cases.json'), 'utf8')) as { cases: Case[] };
  const body = loadBody('body.npz', readFileSync(join(directory, 'body.npz')), { name: 'bench' });
  const fitter = createFitter(body, prior, { without });
  const lifter = network === null ? null : createLifter(network, fitter.skeleton, false);
  const fitCase = async (entry: Case): Promise<{ result: Fit; milliseconds: number }> => {
    const [width, height] = entry.image;
    const camera: Camera = { focalLength: entry.focal * focalFactor, principalPoint: entry.center, width, height };
    const evidence = measured ? heightAndWeight(body, entry.gt.betas) : {};
    const fitted = (keypoints: Keypoints): Fit | Promise<Fit> =>
      lifter === null
        ? fitter.fit(keypoints, camera, evidence)
        : liftAndFit(fitter, lifter, keypoints, camera, evidence);
    const keypoints = keypointsOf(entry, noise, options);
    if (from === undefined) return timed(() => fitted(keypoints));
    const before = await fitted(keypointsOf(entry, from, options));
    return timed(() =>
      lifter === null
        ? fitter.refit(before, keypoints, camera, evidence)
        : liftAndRefit(fitter, lifter, before, keypoints, camera, evidence),
    );
  };
  for (let i = 0; i < 10; i++) await fitCase(cases[i]); // the compiler warms up
  const scores: Score[] = [];
  for (const entry of cases) {
    const { result: fit, milliseconds } = await fitCase(entry);
    scores.push(score(body, entry, fit, milliseconds));
  }
  return scores;
}

function keypointsOf(
  { keypoints }: Case,
  noise: Noise,
  { set = 'coco17', isHidden = () => false }: SyntheticOptions,
): Keypoints {
  const rows = keypoints[set][noise];
  const isSeen = JOINT_SETS[set].map((name) => !isHidden(name));
  return {
    set,
    xy: Float64Array.from(rows.flatMap((row) => row.slice(0, 2))),
    confidence: Float64Array.from(rows, (row, k) => (isSeen[k] ? row[2] : 0)),
  };
}

function score(body: BodyModel, { gt }: Case, fit: Fit, milliseconds: number): Score {
  const truth = lspJoints(body, gt.betas, gt.pose, gt.trans);
  const found = lspJoints(body, fit.betas, fit.pose, fit.translation);
  const A = new Float64Array(9);
  const B = new Float64Array(9);
  rotationFromAxisAngle(gt.pose[0], gt.pose[1], gt.pose[2], A);
  rotationFromAxisAngle(fit.pose[0], fit.pose[1], fit.pose[2], B);
  const restTruth = centred(shapeBody(body, gt.betas).vertices);
  const restFound = centred(shapeBody(body, fit.betas).vertices);
  const promises = LSP_ROWS.map((joint, i) => ({
    confidence: fit.confidence?.joints[joint] ?? Number.NaN,
    error: Math.hypot(...[0, 1, 2].map((axis) => truth.atHips[3 * i + axis] - found.atHips[3 * i + axis])),
  }));
  return {
    promises,
    truth: truth.atHips.slice(0, 3 * LSP_ROWS.length),
    found: found.atHips.slice(0, 3 * LSP_ROWS.length),
    pose: fit.pose,
    mpjpe: meanDistance(truth.atHips, found.atHips),
    paMpjpe: procrustesError(truth.joints, found.joints),
    orientation: (rotationAngle(A, 0, B, 0) * 180) / Math.PI,
    shape: meanDistance(restTruth, restFound),
    reprojection: fit.reprojectionError,
    iterations: fit.iterations,
    milliseconds,
  };
}

function heightAndWeight(body: BodyModel, betas: readonly number[]): { height: number; weight: number } {
  const { height, weight } = measureBody(body, betas);
  return { height, weight };
}

/** The 14 LSP joints, as they are and relative to the middle of the hips. */
function lspJoints(
  body: BodyModel,
  betas: ArrayLike<number>,
  pose: ArrayLike<number>,
  translation: ArrayLike<number>,
): { joints: number[]; atHips: number[] } {
  const shaped = shapeBody(body, betas);
  const { positions } = poseJoints(body.parents, shaped.joints, pose, translation);
  const vertices = poseVertices(body, shaped, pose, translation);
  const headTop = 3 * body.keypointVertices.head_top;
  const joints = [
    ...LSP_ROWS.flatMap((j) => [...positions.subarray(3 * j, 3 * j + 3)]),
    ...vertices.subarray(headTop, headTop + 3),
  ];
  const middle = [0, 1, 2].map((axis) => (positions[3 * HIPS[0] + axis] + positions[3 * HIPS[1] + axis]) / 2);
  return { joints, atHips: joints.map((value, i) => value - middle[i % 3]) };
}
