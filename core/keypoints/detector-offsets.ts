import { JOINT_SETS, type KeypointSet, withoutSide } from '../body/joint-sets.js';
import type { PosedBody } from '../body/kinematics.js';
import type { Skeleton } from '../body/skeleton.js';
import type { Camera, Keypoints } from '../types.js';
import { rowsByName } from './observe.js';

type Vector = readonly [number, number, number];

/**
 * Where BlazePose sees what it calls by the name of a joint, from that joint of the body: millimetres in the axes of
 * the T-pose (x to the body's left, y up, z forward), on the left side, carried along by the bone that ends there. Its
 * ankle is the ankle bone, its hip the front of the hip, its ear the ear's root.
 *
 * Computed by test/bench/keypoint-offsets.ts from 300 rendered people whose bodies are known. What fits of 20 people in
 * photographs leave unexplained is the same: at the ears (-26, 2, 39) mm, on the rendered people (-33, -4, 42).
 */
const BLAZEPOSE: Readonly<Record<string, Vector>> = {
  nose: [0, 11, -24],
  eye: [0, -5, -24],
  ear: [-38, 1, 41],
  shoulder: [-6, 13, 1],
  elbow: [-10, 0, 8],
  wrist: [12, 0, 4],
  hip: [-5, 15, 24],
  knee: [3, 7, -8],
  ankle: [4, 35, 8],
  heel: [0, 35, 25],
  big_toe: [14, 7, -20],
};
const OFFSETS: Partial<Readonly<Record<KeypointSet, Readonly<Record<string, Vector>>>>> = { blazepose33: BLAZEPOSE };

/**
 * The share of it that is taken off, of legs and of what is above. Whoever compares a fit's joints with those of the body
 * is served best by all of it (rendered people 81.7 mm, with half 79.4, with all 78.4); whoever compares them with places
 * that other detectors found, as all truths of photographs are, by half (71.6, with none 72.3, with all 77.1). Legs serve
 * both best whole (77.4 for 77.6 and 71.0 for 71.6; the outlines of 17 of 21 other people fit better): an ankle seen too
 * high is a leg too short, and the whole body leans to explain it.
 */
const SHARES = { legs: 1, above: 0.5 } as const;
const LEGS: readonly string[] = ['hip', 'knee', 'ankle', 'heel', 'big_toe'];

/** One keypoint's place beside the body: a row of PosedBody.joints, the bone that carries it, and the offset. */
export interface SeenBeside {
  readonly keypoint: number;
  readonly row: number;
  readonly bone: number;
  /** Metres, in the axes of the T-pose. */
  readonly offset: Vector;
}

/**
 * The keypoints of a set that its detector sees beside the body's joints; none for sets whose joints are the body's.
 */
export function seenBeside(set: KeypointSet, skeleton: Skeleton): SeenBeside[] {
  const offsets = OFFSETS[set];
  if (offsets === undefined) return [];
  const rows = rowsByName(skeleton);
  return JOINT_SETS[set].flatMap((name, keypoint) => {
    const row = name === null ? undefined : rows.get(name);
    const part = name === null ? '' : withoutSide(name);
    const measured = offsets[part];
    if (name === null || row === undefined || measured === undefined) return [];
    const share = LEGS.includes(part) ? SHARES.legs : SHARES.above;
    const [x, y, z] = measured.map((value) => (share * value) / 1000);
    return [
      { keypoint, row, bone: boneOf(row, skeleton), offset: [name.startsWith('right_') ? -x : x, y, z] as const },
    ];
  });
}

/** The joint whose rotation carries a joint or a surface point: the parent, or what moves the point most. */
export function boneOf(row: number, { jointCount, parents, points }: Skeleton): number {
  if (row < jointCount) return Math.max(0, parents[row]);
  const { influences } = points[row - jointCount];
  return influences.reduce((most, influence) => (influence.weight > most.weight ? influence : most)).joint;
}

/**
 * By how much a detector's keypoints lie beside those of the body in this pose: K×2, pixels; null for sets whose joints
 * are the body's. Points behind the camera have none.
 */
export function detectorOffsets(
  set: KeypointSet,
  seen: readonly SeenBeside[],
  { joints, rotations }: PosedBody,
  { focalLength }: Camera,
): Float64Array | null {
  if (seen.length === 0) return null;
  const pixels = new Float64Array(2 * JOINT_SETS[set].length);
  for (const { keypoint, row, bone, offset } of seen) {
    const [X, Y, Z] = joints.subarray(3 * row, 3 * row + 3);
    const R = rotations.subarray(9 * bone, 9 * bone + 9);
    const [x, y, z] = [0, 3, 6].map((i) => R[i] * offset[0] + R[i + 1] * offset[1] + R[i + 2] * offset[2]);
    if (!(Z > 0 && Z + z > 0)) continue;
    pixels[2 * keypoint] = focalLength * ((X + x) / (Z + z) - X / Z);
    pixels[2 * keypoint + 1] = focalLength * ((Y + y) / (Z + z) - Y / Z);
  }
  return pixels;
}

/**
 * The keypoints where the body's joints are.
 *
 * @param offsets K×2, as of detectorOffsets
 * @param pinned keypoints that a hand has placed: they are where the joints belong
 */
export function atJoints(
  keypoints: Keypoints,
  offsets: Float64Array | null,
  pinned: readonly number[] = [],
): Keypoints {
  if (offsets === null) return keypoints;
  const xy = keypoints.xy.map((value, i) => (pinned.includes(Math.floor(i / 2)) ? value : value - offsets[i]));
  return { ...keypoints, xy };
}
