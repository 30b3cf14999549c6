/**
 * What the lifting network is worth by itself, without a fit: `npx tsx test/bench/lifter.ts BENCH [--model FILE.onnx]`.
 * BENCH holds synthetic/ and real/.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { openBody } from '../../converters/cli/node-models.js';
import { nodeRuntime } from '../../converters/cli/node-runtime.js';
import { packageRoot } from '../../converters/cli/package-root.js';
import { JOINT_SETS, type KeypointSet } from '../../core/body/joint-sets.js';
import { rotationAngle, rotationFromAxisAngle } from '../../core/body/rotation.js';
import { type Skeleton, skeletonOf } from '../../core/body/skeleton.js';
import type { Network } from '../../core/detect/runtime.js';
import { namedJoints } from '../../core/fit/joints3d.js';
import type { Lifted } from '../../core/fit/lifted.js';
import { createLifter } from '../../core/lift/lifter.js';
import { meanDistance, procrustesError } from '../../core/metrics/procrustes.js';
import { loadBody } from '../../models/load-body.js';
import { mean, median, table } from './statistics.js';

type Point = readonly [number, number, number];
type Points = Readonly<Record<string, Point>>;

/** One case of bench/synthetic/cases.json (format smpl-bench-1). */
interface SyntheticCase {
  readonly image: [number, number];
  readonly focal: number;
  readonly center: [number, number];
  readonly gt: { readonly pose: number[]; readonly betas: number[]; readonly trans: number[] };
  readonly keypoints: Readonly<Record<'coco17' | 'lsp14', Readonly<Record<string, [number, number, number][]>>>>;
}

/** One view of bench/real/cases.json (format real3d-bench-1). */
interface RealCase {
  readonly image_size: [number, number];
  readonly camera: { readonly K: number[][] };
  readonly joints3d_mm: Readonly<Record<string, Point | null>>;
  readonly detector: { readonly keypoints33_pinhole: [number, number, number][]; readonly world33: number[][] };
}

/** Millimetres, and degrees between global orientations where the truth has one. */
interface Score {
  readonly mpjpe: number;
  readonly paMpjpe: number;
  readonly orientation: number;
  /** RMS of error / sigma over the numbers of the pose: 1 where the network knows what it knows. */
  readonly surprise: number;
}

const LIMBS = ['shoulder', 'elbow', 'wrist', 'hip', 'knee', 'ankle'].flatMap((part) => [
  `left_${part}`,
  `right_${part}`,
]);

async function synthetic(
  folder: string,
  network: Network,
  noise: string,
  set: 'coco17' | 'lsp14' = 'coco17',
  focalFactor = 1,
): Promise<Score[]> {
  const skeleton = skeletonOf(loadBody('body.npz', readFileSync(path.join(folder, 'body.npz')), { name: 'bench' }));
  const lifter = createLifter(network, skeleton, true);
  const scores: Score[] = [];
  for (const { image, focal, center, gt, keypoints } of casesOf<SyntheticCase>(folder)) {
    const rows = keypoints[set][noise];
    const [width, height] = image;
    const lifted = await lifter.lift(keypointsOf(set, rows), {
      focalLength: focal * focalFactor,
      principalPoint: center,
      width,
      height,
    });
    const truth = namedJoints(skeleton, {
      pose: Float64Array.from(gt.pose),
      betas: Float64Array.from(gt.betas),
      translation: Float64Array.from(gt.trans),
    });
    scores.push(score(skeleton, lifted, truth, JOINT_SETS.lsp14, gt.pose));
  }
  return scores;
}

async function real(folder: string, network: Network, withLandmarks: boolean): Promise<Score[]> {
  const skeleton = skeletonOf(await openBody('neutral'));
  const lifter = createLifter(network, skeleton, true);
  const scores: Score[] = [];
  for (const { image_size, camera, joints3d_mm, detector } of casesOf<RealCase>(folder)) {
    const { K } = camera;
    const [width, height] = image_size;
    const worldLandmarks = Float64Array.from(detector.world33.flat());
    const lifted = await lifter.lift(
      keypointsOf('blazepose33', detector.keypoints33_pinhole),
      { focalLength: (K[0][0] + K[1][1]) / 2, principalPoint: [K[0][2], K[1][2]], width, height },
      withLandmarks ? { worldLandmarks } : {},
    );
    const names = LIMBS.filter((name) => joints3d_mm[name]);
    const truth = Object.fromEntries(names.map((name) => [name, joints3d_mm[name]!.map((v) => v / 1000)]));
    scores.push(score(skeleton, lifted, truth as unknown as Points, names, null));
  }
  return scores;
}

