import { JOINT_SETS } from '../body/joint-sets.js';
import type { Landmarks } from '../keypoints/landmarks.js';
import type { KeypointName, NamedKeypoint } from '../keypoints/named-keypoints.js';
import type { Camera } from '../types.js';

/** The keypoints that the network knows, in the order of its inputs: COCO's 17, heels and big toes. K of them. */
export const LIFTED_KEYPOINTS: readonly KeypointName[] = [
  ...JOINT_SETS.coco17,
  'left_heel',
  'right_heel',
  'left_big_toe',
  'right_big_toe',
];

const K = LIFTED_KEYPOINTS.length;

/** Inputs of the network: K×2 rays, K confidences, the size, K relative depths, and whether depths are given. */
export const FEATURE_COUNT = 2 * K + K + 1 + K + 1;

/** With fewer keypoints the network was never trained. */
const MIN_KEYPOINTS = 5;
/** Cosine to the virtual camera's axis: a ray beyond counts as this one. */
const MIN_FORWARD = 0.05;
/** Bounds and scales that training used: rays in units of the person's size, its logarithm's shift, depths per half metre. */
const FARTHEST_RAY = 6;
const MIN_SIZE = 1e-4;
const SIZE_SHIFT = 2;
const DEPTH_SCALE = 2;

/** What the network is asked, and how to turn its answer back. */
export interface LiftFeatures {
  /** FEATURE_COUNT. */
  readonly values: Float32Array;
  /** 3×3: from the camera's frame to that of the virtual camera, which looks at the middle of the keypoints. */
  readonly view: Float64Array;
}

/**
 * The inputs of the lifting network. Rays (pixel − principalPoint) / f are turned by the smallest rotation that takes
 * their weighted mean to the optical axis, so that the answer does not depend on where in the picture somebody stands;
 * their weighted mean is taken off and they are divided by their weighted RMS s. The size enters as ln s.
 *
 * @param landmarks depths relative to the hips in the axes of the camera, metres; null without
 * @returns null when too few of the network's keypoints were seen, or all in one place
 */
export function liftFeatures(
  keypoints: ReadonlyMap<KeypointName, NamedKeypoint>,
  camera: Camera,
  landmarks: Landmarks | null,
): LiftFeatures | null {
  const seen = LIFTED_KEYPOINTS.map((name) => keypoints.get(name) ?? null);
  const mass = seen.reduce((sum, keypoint) => sum + (keypoint?.confidence ?? 0), 0);
  if (seen.filter((keypoint) => keypoint !== null).length < MIN_KEYPOINTS) return null;
  const weights = seen.map((keypoint) => (keypoint?.confidence ?? 0) / mass);
  const rays = seen.map((keypoint) => (keypoint === null ? [0, 0] : rayOf(keypoint, camera)));

  const view = rotationToAxis(weightedMean(rays, weights));
  const turned = rays.map(([x, y]) => {
    const forward = Math.max(MIN_FORWARD, view[6] * x + view[7] * y + view[8]);
    return [(view[0] * x + view[1] * y + view[2]) / forward, (view[3] * x + view[4] * y + view[5]) / forward];
  });
  const middle = weightedMean(turned, weights);
  const offsets = turned.map(([x, y]) => [x - middle[0], y - middle[1]]);
  const size = Math.sqrt(offsets.reduce((sum, [x, y], k) => sum + weights[k] * (x * x + y * y), 0));
  if (!(size > MIN_SIZE && Number.isFinite(size))) return null;

  const values = new Float32Array(FEATURE_COUNT);
  seen.forEach((keypoint, k) => {
    if (keypoint === null) return;
    for (const axis of [0, 1]) {
      values[2 * k + axis] = Math.min(FARTHEST_RAY, Math.max(-FARTHEST_RAY, offsets[k][axis] / size));
    }
    values[2 * K + k] = keypoint.confidence;
  });
  values[3 * K] = Math.log(size) + SIZE_SHIFT;
  if (landmarks !== null) writeDepths(landmarks, seen, weights, view, values);
  return values.every(Number.isFinite) ? { values, view } : null;
}

function rayOf({ x, y }: NamedKeypoint, { principalPoint, focalLength }: Camera): number[] {
  return [(x - principalPoint[0]) / focalLength, (y - principalPoint[1]) / focalLength];
}

function weightedMean(points: readonly (readonly number[])[], weights: readonly number[]): [number, number] {
  const along = (axis: number): number => points.reduce((sum, point, k) => sum + weights[k] * point[axis], 0);
  return [along(0), along(1)];
}

/** The smallest rotation that takes the ray (a, b, 1) to the optical axis, 3×3. */
function rotationToAxis([a, b]: readonly [number, number]): Float64Array {
  const length = Math.hypot(a, b, 1);
  const [x, y, z] = [a / length, b / length, 1 / length];
  const w = 1 / (1 + z);
  return Float64Array.of(1 - x * x * w, -x * y * w, -x, -x * y * w, 1 - y * y * w, -y, x, y, z);
}

/** Writes the depths along the virtual camera's axis, relative to their weighted mean, and that they are there. */
function writeDepths(
  landmarks: Landmarks,
  seen: readonly (NamedKeypoint | null)[],
  weights: readonly number[],
  view: Float64Array,
  values: Float32Array,
): void {
  const depths = LIFTED_KEYPOINTS.map((name) => {
    const [x, y, z] = landmarks.get(name) ?? [0, 0, 0];
    return view[6] * x + view[7] * y + view[8] * z;
  });
  const mean = depths.reduce((sum, depth, k) => sum + weights[k] * depth, 0);
  seen.forEach((keypoint, k) => {
    if (keypoint !== null) values[3 * K + 1 + k] = DEPTH_SCALE * (depths[k] - mean);
  });
  values[FEATURE_COUNT - 1] = 1;
}

/** Whether features hold a detector's depths. */
export const hasDepths = (features: Float32Array): boolean => features[FEATURE_COUNT - 1] === 1;

/** The same person as seen without depths. */
export function withoutDepths(features: Float32Array): Float32Array {
  return features.slice().fill(0, 3 * K + 1);
}
