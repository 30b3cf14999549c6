import { INFLUENCES } from '../../core/body/rigged-body.js';
import type { RiggedBody } from '../../core/types.js';
import type { Surface } from './surface.js';

/** J×16, column-major: moves a rest vertex (metres, y up) into the frame of each rest joint. */
export function inverseBindMatrices(restJoints: Float32Array): Float32Array {
  const J = restJoints.length / 3;
  const out = new Float32Array(16 * J);
  for (let j = 0; j < J; j++) {
    const m = 16 * j;
    out[m] = out[m + 5] = out[m + 10] = out[m + 15] = 1;
    out[m + 12] = -restJoints[3 * j];
    out[m + 13] = -restJoints[3 * j + 1];
    out[m + 14] = -restJoints[3 * j + 2];
  }
  return out;
}

/** J×3: each rest joint seen from its parent; the pelvis from the origin. All rest rotations are the identity. */
export function restOffsets(parents: Int32Array, restJoints: Float32Array): Float32Array {
  return restJoints.map((value, i) => {
    const parent = parents[Math.floor(i / 3)];
    return parent < 0 ? value : value - restJoints[3 * parent + (i % 3)];
  });
}

/** V×4: skinJoints counted in a skeleton whose bone 0 is the root above the pelvis; 0 where the weight is 0. */
export function skinJointsUnderRoot(body: RiggedBody): Uint8Array {
  return body.skinJoints.map((joint, i) => (body.skinWeights[i] > 0 ? joint + 1 : 0));
}

/** Rows `rows` of an array of `width` numbers a row. */
export function takeRows<A extends Float32Array | Uint8Array | Uint32Array>(
  array: A,
  width: number,
  rows: Uint32Array,
): A {
  const out = new (array.constructor as new (length: number) => A)(width * rows.length);
  for (let i = 0; i < rows.length; i++) {
    for (let k = 0; k < width; k++) out[width * i + k] = array[width * rows[i] + k];
  }
  return out;
}

/** Attributes of a surface's vertices, ready for a file or a graphics library. N vertices. */
export interface SurfaceAttributes {
  /** N×3. */
  readonly position: Float32Array;
  /** N×3. */
  readonly normal: Float32Array;
  /** N×3; null when the body has no pose correctives. */
  readonly poseCorrective: Float32Array | null;
  /** N×4, counted with the root as bone 0. */
  readonly joints: Uint8Array;
  /** N×4. */
  readonly weights: Float32Array;
}

export function surfaceAttributes(body: RiggedBody, surface: Surface): SurfaceAttributes {
  const { vertices } = surface;
  return {
    position: takeRows(body.restVertices, 3, vertices),
    normal: takeRows(body.normals, 3, vertices),
    poseCorrective: body.poseCorrective === null ? null : takeRows(body.poseCorrective, 3, vertices),
    joints: takeRows(skinJointsUnderRoot(body), INFLUENCES, vertices),
    weights: takeRows(body.skinWeights, INFLUENCES, vertices),
  };
}
