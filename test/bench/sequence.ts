/**
 * Sequences against frames one by one: `npx tsx test/bench/sequence.ts CLIP.bvh... [--noise PX] [--frames N]`.
 *
 * Motion capture on our body, seen by a camera, with a detector's faults: noise that goes on from frame to frame, now and
 * then a joint far off, legs or arms taken for each other, frames where nobody is found.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { openBody, openPrior } from '../../converters/cli/node-models.js';
import { nodeRuntime } from '../../converters/cli/node-runtime.js';
import { toCameraFrame } from '../../converters/formats/parameters.js';
import { readBvh } from '../../converters/import/bvh.js';
import { SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { createKinematics } from '../../core/body/kinematics.js';
import { axisAngleFromRotation, multiplyRotations, rotationFromAxisAngle } from '../../core/body/rotation.js';
import { parametersOf } from '../../core/body/skeleton.js';
import { createFitter } from '../../core/fit/fitter.js';
import { openLifter } from '../../core/lift/open-lifter.js';
import { procrustesError } from '../../core/metrics/procrustes.js';
import type { SequenceFrame } from '../../core/sequence/frame.js';
import { createSequenceFitter } from '../../core/sequence/sequence.js';
import type { Camera, Fit, Keypoints } from '../../core/types.js';
import { type Random, seededRandom } from '../../models/build/random.js';
import { faulty } from './sequence-faults.js';
import { mean, table } from './statistics.js';
import { keypointsOf } from './synthetic-cases.js';

const CAMERA: Camera = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 };
/** Metres between camera and the middle of the motion. */
const DISTANCE = 4.5;
const FRAME_RATE = 20;
const LIMB = /(hip|knee|ankle|shoulder|elbow|wrist)$/;
const FEET = ['left_foot', 'right_foot'].map((name) => (SMPL_JOINTS as readonly string[]).indexOf(name));
/** A foot of the truth rests below this speed, m/s. */
const RESTING = 0.15;

const model = await openBody('neutral');
const prior = await openPrior();
const fitter = createFitter(model, prior);
const sequences = createSequenceFitter(model, prior, fitter);
const kinematics = createKinematics(fitter.skeleton);
const { layout } = kinematics;
const lifter = await openLifter(nodeRuntime({ threads: 1 }), fitter.skeleton, true);
const told = SMPL_JOINTS.flatMap((name, j) => (LIMB.test(name) ? [j] : []));

/** A clip on a random adult, walking past the camera at any angle: N numbers a frame. */
function truthOf(file: string, count: number, random: Random): Float64Array[] {
  const motion = readBvh(file, readFileSync(file, 'utf8'));
  const betas = Float64Array.from({ length: model.betaCount }, () => random.normal());
  const stored = { betas, poses: motion.poses, translations: motion.translations, up: 'y', translationOf: 'pelvis' };
  const { poses, translations } = toCameraFrame(stored as Parameters<typeof toCameraFrame>[0], model);
  const T = Math.min(count, motion.translations.length / 3);
  const first = Math.floor((motion.translations.length / 3 - T) / 2);
  const middle = [0, 1, 2].map((axis) =>
    mean(Array.from({ length: T }, (_, t) => translations[3 * (first + t) + axis])),
  );
  const yaw = new Float64Array(9);
  rotationFromAxisAngle(0, 2 * Math.PI * random.uniform(), 0, yaw);
  const pelvis = kinematics.pose(new Float64Array(layout.count), false).joints.slice(0, 3);
  const own = new Float64Array(9);
  const turned = new Float64Array(9);
  return Array.from({ length: T }, (_, t) => {
    const params = new Float64Array(layout.count);
    params.set(poses.subarray(72 * (first + t), 72 * (first + t + 1)), layout.pose);
    rotationFromAxisAngle(params[3], params[4], params[5], own);
    multiplyRotations(yaw, 0, own, 0, turned, 0);
    params.set(axisAngleFromRotation(turned), layout.pose);
    // The way is turned about the middle, which stands in front of the camera.
    const way = [0, 1, 2].map((axis) => translations[3 * (first + t) + axis] - middle[axis]);
    for (let axis = 0; axis < 3; axis++) {
      params[axis] = yaw[3 * axis] * way[0] + yaw[3 * axis + 1] * way[1] + yaw[3 * axis + 2] * way[2] - pelvis[axis];
    }
    params[2] += DISTANCE;
    params.set(betas, layout.betas);
    return params;
  });
}

interface Score {
  readonly mpjpe: number;
  readonly paMpjpe: number;
  /** Mean ‖second difference of the error‖, mm/frame². */
  readonly acceleration: number;
  /** Mean way of a foot between frames where the true one rests, mm. */
  readonly skate: number;
  /** Mean distance of the pelvis from its true place after the best shift of the whole clip, mm. */
  readonly path: number;
}

