import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { rotationAngle, rotationFromAxisAngle } from '../../core/body/rotation.js';
import { shapeBody } from '../../core/body/shape.js';
import { poseJoints, poseVertices } from '../../core/body/skinning.js';
import { createFitter, type Fitter } from '../../core/fit/fitter.js';
import { centred, meanDistance, procrustesError } from '../../core/metrics/procrustes.js';
import type { BodyModel, Camera, Fit, PosePrior } from '../../core/types.js';
import { loadBody } from '../../models/load-body.js';

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
}

/** LSP's joints but the head top: rows of SMPL's skeleton. */
const LSP_ROWS = [8, 5, 2, 1, 4, 7, 21, 19, 17, 16, 18, 20, 12];
const HIPS = [SMPL_JOINTS.indexOf('left_hip'), SMPL_JOINTS.indexOf('right_hip')];

/** Fits every case of the synthetic benchmark with true focal length (times `focalFactor`). */
export function runSynthetic(
  directory: string,
  prior: PosePrior,
  noise: '0' | '2' | '5',
  set: 'coco17' | 'lsp14' = 'coco17',
  focalFactor = 1,
): Score[] {
  const { cases } = JSON.parse(readFileSync(join(directory, 'cases.json'), 'utf8')) as { cases: Case[] };
  const body = loadBody('body.npz', readFileSync(join(directory, 'body.npz')), { name: 'bench' });
  const fitter = createFitter(body, prior);
  for (let i = 0; i < 5; i++) fitCase(fitter, cases[i], noise, set, focalFactor); // the compiler warms up
  return cases.map((entry) => {
    const start = performance.now();
    const fit = fitCase(fitter, entry, noise, set, focalFactor);
    return score(body, entry, fit, performance.now() - start);
  });
}

function fitCase(fitter: Fitter, entry: Case, noise: string, set: 'coco17' | 'lsp14', focalFactor: number): Fit {
  const rows = entry.keypoints[set][noise];
  const [width, height] = entry.image;
  const camera: Camera = { focalLength: entry.focal * focalFactor, principalPoint: entry.center, width, height };
  const xy = Float64Array.from(rows.flatMap((row) => row.slice(0, 2)));
  return fitter.fit({ set, xy, confidence: Float64Array.from(rows, (row) => row[2]) }, camera);
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
  return {
    mpjpe: meanDistance(truth.atHips, found.atHips),
    paMpjpe: procrustesError(truth.joints, found.joints),
    orientation: (rotationAngle(A, 0, B, 0) * 180) / Math.PI,
    shape: meanDistance(restTruth, restFound),
    reprojection: fit.reprojectionError,
    iterations: fit.iterations,
    milliseconds,
  };
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
