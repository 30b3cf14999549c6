import { placesOfOtherSides, SMPL_JOINTS, SMPL_PARENTS } from '../../../core/body/joint-sets.js';

/** Joints of the skeleton, the pelvis among them. */
export const JOINT_COUNT = SMPL_PARENTS.length;
/** Numbers of a body pose: axis-angle of every joint but the pelvis. */
export const BODY_DIMENSION = 3 * (JOINT_COUNT - 1);

/** A reflection that permutes coordinates and changes signs: (M x)_i = sign_i · x_index_i. It is its own inverse. */
export interface Mirror {
  readonly index: Int32Array;
  readonly sign: Float64Array;
}

/**
 * The reflection of a body pose (69) in the body's plane of symmetry: the sides change places. Reflecting a rotation
 * about (x, y, z) in the plane x = 0 keeps the x component of its axis-angle and negates y and z.
 */
export function bodyMirror(): Mirror {
  const index = new Int32Array(BODY_DIMENSION);
  const sign = new Float64Array(BODY_DIMENSION);
  const oppositeOf = placesOfOtherSides(SMPL_JOINTS);
  for (let joint = 1; joint < JOINT_COUNT; joint++) {
    const opposite = oppositeOf[joint];
    for (let axis = 0; axis < 3; axis++) {
      index[3 * (joint - 1) + axis] = 3 * (opposite - 1) + axis;
      sign[3 * (joint - 1) + axis] = axis === 0 ? 1 : -1;
    }
  }
  return { index, sign };
}

/** Writes the reflection of `source` (D numbers from `sourceStart`) to `target` from `targetStart`. */
export function reflect(
  mirror: Mirror,
  source: Float64Array,
  sourceStart: number,
  target: Float64Array,
  targetStart: number,
): void {
  const { index, sign } = mirror;
  for (let i = 0; i < index.length; i++) target[targetStart + i] = sign[i] * source[sourceStart + index[i]];
}
