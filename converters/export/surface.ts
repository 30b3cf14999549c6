import { PART } from '../../core/body/part.js';
import type { RiggedBody } from '../../core/types.js';

/** What a part of the surface is made of. */
export type Substance = 'skin' | 'sclera' | 'iris' | 'pupil';

/** Faces of one substance with vertices of their own, split where the texture atlas has a seam. N vertices. */
export interface Surface {
  readonly substance: Substance;
  /** N: the body's vertex behind each. Vertices of a seam come more than once. */
  readonly vertices: Uint32Array;
  /** N×2, glTF's way: (0, 0) is the texture's top-left corner; null when the body has no atlas. */
  readonly uv: Float32Array | null;
  /** Triangles, counter-clockwise from outside, over 0..N−1. */
  readonly indices: Uint32Array;
}

/** The body's surface by substance, each substance present once, skin first. */
export function splitSurfaces(body: RiggedBody): Surface[] {
  const substances = faceSubstances(body);
  const faces = new Map<Substance, number[]>();
  for (const substance of ['skin', 'sclera', 'iris', 'pupil'] as const) faces.set(substance, []);
  substances.forEach((substance, face) => {
    faces.get(substance)?.push(face);
  });
  return [...faces]
    .filter(([, members]) => members.length > 0)
    .map(([substance, members]) => splitSeams(body, substance, members));
}

/** Gives each pair of vertex and texture coordinate that `members` (faces) use a vertex of its own. */
function splitSeams(body: RiggedBody, substance: Substance, members: readonly number[]): Surface {
  const { faces, uv } = body;
  const T = uv === null ? 1 : uv.coordinates.length / 2;
  const numberOf = new Map<number, number>();
  const vertices: number[] = [];
  const coordinates: number[] = [];
  const indices = new Uint32Array(3 * members.length);
  members.forEach((face, i) => {
    for (let corner = 3 * face; corner < 3 * face + 3; corner++) {
      const texel = uv === null ? 0 : uv.faces[corner];
      const key = faces[corner] * T + texel;
      let vertex = numberOf.get(key);
      if (vertex === undefined) {
        vertex = vertices.length;
        numberOf.set(key, vertex);
        vertices.push(faces[corner]);
        // OBJ counts v upwards, glTF downwards.
        if (uv !== null) coordinates.push(uv.coordinates[2 * texel], 1 - uv.coordinates[2 * texel + 1]);
      }
      indices[3 * i + (corner % 3)] = vertex;
    }
  });
  const split = uv === null ? null : Float32Array.from(coordinates);
  return { substance, vertices: Uint32Array.from(vertices), uv: split, indices };
}

/**
 * Half opening angles (radians) of pupil and iris around the eye's forward axis. The eyes of our mesh are rings of
 * vertices around +z (tilted by 4 degrees) at 11, 22.5 and 45 degrees: the limits fall between rings, so that pupil
 * (3 mm) and iris (6 mm) have clean edges.
 */
const PUPIL_LIMIT = (17 * Math.PI) / 180;
const IRIS_LIMIT = (33 * Math.PI) / 180;

/** F: what each face is made of, as a simplified body says itself. A face is an eye's when all its vertices are. */
export function faceSubstances(body: RiggedBody): readonly Substance[] {
  if ('substances' in body) return body.substances as readonly Substance[];
  const { faces, part, restVertices } = body;
  const F = faces.length / 3;
  if (part === null) return new Array<Substance>(F).fill('skin');
  const centres = eyeCentres(restVertices, part);
  const angles = Float32Array.from(part, (kind, v) => {
    if (kind !== PART.eyes) return Number.POSITIVE_INFINITY;
    const centre = centres[restVertices[3 * v] > 0 ? 0 : 1];
    const [x, y, z] = centre.map((value, axis) => restVertices[3 * v + axis] - value);
    return Math.acos(z / Math.max(Math.hypot(x, y, z), Number.MIN_VALUE));
  });
  return Array.from({ length: F }, (_, face) => {
    const widest = Math.max(angles[faces[3 * face]], angles[faces[3 * face + 1]], angles[faces[3 * face + 2]]);
    if (widest === Number.POSITIVE_INFINITY) return 'skin';
    if (widest < PUPIL_LIMIT) return 'pupil';
    return widest < IRIS_LIMIT ? 'iris' : 'sclera';
  });
}

/** Centres of the left (x > 0) and the right eye. */
export function eyeCentres(vertices: Float32Array, part: Uint8Array): [number[], number[]] {
  const sums: [number[], number[]] = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  const counts = [0, 0];
  part.forEach((kind, v) => {
    if (kind !== PART.eyes) return;
    const side = vertices[3 * v] > 0 ? 0 : 1;
    counts[side]++;
    for (let axis = 0; axis < 3; axis++) sums[side][axis] += vertices[3 * v + axis];
  });
  return [sums[0].map((sum) => sum / counts[0]), sums[1].map((sum) => sum / counts[1])];
}
