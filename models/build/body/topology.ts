import { FitError } from '../../../core/error.js';
import type { ObjMesh, Polygon } from './obj.js';

/** Vertices of MakeHuman's base mesh that become the body: the skin, then the two eyeballs. First and last, inclusive. */
const SKIN = [0, 13379] as const;
const EYES = [14598, 14741] as const;
const SKIN_GROUPS = ['body'];
const EYE_GROUPS = ['helper-l-eye', 'helper-r-eye'];

/** The mesh that we keep of the base mesh. V vertices, F triangles, T texture coordinates. */
export interface Topology {
  /** V: index of each kept vertex in the base mesh. */
  readonly source: Uint32Array;
  /** The skin comes first: vertices [0, skinVertexCount). */
  readonly skinVertexCount: number;
  /** F×3, counter-clockwise seen from outside; the skin's triangles first. */
  readonly faces: Uint32Array;
  readonly skinFaceCount: number;
  /** T×2, v up. */
  readonly uv: Float32Array;
  /** F×3 indices into `uv`. */
  readonly uvFaces: Uint32Array;
  /** V: 0 skin, 1 eyes. */
  readonly part: Uint8Array;
  /** V: the vertex on the other side of the body. */
  readonly mirror: Uint32Array;
}

/** Fans a polygon into triangles around its first corner. */
function triangulate(corners: readonly number[]): number[] {
  const triangles: number[] = [];
  for (let k = 1; k < corners.length - 1; k++) triangles.push(corners[0], corners[k], corners[k + 1]);
  return triangles;
}

const range = ([first, last]: readonly [number, number]): number[] =>
  Array.from({ length: last - first + 1 }, (_, k) => first + k);

/** Keeps skin and eyes, drops MakeHuman's helper geometry, splits polygons and drops unused texture coordinates. */
export function bodyTopology(mesh: ObjMesh, baseMirror: Uint32Array): Topology {
  const source = Uint32Array.from([...range(SKIN), ...range(EYES)]);
  const skinVertexCount = SKIN[1] - SKIN[0] + 1;
  const kept = new Map<number, number>();
  source.forEach((base, vertex) => {
    kept.set(base, vertex);
  });

  const vertexOf = (base: number): number => {
    const vertex = kept.get(base);
    if (vertex !== undefined) return vertex;
    throw new FitError('bad-input', 'base.obj', `a kept face uses vertex ${base}.`, 'Use the recorded MPFB2 commit.');
  };
  const polygonsOf = (groups: readonly string[]): Polygon[] => groups.flatMap((name) => mesh.groups.get(name) ?? []);
  const skin = polygonsOf(SKIN_GROUPS);
  const polygons = [...skin, ...polygonsOf(EYE_GROUPS)];
  const baseUvFaces = polygons.flatMap((polygon) => triangulate(polygon.uvs));
  const usedUv = [...new Set(baseUvFaces)].sort((a, b) => a - b);
  const uvIndex = new Map(usedUv.map((base, index) => [base, index]));

  return {
    source,
    skinVertexCount,
    faces: Uint32Array.from(polygons.flatMap((polygon) => triangulate(polygon.vertices)).map(vertexOf)),
    skinFaceCount: skin.reduce((count, polygon) => count + polygon.vertices.length - 2, 0),
    uv: Float32Array.from(usedUv.flatMap((base) => [mesh.uv[2 * base], mesh.uv[2 * base + 1]])),
    uvFaces: Uint32Array.from(baseUvFaces, (base) => uvIndex.get(base)!),
    part: Uint8Array.from(source, (_, vertex) => (vertex < skinVertexCount ? 0 : 1)),
    mirror: Uint32Array.from(source, (base) => vertexOf(baseMirror[base])),
  };
}
