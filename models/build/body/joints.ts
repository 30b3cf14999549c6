import { SMPL_JOINTS, type SmplJoint } from '../../../core/body/joint-sets.js';
import { add, apply, lerp, type Vector3 } from './matrix3.js';
import type { Bone } from './rig.js';
import type { BoneMotion, CubePosition } from './tpose.js';

/**
 * SMPL's 24 joints in the T-pose, placed by MakeHuman's joint cubes. SMPL's spine bends at other heights than
 * MakeHuman's: pelvis and spine joints lie between the cubes so that their spacing matches SMPL's body.
 *
 * @returns 24×3, metres, pelvis not yet at the origin
 */
export function smplJoints(cube: CubePosition, bones: readonly Bone[], motions: readonly BoneMotion[]): Float64Array {
  const carried = (name: string, boneName: string): Vector3 => {
    const { rotation, translation } = motions[bones.findIndex((bone) => bone.name === boneName)];
    return add(apply(rotation, cube(name)), translation);
  };
  const joint = (name: string): Vector3 => cube(`joint-${name}`);
  const upperSpine = (t: number): Vector3 => lerp(joint('spine-2'), joint('spine-1'), t);
  const positions = new Map<SmplJoint, Vector3>([
    ['pelvis', lerp(joint('pelvis'), joint('spine-4'), 0.75)],
    ['spine1', lerp(joint('spine-3'), joint('spine-2'), 0.4)],
    ['spine2', upperSpine(0.45)],
    ['spine3', upperSpine(0.8)],
    ['neck', joint('neck')],
    ['head', joint('head')],
  ]);
  const throat = lerp(joint('spine-1'), joint('neck'), 0.35);
  for (const side of ['left', 'right'] as const) {
    const s = side[0];
    const shoulder = carried(`joint-${s}-shoulder`, `upperarm_${s}`);
    positions.set(`${side}_hip`, joint(`${s}-upper-leg`));
    positions.set(`${side}_knee`, carried(`joint-${s}-knee`, `calf_${s}`));
    positions.set(`${side}_ankle`, carried(`joint-${s}-ankle`, `foot_${s}`));
    positions.set(`${side}_foot`, carried(`joint-${s}-foot-1`, `ball_${s}`));
    positions.set(`${side}_collar`, lerp(throat, shoulder, 0.4));
    positions.set(`${side}_shoulder`, shoulder);
    positions.set(`${side}_elbow`, carried(`joint-${s}-elbow`, `lowerarm_${s}`));
    positions.set(`${side}_wrist`, carried(`joint-${s}-hand`, `hand_${s}`));
    positions.set(`${side}_hand`, carried(`joint-${s}-finger-3-1`, `hand_${s}`));
  }
  return Float64Array.from(SMPL_JOINTS.flatMap((name) => [...positions.get(name)!]));
}
