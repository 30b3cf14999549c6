import { FitError } from '../../../core/error.js';

/** Which joint of SMPL is the mirror image of which. */
export const MIRRORED_JOINT: readonly number[] = [
  0, 2, 1, 3, 5, 4, 6, 8, 7, 9, 11, 10, 12, 14, 13, 15, 17, 16, 19, 18, 21, 20, 23, 22,
];

/**
 * Reads MakeHuman's mirror table: lines "vertex mirror side". A vertex that no line names is its own image.
 *
 * @throws FitError bad-input unless mirroring twice leads back to every vertex
 */
export function parseMirror(where: string, text: string, vertexCount: number): Uint32Array {
  const mirror = Uint32Array.from({ length: vertexCount }, (_, vertex) => vertex);
  for (const line of text.split('\n')) {
    const fields = line.trim().split(/\s+/).slice(0, 2).map(Number);
    if (fields.length === 2) mirror[fields[0]] = fields[1];
  }
  if (mirror.some((image, vertex) => mirror[image] !== vertex)) {
    throw new FitError('bad-input', where, 'the table does not lead back to each vertex.', 'Fetch MPFB2 again.');
  }
  return mirror;
}

/**
 * Coordinates of left-right symmetric meshes without repetition: one vertex of each mirrored pair (x, y, z times √2)
 * and the vertices of the middle (y, z). The factor makes dot products of folded meshes equal those of the full
 * ones, so principal components may be computed on half the numbers.
 */
export interface Folding {
  /** Numbers of a folded mesh. */
  readonly length: number;
  /** V×3 → length: averages the mesh with its mirror image. Writes every entry of `folded` from `offset` on. */
  fold(vertices: ArrayLike<number>, folded: Float32Array, offset: number): void;
  /** length → V×3. */
  unfold(folded: ArrayLike<number>): Float64Array;
  /** Coordinate `axis` of one vertex, read from a folded mesh that begins at `offset`. */
  coordinate(folded: ArrayLike<number>, offset: number, vertex: number, axis: number): number;
}

export function folding(mirror: Uint32Array): Folding {
  const V = mirror.length;
  const start = new Uint32Array(V);
  let length = 0;
  for (let v = 0; v < V; v++) {
    if (v > mirror[v]) continue;
    start[v] = length;
    length += v === mirror[v] ? 2 : 3;
  }
  for (let v = 0; v < V; v++) if (v > mirror[v]) start[v] = start[mirror[v]];

  const coordinate: Folding['coordinate'] = (folded, offset, v, axis) => {
    const first = offset + start[v];
    if (v === mirror[v]) return axis === 0 ? 0 : folded[first + axis - 1];
    const value = folded[first + axis] * Math.SQRT1_2;
    return axis === 0 && v > mirror[v] ? -value : value;
  };
  return {
    length,
    coordinate,
    fold(vertices, folded, offset) {
      for (let v = 0; v < V; v++) {
        const image = mirror[v];
        if (v > image) continue;
        const a = 3 * v;
        const b = 3 * image;
        const first = offset + start[v];
        if (v === image) {
          folded[first] = vertices[a + 1];
          folded[first + 1] = vertices[a + 2];
        } else {
          folded[first] = (vertices[a] - vertices[b]) * Math.SQRT1_2;
          folded[first + 1] = (vertices[a + 1] + vertices[b + 1]) * Math.SQRT1_2;
          folded[first + 2] = (vertices[a + 2] + vertices[b + 2]) * Math.SQRT1_2;
        }
      }
    },
    unfold(folded) {
      const vertices = new Float64Array(3 * V);
      for (let v = 0; v < V; v++) {
        for (let axis = 0; axis < 3; axis++) vertices[3 * v + axis] = coordinate(folded, 0, v, axis);
      }
      return vertices;
    },
  };
}
