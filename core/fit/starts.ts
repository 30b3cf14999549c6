import { SMPL_JOINTS } from '../body/joint-sets.js';
import { axisAngleFromRotation, multiplyRotations, rotationFromAxisAngle } from '../body/rotation.js';
import { flipRotation } from '../frames.js';
import type { Landmarks } from '../keypoints/landmarks.js';
import type { Observations } from '../keypoints/observations.js';

/** Directions from which the camera may see the body. Two are measurably too few, eight give nothing more. */
const YAWS = [0, 0.5 * Math.PI, Math.PI, 1.5 * Math.PI];

const TORSO = ['left_hip', 'right_hip', 'left_shoulder', 'right_shoulder'] as const;

/** One global orientation to start from, axis-angle, camera frame. */
export interface Start {
  readonly name: string;
  readonly orientation: readonly [number, number, number];
}

/**
 * The body upright in the picture, seen from four sides. "Upright" follows the torso: who lies or hangs in the picture
 * starts so too.
 */
export function yawStarts(observations: Observations): Start[] {
  const roll = torsoRoll(observations);
  const turn = new Float64Array(9);
  const yawed = new Float64Array(9);
  const R = new Float64Array(9);
  rotationFromAxisAngle(0, 0, roll, turn);
  return YAWS.map((yaw) => {
    rotationFromAxisAngle(0, yaw, 0, yawed);
    flipRotation(yawed); // facing the camera, y down
    multiplyRotations(turn, 0, yawed, 0, R, 0);
    return { name: `yaw ${Math.round((yaw * 180) / Math.PI)}`, orientation: axisAngleFromRotation(R) };
  });
}

/** Angle about the view axis from "up in the picture" to the line from hips to shoulders; 0 where it is not seen. */
function torsoRoll({ jointOf, xy }: Observations): number {
  const at = TORSO.map((name) => jointOf.indexOf(SMPL_JOINTS.indexOf(name)));
  const [leftHip, rightHip, leftShoulder, rightShoulder] = at;
  if (Math.min(...at) < 0) return 0;
  const x = xy[2 * leftShoulder] + xy[2 * rightShoulder] - xy[2 * leftHip] - xy[2 * rightHip];
  const y = xy[2 * leftShoulder + 1] + xy[2 * rightShoulder + 1] - xy[2 * leftHip + 1] - xy[2 * rightHip + 1];
  return Math.atan2(x, -y);
}

/**
 * The orientation of the torso in a detector's 3D landmarks: x from the right to the left, y from the hips to the
 * shoulders. null when the torso has no extent.
 */
export function landmarkStart(landmarks: Landmarks): Start | null {
  const [leftHip, rightHip, leftShoulder, rightShoulder] = TORSO.map((name) => landmarks.get(name));
  if (!leftHip || !rightHip || !leftShoulder || !rightShoulder) return null;
  const across = [0, 1, 2].map((i) => leftHip[i] + leftShoulder[i] - rightHip[i] - rightShoulder[i]);
  const up = [0, 1, 2].map((i) => leftShoulder[i] + rightShoulder[i] - leftHip[i] - rightHip[i]);
  const y = normalised(up);
  const lean = dot(across, y);
  const x = normalised(across.map((value, i) => value - lean * y[i]));
  if (!Number.isFinite(x[0] + y[0])) return null;
  const z = cross(x, y);
  const R = Float64Array.of(x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]);
  return { name: 'landmarks', orientation: axisAngleFromRotation(R) };
}

const dot = (a: readonly number[], b: readonly number[]): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

const normalised = (v: readonly number[]): number[] => v.map((value) => value / Math.hypot(v[0], v[1], v[2]));

const cross = (a: readonly number[], b: readonly number[]): number[] => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
