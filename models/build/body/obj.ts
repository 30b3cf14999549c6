import { FitError } from '../../../core/error.js';

/** One polygon: its vertices and, corner for corner, its texture coordinates. Indices count from 0. */
export interface Polygon {
  readonly vertices: readonly number[];
  readonly uvs: readonly number[];
}

/** A Wavefront OBJ mesh, units and axes as in the file. */
export interface ObjMesh {
  /** V×3. */
  readonly vertices: Float64Array;
  /** T×2, v up. */
  readonly uv: Float64Array;
  /** Polygons by group name, in file order. */
  readonly groups: ReadonlyMap<string, readonly Polygon[]>;
}

/**
 * Reads vertices, texture coordinates and the polygons of each group. Every corner must name a texture coordinate, as
 * all of MakeHuman's base mesh do; other statements (comments, normals, materials) are skipped.
 *
 * @throws FitError bad-input, naming `where` and the line
 */
export function parseObj(where: string, text: string): ObjMesh {
  const vertices: number[] = [];
  const uv: number[] = [];
  const groups = new Map<string, Polygon[]>();
  let polygons: Polygon[] = [];

  text.split('\n').forEach((line, row) => {
    const [keyword, ...fields] = line.trim().split(/\s+/);
    const fail = (what: string): never => {
      throw new FitError('bad-input', `${where}:${row + 1}`, what, 'Use the base mesh of MPFB2 as it is.');
    };
    const coordinates = (count: number): number[] => {
      const numbers = fields.slice(0, count).map(Number);
      return numbers.length === count && numbers.every(Number.isFinite) ? numbers : fail(`"${line}" is no point.`);
    };
    if (keyword === 'v') vertices.push(...coordinates(3));
    else if (keyword === 'vt') uv.push(...coordinates(2));
    else if (keyword === 'g') {
      polygons = groups.get(fields[0]) ?? [];
      groups.set(fields[0], polygons);
    } else if (keyword === 'f') {
      const corners = fields.map((corner) => corner.split('/').map((index) => Number(index) - 1));
      const inside = corners.every(
        ([vertex, point]) =>
          vertex >= 0 && vertex < vertices.length / 3 && point >= 0 && point < uv.length / 2 && vertex % 1 === 0,
      );
      if (corners.length < 3 || !inside) fail(`"${line}" is no polygon with texture coordinates.`);
      polygons.push({ vertices: corners.map(([vertex]) => vertex), uvs: corners.map(([, point]) => point) });
    }
  });
  return { vertices: Float64Array.from(vertices), uv: Float64Array.from(uv), groups };
}
