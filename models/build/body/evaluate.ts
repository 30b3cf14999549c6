import type { Random } from '../random.js';
import { applyCorrectives, type RestBody } from './correctives.js';
import { meshVolume } from './mesh.js';
import { randomPose } from './random-pose.js';
import type { VolumeReport } from './report.js';
import { poseFeatures, poseSkeleton } from './skeleton-pose.js';
import { dualQuaternionSkinning, linearSkinning } from './skinning.js';

/** Poses that plain skinning is known to do badly: joint index and axis-angle in degrees. */
const VOLUME_POSES: readonly (readonly [string, number, readonly [number, number, number]])[] = [
  ['elbow 90°', 18, [0, -90, 0]],
  ['knee 90°', 4, [90, 0, 0]],
  ['arm forward 90°', 16, [0, -90, 0]],
  ['hip 90°', 1, [-90, 0, 0]],
];

/** A body in one pose, skinned in three ways: each V×3, metres. */
export interface Skinned {
  readonly linear: Float64Array;
  readonly corrected: Float64Array;
  readonly dualQuaternion: Float64Array;
}

export function skinThreeWays(body: RestBody, poseDirs: Float32Array, pose: Float64Array): Skinned {
  const skeleton = poseSkeleton(pose, body.joints);
  const empty = () => new Float64Array(body.vertices.length);
  const [linear, corrected, dualQuaternion, displaced] = [empty(), empty(), empty(), empty()];
  linearSkinning(body.skin, skeleton, body.vertices, linear);
  dualQuaternionSkinning(body.skin, skeleton, body.vertices, dualQuaternion);
  applyCorrectives(body.vertices, poseDirs, poseFeatures(pose), displaced);
  linearSkinning(body.skin, skeleton, displaced, corrected);
  return { linear, corrected, dualQuaternion };
}

/** Root mean square distance to dual quaternion skinning over random poses, without and with correctives. Metres. */
export function heldOutError(
  body: RestBody,
  poseDirs: Float32Array,
  poseCount: number,
  random: Random,
): [number, number] {
  let plain = 0;
  let corrected = 0;
  for (let n = 0; n < poseCount; n++) {
    const skinned = skinThreeWays(body, poseDirs, randomPose(random));
    for (let k = 0; k < body.vertices.length; k++) {
      plain += (skinned.linear[k] - skinned.dualQuaternion[k]) ** 2;
      corrected += (skinned.corrected[k] - skinned.dualQuaternion[k]) ** 2;
    }
  }
  const count = (poseCount * body.vertices.length) / 3;
  return [Math.sqrt(plain / count), Math.sqrt(corrected / count)];
}

/** How much volume each way of skinning loses (below zero) in the test poses. */
export function volumeChanges(
  body: RestBody,
  poseDirs: Float32Array,
  faces: Uint32Array,
  skinFaceCount: number,
): VolumeReport[] {
  const cubicCentimetres = (vertices: Float64Array): number => 1e6 * meshVolume(vertices, faces, skinFaceCount);
  const rest = cubicCentimetres(body.vertices);
  return VOLUME_POSES.map(([name, joint, degrees]) => {
    const pose = new Float64Array(body.joints.length);
    pose.set(
      degrees.map((angle) => (angle * Math.PI) / 180),
      3 * joint,
    );
    const skinned = skinThreeWays(body, poseDirs, pose);
    return {
      pose: name,
      linear: cubicCentimetres(skinned.linear) - rest,
      corrected: cubicCentimetres(skinned.corrected) - rest,
      dualQuaternion: cubicCentimetres(skinned.dualQuaternion) - rest,
    };
  });
}