function casesOf<Case>(folder: string): Case[] {
  return JSON.parse(readFileSync(path.join(folder, 'cases.json'), 'utf8')).cases;
}

const keypointsOf = (set: KeypointSet, rows: readonly (readonly number[])[]) => ({
  set,
  xy: Float64Array.from(rows.flatMap((row) => row.slice(0, 2))),
  confidence: Float64Array.from(rows, (row) => row[2]),
});

function score(
  skeleton: Skeleton,
  lifted: Lifted | null,
  truth: Points,
  names: readonly string[],
  pose: readonly number[] | null,
): Score {
  if (lifted === null) throw new Error('a case was not lifted');
  const found = namedJoints(skeleton, lifted);
  const [a, b] = [truth, found].map((points) => names.flatMap((name) => points[name]));
  const [atHipsA, atHipsB] = [truth, found].map((points) => relativeToHips(points, names));
  const errors = pose === null ? [] : poseErrors(pose, lifted);
  return {
    mpjpe: 1000 * meanDistance(atHipsA, atHipsB),
    paMpjpe: 1000 * procrustesError(a, b),
    orientation: pose === null ? Number.NaN : orientationError(pose, lifted.pose),
    surprise: Math.sqrt(mean(errors.map((error) => error * error))),
  };
}

function relativeToHips(points: Points, names: readonly string[]): number[] {
  const middle = [0, 1, 2].map((axis) => (points.left_hip[axis] + points.right_hip[axis]) / 2);
  return names.flatMap((name) => points[name].map((value, axis) => value - middle[axis]));
}

function orientationError(truth: ArrayLike<number>, found: ArrayLike<number>): number {
  const [A, B] = [truth, found].map((pose) => {
    const R = new Float64Array(9);
    rotationFromAxisAngle(pose[0], pose[1], pose[2], R);
    return R;
  });
  return (rotationAngle(A, 0, B, 0) * 180) / Math.PI;
}

/** (θ − θ_lift) / σ of the joints that the network turns, the pelvis left out. */
const poseErrors = (truth: readonly number[], { pose, sigma }: Lifted): number[] =>
  truth.slice(3, 66).map((value, i) => (value - pose[3 + i]) / sigma[3 + i]);

/** Empty where the truth does not tell. */
const pair = (values: readonly number[]): string =>
  values.some(Number.isNaN) ? '' : `${median(values).toFixed(1)} / ${mean(values).toFixed(1)}`;

function row(name: string, scores: readonly Score[]): string[] {
  const of = (key: keyof Score): number[] => scores.map((entry) => entry[key]);
  return [
    name,
    pair(of('mpjpe')),
    pair(of('paMpjpe')),
    pair(of('orientation')),
    of('orientation').some(Number.isNaN) ? '' : String(of('orientation').filter((angle) => angle > 45).length),
    pair(of('surprise')),
  ];
}

const program = new Command('bench:lifter')
  .argument('<bench>', 'folder of the benchmarks')
  .option('--model <dir>', 'folder of lifter.onnx', path.join(packageRoot(), 'models', 'lifter'))
  .action(async (bench: string, { model }: { model: string }) => {
    const network = await nodeRuntime({ modelsDir: model, threads: 1 }).load('lifter');
    const rows = [
      ['the network alone, median / mean', 'MPJPE mm', 'PA-MPJPE mm', 'orientation °', '> 45°', 'error / σ'],
    ];
    const folder = path.join(bench, 'synthetic');
    for (const noise of ['0', '2', '5'])
      rows.push(row(`synthetic, ${noise} px`, await synthetic(folder, network, noise)));
    rows.push(row('synthetic, 2 px, LSP-14', await synthetic(folder, network, '2', 'lsp14')));
    for (const factor of [0.5, 2]) {
      rows.push(row(`synthetic, 2 px, focal x ${factor}`, await synthetic(folder, network, '2', 'coco17', factor)));
    }
    for (const withLandmarks of [false, true]) {
      const name = withLandmarks ? 'real, with 3D landmarks' : 'real, keypoints alone';
      rows.push(row(name, await real(path.join(bench, 'real'), network, withLandmarks)));
    }
    console.log(table(rows));
  });
await program.parseAsync();