function scoreOf(truth: readonly Float64Array[], frames: readonly Fit[]): Score {
  const [a, b] = [truth, frames.map((fit) => parametersOf(fit))].map((clip) =>
    clip.map((params) => kinematics.pose(params, false).joints.slice()),
  );
  const centred = (joints: Float64Array): number[] =>
    told.flatMap((j) => [0, 1, 2].map((axis) => joints[3 * j + axis] - (joints[3 + axis] + joints[6 + axis]) / 2));
  const points = (joints: Float64Array): number[] => told.flatMap((j) => [...joints.subarray(3 * j, 3 * j + 3)]);
  const distances = (x: readonly number[], y: readonly number[]): number[] =>
    Array.from({ length: x.length / 3 }, (_, k) => Math.hypot(...[0, 1, 2].map((i) => x[3 * k + i] - y[3 * k + i])));
  const second = (clip: readonly Float64Array[], t: number): number[] => {
    const [p, q, r] = [points(clip[t - 1]), points(clip[t]), points(clip[t + 1])];
    return p.map((value, i) => value - 2 * q[i] + r[i]);
  };
  const inner = Array.from({ length: a.length - 2 }, (_, i) => i + 1);
  const moved = (clip: readonly Float64Array[], t: number, foot: number): number =>
    Math.hypot(...[0, 1, 2].map((axis) => clip[t + 1][3 * foot + axis] - clip[t][3 * foot + axis]));
  const resting = FEET.flatMap((foot) =>
    inner.filter((t) => moved(a, t, foot) * FRAME_RATE < RESTING).map((t) => moved(b, t, foot)),
  );
  const offset = [0, 1, 2].map((axis) => mean(a.map((joints, t) => b[t][axis] - joints[axis])));
  return {
    mpjpe: 1000 * mean(a.map((joints, t) => mean(distances(centred(joints), centred(b[t]))))),
    paMpjpe: 1000 * mean(a.map((joints, t) => procrustesError(points(joints), points(b[t])))),
    acceleration: 1000 * mean(inner.map((t) => mean(distances(second(a, t), second(b, t))))),
    skate: 1000 * mean(resting),
    path: 1000 * mean(a.map((joints, t) => Math.hypot(...offset.map((o, axis) => b[t][axis] - joints[axis] - o)))),
  };
}

async function bench(file: string, noise: number, count: number, seed: number) {
  const random = seededRandom(seed);
  const truth = truthOf(file, count, random);
  const clean = truth.map((params) =>
    keypointsOf({ params, camera: CAMERA, seed: 0 }, 'coco17', 0, fitter.skeleton, kinematics),
  );
  const seen = faulty(clean, noise, random);
  const frames: SequenceFrame[] = [];
  const single: Fit[] = [];
  let singleMs = 0;
  for (const keypoints of seen as Keypoints[]) {
    const lifted = await lifter.lift(keypoints, CAMERA);
    const evidence = lifted === null ? {} : { lifted };
    const start = performance.now();
    single.push(fitter.fit(keypoints, CAMERA, evidence));
    singleMs += performance.now() - start;
    frames.push({ keypoints, evidence });
  }
  const start = performance.now();
  const options = { frameRate: FRAME_RATE };
  const sequence = sequences.fit(frames, CAMERA, options);
  const ms = performance.now() - start;
  const still = sequences.fit(frames, CAMERA, { ...options, steadyFeet: false });
  return {
    one: scoreOf(truth, single),
    free: scoreOf(truth, still.frames),
    all: scoreOf(truth, sequence.frames),
    times: [singleMs / frames.length, ms / frames.length],
  };
}

const row = (name: string, s: Score): string[] => [
  name,
  ...[s.mpjpe, s.paMpjpe, s.acceleration, s.skate, s.path].map((value) => value.toFixed(1)),
];

await new Command('bench:sequence')
  .argument('<clips...>', 'motion capture, .bvh')
  .option('--noise <px>', 'of a keypoint', Number, 3)
  .option('--frames <n>', 'of each clip at most', Number, 60)
  .action(async (clips: string[], { noise, frames }: { noise: number; frames: number }) => {
    const rows = [['', 'MPJPE mm', 'PA-MPJPE mm', 'acceleration error mm/frame²', 'foot skate mm/frame', 'path mm']];
    const sums: Record<'one' | 'free' | 'all', Score[]> = { one: [], free: [], all: [] };
    const times: number[][] = [];
    for (const [i, file] of clips.entries()) {
      const result = await bench(file, noise, frames, i + 1);
      const name = path.basename(file, '.bvh');
      rows.push(row(`${name}, frame by frame`, result.one), row(`${name}, sequence`, result.all));
      for (const key of ['one', 'free', 'all'] as const) sums[key].push(result[key]);
      times.push(result.times);
    }
    const average = (scores: readonly Score[]): Score => {
      const of = (key: keyof Score): number => mean(scores.map((score) => score[key]).filter(Number.isFinite));
      const keys = ['mpjpe', 'paMpjpe', 'acceleration', 'skate', 'path'] as const;
      return Object.fromEntries(keys.map((key) => [key, of(key)])) as unknown as Score;
    };
    rows.push(row('all, frame by frame', average(sums.one)));
    rows.push(row('all, sequence, feet free', average(sums.free)), row('all, sequence', average(sums.all)));
    console.log(table(rows));
    console.log(
      `\nms a frame: ${mean(times.map(([one]) => one)).toFixed(0)} one by one, ${mean(times.map(([, all]) => all)).toFixed(0)} as a sequence`,
    );
  })
  .parseAsync();
