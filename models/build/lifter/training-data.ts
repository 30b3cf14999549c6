import { SURFACE_POINTS } from '../../../core/body/joint-sets.js';
import { type Skeleton, skeletonOf } from '../../../core/body/skeleton.js';
import { LIFTED_KEYPOINTS } from '../../../core/lift/features.js';
import type { BodyModel } from '../../../core/types.js';
import { writeNpy } from '../../npy.js';
import { writeNpz } from '../../npz.js';
import type { PoseSets } from './poses.js';

/** The keypoints that are no joints, in the order of the network's input. */
const POINTS = LIFTED_KEYPOINTS.filter((name) => (SURFACE_POINTS as readonly string[]).includes(name));

/** All that train.py learns from, as the bytes of an .npz file. The keys of `bodies` are the genders. */
export function trainingData(
  poses: { readonly train: PoseSets; readonly heldOut: PoseSets },
  bodies: Readonly<Record<string, BodyModel>>,
): Uint8Array {
  const arrays: Record<string, Uint8Array> = {};
  for (const [prefix, sets] of [
    ['train', poses.train],
    ['held_out', poses.heldOut],
  ] as const) {
    for (const [kind, values] of Object.entries(sets)) {
      arrays[`${prefix}_${kind}`] = writeNpy(values, [values.length / 72, 72]);
    }
  }
  for (const [gender, body] of Object.entries(bodies)) {
    const skeleton = skeletonOf(body);
    const { rest, dirs, joints } = surfacePoints(skeleton);
    const { jointCount: J, betaCount: B } = skeleton;
    arrays[`${gender}_joints`] = writeNpy(skeleton.joints, [J, 3]);
    arrays[`${gender}_joint_dirs`] = writeNpy(skeleton.jointShapeDirs, [J, 3, B]);
    arrays[`${gender}_points`] = writeNpy(rest, [POINTS.length, 3]);
    arrays[`${gender}_point_dirs`] = writeNpy(dirs, [POINTS.length, 3, B]);
    arrays.point_joints = writeNpy(joints, [POINTS.length]);
  }
  return writeNpz(arrays);
}

/** The surface points at rest, their shape directions, and the joint that carries most of each. */
function surfacePoints(skeleton: Skeleton): { rest: Float64Array; dirs: Float64Array; joints: Int32Array } {
  const points = POINTS.map((name) => skeleton.points.find((point) => point.name === name)!);
  return {
    rest: Float64Array.from(points.flatMap((point) => [...point.rest])),
    dirs: Float64Array.from(points.flatMap((point) => [...point.shapeDirs])),
    joints: Int32Array.from(points, ({ influences }) => [...influences].sort((a, b) => b.weight - a.weight)[0].joint),
  };
}
