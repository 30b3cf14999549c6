import { strongestJoints } from '../body/strongest-joints.js';
import type { BodyModel } from '../types.js';

/** Side of the cubes in which vertices become one, metres. A limb 10 cm thick loses a millimetre of its outline. */
const CELL = 0.035;

/** A body's surface in a tenth of its vertices, which stay vertices of the body. M vertices, F triangles. */
export interface RimMesh {
  /** M: vertices of the body, ascending. */
  readonly vertices: Uint32Array;
  /** F×3, indices into `vertices`. */
  readonly faces: Uint32Array;
  /** E×4: both ends of each edge (indices into `vertices`), then its two faces. Edges of one or three faces are left out. */
  readonly edges: Uint32Array;
  /** M: the joint that carries each vertex most. */
  readonly joint: Uint8Array;
}

/**
 * Thins a body's mesh: vertices of one part (their strongest joint) that share a cube of the rest pose become the one
 * nearest to their middle (vertex clustering, Rossignac & Borrel 1993).
 */
export function rimMesh(model: BodyModel): RimMesh {
  const { template, parents, weights, faces, part, vertexCount: V } = model;
  const joint = strongestJoints(weights, parents.length);
  const clusters = new Map<string, number[]>();
  for (let v = 0; v < V; v++) {
    if (part?.[v]) continue; // eyes lie inside the outline
    const cell = [0, 1, 2].map((axis) => Math.floor(template[3 * v + axis] / CELL));
    const key = `${joint[v]} ${cell}`;
    const cluster = clusters.get(key);
    if (cluster === undefined) clusters.set(key, [v]);
    else cluster.push(v);
  }
  const kept = [...clusters.values()]
    .map((members) => ({ vertex: nearestToMiddle(template, members), members }))
    .sort((a, b) => a.vertex - b.vertex);
  const indexOf = new Int32Array(V).fill(-1);
  kept.forEach(({ members }, index) => {
    for (const v of members) indexOf[v] = index;
  });
  const thinned: number[] = [];
  for (let f = 0; f < faces.length; f += 3) {
    const a = indexOf[faces[f]];
    const b = indexOf[faces[f + 1]];
    const c = indexOf[faces[f + 2]];
    if (a >= 0 && b >= 0 && c >= 0 && a !== b && b !== c && c !== a) thinned.push(a, b, c);
  }
  const thinnedFaces = Uint32Array.from(thinned);
  const vertices = Uint32Array.from(kept, ({ vertex }) => vertex);
  return {
    vertices,
    faces: thinnedFaces,
    edges: edgesOf(thinnedFaces, vertices.length),
    joint: Uint8Array.from(vertices, (v) => joint[v]),
  };
}

function nearestToMiddle(template: Float32Array, members: readonly number[]): number {
  const middle = [0, 1, 2].map((axis) => members.reduce((sum, v) => sum + template[3 * v + axis], 0) / members.length);
  const distance = (v: number): number => Math.hypot(...middle.map((value, axis) => template[3 * v + axis] - value));
  return members.reduce((best, v) => (distance(v) < distance(best) ? v : best));
}

/** Edges that exactly two faces share. */
function edgesOf(faces: Uint32Array, M: number): Uint32Array {
  const facesOf = new Map<number, number[]>();
  for (let i = 0; i < faces.length; i++) {
    const from = faces[i];
    const to = faces[i % 3 === 2 ? i - 2 : i + 1];
    const key = Math.min(from, to) * M + Math.max(from, to);
    const sharing = facesOf.get(key);
    if (sharing === undefined) facesOf.set(key, [Math.floor(i / 3)]);
    else sharing.push(Math.floor(i / 3));
  }
  const edges = [...facesOf].filter(([, sharing]) => sharing.length === 2);
  return Uint32Array.from(edges.flatMap(([key, sharing]) => [Math.floor(key / M), key % M, ...sharing]));
}
