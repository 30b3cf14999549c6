import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { createKinematics } from '../../core/body/kinematics.js';
import { parametersOf } from '../../core/body/skeleton.js';
import type { Network } from '../../core/detect/runtime.js';
import type { FitTerm } from '../../core/fit/fit-terms.js';
import { createFitter } from '../../core/fit/fitter.js';
import { liftAndFit } from '../../core/lift/lift-and-fit.js';
import { createLifter } from '../../core/lift/lifter.js';
import { meanDistance, procrustesError } from '../../core/metrics/procrustes.js';
import type { BodyModel, Camera, Keypoints, PosePrior } from '../../core/types.js';
import type { Promised } from './reliability.js';

/** One view of bench/real/cases.json (format real3d-bench-1), the parts that fitting needs. */
interface RealCase {
  readonly id: string;
  readonly image_size: [number, number];
  readonly camera: { readonly K: number[][] };
  readonly joints3d_mm: Readonly<Record<string, [number, number, number] | null>>;
  readonly detector: { readonly keypoints33_pinhole: [number, number, number][]; readonly world33: number[][] };
}

export interface RealScore {
  readonly id: string;
  /** Metres. */
  readonly mpjpe: number;
  readonly paMpjpe: number;
  /** Degrees between the left-right axes of the torsos about the vertical. */
  readonly facing: number;
  readonly milliseconds: number;
  /** What the fit promised of each joint, and how far off it was. */
  readonly promises: readonly Promised[];
}

const JOINTS = ['shoulder', 'elbow', 'wrist', 'hip', 'knee', 'ankle'].flatMap((part) => [
  `left_${part}`,
  `right_${part}`,
]);

export interface RealOptions {
  /** Whether the detector's 3D landmarks are known. */
  readonly withLandmarks?: boolean;
  /** The lifting network; null: the fit searches from nothing. */
  readonly lifter?: Network | null;
  /** Terms to switch off. */
  readonly without?: readonly FitTerm[];
}

/** Fits every view of the real benchmark from the cached detections. */
export async function runReal(
  directory: string,
  body: BodyModel,
  prior: PosePrior,
  { withLandmarks = true, lifter: network = null, without = [] }: RealOptions = {},
): Promise<RealScore[]> {
  const { cases } = JSON.parse(readFileSync(join(directory, 'cases.json'), 'utf8')) as { cases: RealCase[] };
  const fitter = createFitter(body, prior, { without });
  const kinematics = createKinematics(fitter.skeleton);
  const lifter = network === null ? null : createLifter(network, fitter.skeleton, true);
  const scores: RealScore[] = [];
  for (const entry of cases) {
    const { K } = entry.camera;
    const [width, height] = entry.image_size;
    const camera: Camera = { focalLength: (K[0][0] + K[1][1]) / 2, principalPoint: [K[0][2], K[1][2]], width, height };
    const rows = entry.detector.keypoints33_pinhole;
    const keypoints: Keypoints = {
      set: 'blazepose33',
      xy: Float64Array.from(rows.flatMap((row) => row.slice(0, 2))),
      confidence: Float64Array.from(rows, (row) => row[2]),
    };
    const start = performance.now();
    const evidence = withLandmarks ? { worldLandmarks: Float64Array.from(entry.detector.world33.flat()) } : {};
    const fit =
      lifter === null
        ? fitter.fit(keypoints, camera, evidence)
        : await liftAndFit(fitter, lifter, keypoints, camera, evidence);
    const milliseconds = performance.now() - start;

    const params = parametersOf(fit);
    const { joints } = kinematics.pose(params, false);
    const names = JOINTS.filter((name) => entry.joints3d_mm[name]);
    const truth = names.flatMap((name) => (entry.joints3d_mm[name] ?? []).map((value) => value / 1000));
    const found = names.flatMap((name) => {
      const j = (SMPL_JOINTS as readonly string[]).indexOf(name);
      return [...joints.subarray(3 * j, 3 * j + 3)];
    });
    const [a, b] = [truth, found].map((points) => atHips(points, names));
    const promises = names.map((name, i) => ({
      confidence: fit.confidence?.joints[(SMPL_JOINTS as readonly string[]).indexOf(name)] ?? Number.NaN,
      error: Math.hypot(...[0, 1, 2].map((axis) => a[3 * i + axis] - b[3 * i + axis])),
    }));
    scores.push({
      promises,
      id: entry.id,
      mpjpe: meanDistance(a, b),
      paMpjpe: procrustesError(a, b),
      facing: facingError(a, b, names),
      milliseconds,
    });
  }
  return scores;
}

function atHips(points: readonly number[], names: readonly string[]): number[] {
  const left = 3 * names.indexOf('left_hip');
  const right = 3 * names.indexOf('right_hip');
  return points.map((value, i) => value - (points[left + (i % 3)] + points[right + (i % 3)]) / 2);
}

function facingError(a: readonly number[], b: readonly number[], names: readonly string[]): number {
  const yaw = (points: readonly number[]): number => {
    const [ls, rs, lh, rh] = ['left_shoulder', 'right_shoulder', 'left_hip', 'right_hip'].map(
      (n) => 3 * names.indexOf(n),
    );
    const x = points[ls] + points[lh] - points[rs] - points[rh];
    const z = points[ls + 2] + points[lh + 2] - points[rs + 2] - points[rh + 2];
    return Math.atan2(z, x);
  };
  const difference = yaw(a) - yaw(b);
  return (Math.abs(Math.atan2(Math.sin(difference), Math.cos(difference))) * 180) / Math.PI;
}
