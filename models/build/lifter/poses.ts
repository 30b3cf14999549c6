import type { SmplJoint } from '../../../core/body/joint-sets.js';
import type { Clip } from '../prior/clips.js';
import { coordinate } from '../prior/floors.js';
import { BODY_DIMENSION } from '../prior/mirror.js';
import { bodyPoses, sampleFrames } from '../prior/sample.js';
import { equallyWeighted } from '../prior/samples.js';
import { seatedSamples } from '../prior/seated.js';
import { type Random, seededRandom } from '../random.js';

const POSE_SIZE = BODY_DIMENSION + 3;
/** How many poses of each kind that the clips lack are made. */
const MADE = 4000;
/** Each kind has a stream of its own, so that a change of one leaves the others alone. */
const STREAMS = { seated: 1_000_000, standing: 2_000_000, raised: 3_000_000 };

/** Poses to learn from or to test on, N×72 each: the pelvis' rotation in a world with y up, then the joints'. */
export interface PoseSets {
  readonly captured: Float32Array;
  /** On a chair or on the heels, with the upper body of a captured pose. */
  readonly seated: Float32Array;
  /** Standing still, with relaxed arms or those of a captured pose. */
  readonly standing: Float32Array;
  /** Captured poses with one arm or both above the shoulder. */
  readonly raised: Float32Array;
}

/** The poses of the subjects that are trained on, and those of the held-out ones; the same ones as the prior's. */
export function poseSets(clips: readonly Clip[], seed: number): { train: PoseSets; heldOut: PoseSets } {
  const { frames } = sampleFrames(clips, seededRandom(seed));
  const sets = (heldOut: boolean): PoseSets => {
    const chosen = frames.filter(({ clip }) => clip.heldOut === heldOut);
    const bodies = bodyPoses(chosen);
    const pelvis = chosen.flatMap(({ clip, frame }) => [
      ...clip.poses.subarray(frame * POSE_SIZE, frame * POSE_SIZE + 3),
    ]);
    const random = (kind: keyof typeof STREAMS): Random => seededRandom(seed + STREAMS[kind] + Number(heldOut));
    const { values } = seatedSamples(equallyWeighted(bodies, BODY_DIMENSION), random('seated'));
    return {
      captured: withPelvis(bodies, pelvis),
      seated: withPelvis(values),
      standing: withPelvis(altered(bodies, random('standing'), standStill)),
      raised: withPelvis(altered(bodies, random('raised'), raiseArms)),
    };
  };
  return { train: sets(false), heldOut: sets(true) };
}

/** N×72 from N×69 body poses; the pelvis is upright where nothing else is said. */
function withPelvis(bodies: Float64Array, pelvis: readonly number[] = []): Float32Array {
  const N = bodies.length / BODY_DIMENSION;
  const out = new Float32Array(N * POSE_SIZE);
  for (let n = 0; n < N; n++) {
    for (let axis = 0; axis < 3; axis++) out[n * POSE_SIZE + axis] = pelvis[3 * n + axis] ?? 0;
    out.set(bodies.subarray(n * BODY_DIMENSION, (n + 1) * BODY_DIMENSION), n * POSE_SIZE + 3);
  }
  return out;
}

/** Randomly drawn poses (MADE×69), each changed by `change`. */
function altered(
  bodies: Float64Array,
  random: Random,
  change: (pose: Float64Array, random: Random) => void,
): Float64Array {
  const out = new Float64Array(MADE * BODY_DIMENSION);
  for (let n = 0; n < MADE; n++) {
    const from = random.integer(bodies.length / BODY_DIMENSION) * BODY_DIMENSION;
    out.set(bodies.subarray(from, from + BODY_DIMENSION), n * BODY_DIMENSION);
    change(out.subarray(n * BODY_DIMENSION, (n + 1) * BODY_DIMENSION), random);
  }
  return out;
}

const SIDES = [
  ['left', 1],
  ['right', -1],
] as const;

/** Writes the three numbers of a joint, given for the left side: about x as they are, about y and z mirrored. */
function setJoint(pose: Float64Array, name: SmplJoint, sign: 1 | -1, x: number, y: number, z: number): void {
  pose.set([x, sign * y, sign * z], coordinate(name, 0));
}

/** Legs of somebody who stands still, a straight back, and in half of the poses arms that hang. In place; radians. */
function standStill(pose: Float64Array, random: Random): void {
  const { normal, uniform } = random;
  const spine: SmplJoint[] = ['spine1', 'spine2', 'spine3'];
  for (const name of spine) for (let axis = 0; axis < 3; axis++) pose[coordinate(name, axis)] = 0.05 * normal();
  const relaxed = uniform() < 0.5;
  for (const [side, sign] of SIDES) {
    const bend = Math.abs(0.08 * normal());
    setJoint(pose, `${side}_hip`, sign, 0.07 * normal() - bend / 2, 0.1 * normal(), 0.05 + 0.08 * normal());
    setJoint(pose, `${side}_knee`, sign, bend, 0, 0);
    setJoint(pose, `${side}_ankle`, sign, 0.05 * normal() - bend / 2, 0.1 * normal(), 0.05 * normal());
    setJoint(pose, `${side}_foot`, sign, 0, 0, 0);
    if (!relaxed) continue;
    setJoint(pose, `${side}_shoulder`, sign, 0.15 * normal(), 0.2 * normal(), -1.25 + 0.12 * normal());
    setJoint(pose, `${side}_elbow`, sign, 0.1 * normal(), -Math.abs(0.2 + 0.25 * normal()), 0);
  }
}

/** One arm or both above the shoulder, the elbow anything from straight to folded. In place; radians. */
function raiseArms(pose: Float64Array, random: Random): void {
  const { normal, uniform } = random;
  const both = uniform() < 0.5;
  const first = random.integer(2);
  for (const [index, [side, sign]] of SIDES.entries()) {
    if (!both && index !== first) continue;
    setJoint(pose, `${side}_collar`, sign, 0, 0, 0.25 * uniform());
    setJoint(pose, `${side}_shoulder`, sign, 0.35 * normal(), 0.35 * normal(), -0.1 + 1.4 * uniform());
    setJoint(pose, `${side}_elbow`, sign, 0.2 * normal(), -2.1 * uniform(), 0.1 * normal());
  }
}
