import { JOINT_SETS, type SmplJoint, type SurfacePoint } from '../body/joint-sets.js';
import type { Keypoints } from '../types.js';

export type KeypointName = SmplJoint | SurfacePoint;

/** One keypoint: pixels, and confidence in (0, 1]. */
export interface NamedKeypoint {
  readonly x: number;
  readonly y: number;
  readonly confidence: number;
}

/**
 * The keypoints that were seen, by the name of what they observe; those without a counterpart on the body are left out.
 */
export function namedKeypoints({ set, xy, confidence }: Keypoints): Map<KeypointName, NamedKeypoint> {
  const named = new Map<KeypointName, NamedKeypoint>();
  JOINT_SETS[set].forEach((name, k) => {
    if (name === null || !(confidence[k] > 0)) return;
    named.set(name, { x: xy[2 * k], y: xy[2 * k + 1], confidence: confidence[k] });
  });
  return named;
}

/** What to join by a line in a drawing of keypoints: COCO's 19 pairs, the feet, and the head of sets without a face. */
export const KEYPOINT_LINES: readonly (readonly [KeypointName, KeypointName])[] = [
  ['left_ankle', 'left_knee'],
  ['left_knee', 'left_hip'],
  ['right_ankle', 'right_knee'],
  ['right_knee', 'right_hip'],
  ['left_hip', 'right_hip'],
  ['left_shoulder', 'left_hip'],
  ['right_shoulder', 'right_hip'],
  ['left_shoulder', 'right_shoulder'],
  ['left_shoulder', 'left_elbow'],
  ['right_shoulder', 'right_elbow'],
  ['left_elbow', 'left_wrist'],
  ['right_elbow', 'right_wrist'],
  ['left_eye', 'right_eye'],
  ['nose', 'left_eye'],
  ['nose', 'right_eye'],
  ['left_eye', 'left_ear'],
  ['right_eye', 'right_ear'],
  ['left_ear', 'left_shoulder'],
  ['right_ear', 'right_shoulder'],
  ['left_ankle', 'left_heel'],
  ['right_ankle', 'right_heel'],
  ['left_heel', 'left_big_toe'],
  ['right_heel', 'right_big_toe'],
  ['neck', 'head_top'],
];
