import { JOINT_SETS } from '../../core/body/joint-sets.js';
import { type KeypointName, type NamedKeypoint, namedKeypoints } from '../../core/keypoints/named-keypoints.js';
import type { Keypoints } from '../../core/types.js';
import type { FoundPeople } from './keypoints-json.js';

/** Of OpenPose's output format. */
const VERSION = 1.3;
/** BODY-25's two keypoints that are no point of the body but the middle of two: neck and mid hip. */
const MIDDLES: Readonly<Record<number, readonly [KeypointName, KeypointName]>> = {
  1: ['left_shoulder', 'right_shoulder'],
  8: ['left_hip', 'right_hip'],
};

/** People as OpenPose writes them, in BODY-25, pixels: an object ready for JSON.stringify. It names no photo. */
export function toOpenposeJson({ people }: FoundPeople): object {
  return {
    version: VERSION,
    people: people.map(({ keypoints }) => ({
      person_id: [-1], // not tracked over time
      pose_keypoints_2d: toBody25(keypoints),
      face_keypoints_2d: [],
      hand_left_keypoints_2d: [],
      hand_right_keypoints_2d: [],
      pose_keypoints_3d: [],
      face_keypoints_3d: [],
      hand_left_keypoints_3d: [],
      hand_right_keypoints_3d: [],
    })),
  };
}

/** 25 times x, y, confidence; 0, 0, 0 for what was not seen. */
function toBody25(keypoints: Keypoints): number[] {
  const named = namedKeypoints(keypoints);
  return JOINT_SETS.body25.flatMap((name, k) => {
    const point = name === null ? middle(named, MIDDLES[k]) : named.get(name);
    return point === undefined ? [0, 0, 0] : [point.x, point.y, point.confidence];
  });
}

/** Halfway between two keypoints, as sure as the less sure of them; undefined unless both were seen. */
function middle(
  named: ReadonlyMap<KeypointName, NamedKeypoint>,
  [left, right]: readonly [KeypointName, KeypointName],
): NamedKeypoint | undefined {
  const [a, b] = [named.get(left), named.get(right)];
  if (a === undefined || b === undefined) return undefined;
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, confidence: Math.min(a.confidence, b.confidence) };
}
