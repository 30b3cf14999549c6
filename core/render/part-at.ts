import { strongestJoints } from '../body/strongest-joints.js';
import type { MergedMesh } from './merge-meshes.js';

/** The joint that moves a point of a face most, from 0, at the weights of its three corners (surfaceWeights). */
export type PartAt = (face: number, corners: Float64Array) => number;

/**
 * Body parts by skinning weights: those of a point of the skin are the mixture of its triangle's corners, and the
 * largest names the part. So the border between two parts is the line where their weights are equal, not the edges of
 * triangles.
 *
 * @param weights of each mesh: V×J, rows sum to one
 */
export function partAt({ faces, firstVertex, owner }: MergedMesh, weights: readonly Float32Array[], J: number): PartAt {
  const strongest = weights.map((rows) => strongestJoints(rows, J));
  return (face, corners) => {
    const first = firstVertex[owner[face]];
    const joints = strongest[owner[face]];
    const rows = weights[owner[face]];
    const a = faces[3 * face] - first;
    const b = faces[3 * face + 1] - first;
    const c = faces[3 * face + 2] - first;
    // The largest at each of the corners is the largest of every mixture of them.
    if (joints[a] === joints[b] && joints[a] === joints[c]) return joints[a];
    let best = 0;
    let largest = -1;
    for (let j = 0; j < J; j++) {
      const weight = corners[0] * rows[a * J + j] + corners[1] * rows[b * J + j] + corners[2] * rows[c * J + j];
      if (!(weight > largest)) continue;
      best = j;
      largest = weight;
    }
    return best;
  };
}
