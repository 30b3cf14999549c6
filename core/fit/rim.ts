import { SMPL_JOINTS } from '../body/joint-sets.js';
import type { Mask } from '../types.js';
import type { BodyOnGrid } from './rim-grid.js';
import type { RimMesh } from './rim-mesh.js';

/** Points of a body's outline that were found on the mask's. P points. */
export interface Rim {
  /** P: vertices of the thinned mesh. */
  readonly vertex: readonly number[];
  /** P×2, unit vectors on the grid, out of the body. */
  readonly normals: readonly number[];
  /** P: from the point along its normal to the edge of the mask, units of the grid. */
  readonly distances: readonly number[];
}

/** Hair, hands and shoes hide the body's own outline. */
const HIDDEN = ['head', 'left_wrist', 'right_wrist', 'left_hand', 'right_hand'].concat(
  ...['ankle', 'foot'].map((part) => [`left_${part}`, `right_${part}`]),
);
/** J: parts whose outline says nothing of the body under it. */
export const IS_HIDDEN = SMPL_JOINTS.map((name) => HIDDEN.includes(name));
/** From here on a step outwards has left the thinned mesh behind, and another part of the body is another. Cells. */
const CLEAR = 1.5;
/** An edge lies where something else than the body begins: that far beyond it there is none of it either. Cells. */
const BEYOND = 1;
/** Cells between two looks at the mask. */
const STEP = 0.5;
const HALF = 0.5;

/**
 * Looks for the edge of the mask (probability ½) from each point of the body's outer outline along its normal.
 *
 * The outline is made of the edges between a face that is turned to the camera and one that is not. Points are left out
 * where the body itself lies outside them (an arm before the trunk), where the edge is farther than `reach` or out of the
 * picture, and at parts that something covers.
 *
 * @param reach cells
 * @param isInPicture whether a point of the grid lies in the photo
 */
export function findRim(
  mesh: RimMesh,
  { uv, face }: BodyOnGrid,
  mask: Mask,
  reach: number,
  isInPicture: (u: number, v: number) => boolean,
): Rim {
  const outward = outlineNormals(mesh, uv);
  const vertex: number[] = [];
  const normals: number[] = [];
  const distances: number[] = [];
  for (let m = 0; m < mesh.vertices.length; m++) {
    if (IS_HIDDEN[mesh.joint[m]]) continue;
    const length = Math.hypot(outward[2 * m], outward[2 * m + 1]);
    if (!(length > 0)) continue;
    const nu = outward[2 * m] / length;
    const nv = outward[2 * m + 1] / length;
    const u = uv[2 * m];
    const v = uv[2 * m + 1];
    const distance = edgeDistance(mask, u, v, nu, nv, reach);
    if (distance === null || !isInPicture(u + distance * nu, v + distance * nv)) continue;
    if (!isClear(face, mask.size, u, v, nu, nv, Math.max(distance, 0) + BEYOND)) continue;
    vertex.push(m);
    normals.push(nu, nv);
    distances.push(distance);
  }
  return { vertex, normals, distances };
}

/** M×2: out of the body, as long as the outline's edges that meet there; 0 for vertices that are not on the outline. */
function outlineNormals({ faces, edges, vertices }: RimMesh, uv: Float64Array): Float64Array {
  const isFront = Uint8Array.from({ length: faces.length / 3 }, (_, f) => {
    const [a, b, c] = [2 * faces[3 * f], 2 * faces[3 * f + 1], 2 * faces[3 * f + 2]];
    return (uv[b] - uv[a]) * (uv[c + 1] - uv[a + 1]) - (uv[c] - uv[a]) * (uv[b + 1] - uv[a + 1]) < 0 ? 1 : 0;
  });
  const normals = new Float64Array(2 * vertices.length);
  for (let e = 0; e < edges.length; e += 4) {
    if (isFront[edges[e + 2]] === isFront[edges[e + 3]]) continue;
    const from = edges[e];
    const to = edges[e + 1];
    const front = isFront[edges[e + 2]] === 1 ? edges[e + 2] : edges[e + 3];
    const third = faces[3 * front] + faces[3 * front + 1] + faces[3 * front + 2] - from - to;
    const du = uv[2 * to] - uv[2 * from];
    const dv = uv[2 * to + 1] - uv[2 * from + 1];
    // Away from the face that is seen.
    const side = dv * (uv[2 * third] - uv[2 * from]) - du * (uv[2 * third + 1] - uv[2 * from + 1]) > 0 ? -1 : 1;
    for (const end of [2 * from, 2 * to]) {
      normals[end] += side * dv;
      normals[end + 1] -= side * du;
    }
  }
  return normals;
}

/** Along the normal to where the mask falls through ½: outwards from inside it, inwards from outside; null if not in reach. */
function edgeDistance(mask: Mask, u: number, v: number, nu: number, nv: number, reach: number): number | null {
  let last = maskAt(mask, u, v);
  const direction = last >= HALF ? 1 : -1;
  for (let step = STEP; step <= reach; step += STEP) {
    const at = direction * step;
    const value = maskAt(mask, u + at * nu, v + at * nv);
    if (!(value >= 0)) return null; // outside the grid
    if (value >= HALF !== last >= HALF) return at - (direction * STEP * (value - HALF)) / (value - last);
    last = value;
  }
  return null;
}

/** Whether none of the body lies from CLEAR to `until` cells outside a point. */
function isClear(face: Int32Array, size: number, u: number, v: number, nu: number, nv: number, until: number): boolean {
  for (let step = CLEAR; step <= Math.max(CLEAR, until); step += STEP) {
    const column = Math.floor(u + step * nu);
    const row = Math.floor(v + step * nv);
    if (!(column >= 0 && row >= 0 && column < size && row < size)) return false;
    if (face[row * size + column] >= 0) return false;
  }
  return true;
}

/** The mask between the centres of its cells; NaN outside. */
function maskAt({ values, size }: Mask, u: number, v: number): number {
  const column = Math.floor(u - 0.5);
  const row = Math.floor(v - 0.5);
  if (!(column >= 0 && row >= 0 && column + 1 < size && row + 1 < size)) return Number.NaN;
  const right = u - 0.5 - column;
  const down = v - 0.5 - row;
  const at = row * size + column;
  const above = values[at] + right * (values[at + 1] - values[at]);
  const below = values[at + size] + right * (values[at + size + 1] - values[at + size]);
  return above + down * (below - above);
}
