import type { TextureAtlas } from '../types.js';

/** A texel of the atlas on the surface. Written anew for each; do not keep it. */
export interface Texel {
  /** Texture coordinates, v up. */
  u: number;
  v: number;
  /** Place on the mean shape, metres. */
  x: number;
  y: number;
  z: number;
  normalY: number;
  /** A value of PART. */
  part: number;
}

/** Called with a texel's number, row-major, top row first, and what the mesh has there. */
export type PaintTexel = (index: number, texel: Texel) => void;

export interface AtlasMesh {
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  readonly faces: Uint32Array;
  readonly part: Uint8Array;
  readonly uv: TextureAtlas;
}

/** A texel this far (barycentric) outside its triangle still belongs to it: no cracks between neighbours. */
const SLACK = 1e-6;

/**
 * Calls `paint` for every texel whose centre lies on a triangle of the atlas, once a triangle.
 */
export function forEachTexel(mesh: AtlasMesh, size: number, paint: PaintTexel): void {
  const { positions, normals, faces, part, uv } = mesh;
  const texel: Texel = { u: 0, v: 0, x: 0, y: 0, z: 0, normalY: 0, part: 0 };
  for (let corner = 0; corner < faces.length; corner += 3) {
    const a = faces[corner];
    const b = faces[corner + 1];
    const c = faces[corner + 2];
    const ta = 2 * uv.faces[corner];
    const tb = 2 * uv.faces[corner + 1];
    const tc = 2 * uv.faces[corner + 2];
    // In texels, the centre of the top-left one at (0, 0).
    const xa = uv.coordinates[ta] * size - 0.5;
    const ya = (1 - uv.coordinates[ta + 1]) * size - 0.5;
    const xb = uv.coordinates[tb] * size - 0.5;
    const yb = (1 - uv.coordinates[tb + 1]) * size - 0.5;
    const xc = uv.coordinates[tc] * size - 0.5;
    const yc = (1 - uv.coordinates[tc + 1]) * size - 0.5;
    const area = (xb - xa) * (yc - ya) - (xc - xa) * (yb - ya);
    if (area === 0) continue;
    texel.part = part[a];
    const lastRow = Math.min(size - 1, Math.floor(Math.max(ya, yb, yc)));
    const lastColumn = Math.min(size - 1, Math.floor(Math.max(xa, xb, xc)));
    for (let row = Math.max(0, Math.ceil(Math.min(ya, yb, yc))); row <= lastRow; row++) {
      for (let column = Math.max(0, Math.ceil(Math.min(xa, xb, xc))); column <= lastColumn; column++) {
        const wa = ((xb - column) * (yc - row) - (xc - column) * (yb - row)) / area;
        const wb = ((xc - column) * (ya - row) - (xa - column) * (yc - row)) / area;
        const wc = 1 - wa - wb;
        if (!(wa >= -SLACK && wb >= -SLACK && wc >= -SLACK)) continue;
        texel.u = (column + 0.5) / size;
        texel.v = 1 - (row + 0.5) / size;
        texel.x = wa * positions[3 * a] + wb * positions[3 * b] + wc * positions[3 * c];
        texel.y = wa * positions[3 * a + 1] + wb * positions[3 * b + 1] + wc * positions[3 * c + 1];
        texel.z = wa * positions[3 * a + 2] + wb * positions[3 * b + 2] + wc * positions[3 * c + 2];
        texel.normalY = wa * normals[3 * a + 1] + wb * normals[3 * b + 1] + wc * normals[3 * c + 1];
        paint(row * size + column, texel);
      }
    }
  }
}

/**
 * Lets painted texels grow into the empty ones around them, `rings` times, in place: filters and mip maps then find
 * skin, not background, across the border of an island.
 *
 * @param rgba size×size×4; alpha 0 marks the empty texels
 */
export function growIslands(rgba: Uint8ClampedArray, size: number, rings: number): void {
  let front: number[] = [];
  for (let index = 0; index < size * size; index++) {
    if (rgba[4 * index + 3] === 0 && countNeighbours(rgba, size, index) > 0) front.push(index);
  }
  const mean = new Float64Array(3);
  for (let ring = 0; ring < rings && front.length > 0; ring++) {
    // All of a ring sees the texels of the rings before it: alpha is set when the ring is complete.
    const next: number[] = [];
    for (const index of front) {
      meanOfNeighbours(rgba, size, index, mean);
      for (let channel = 0; channel < 3; channel++) rgba[4 * index + channel] = mean[channel];
    }
    for (const index of front) rgba[4 * index + 3] = PAINTED;
    for (const index of front) {
      for (let side = 0; side < 4; side++) {
        const neighbour = neighbourOf(index, size, side);
        if (neighbour < 0 || rgba[4 * neighbour + 3] !== 0) continue;
        rgba[4 * neighbour + 3] = QUEUED;
        next.push(neighbour);
      }
    }
    for (const index of next) rgba[4 * index + 3] = 0;
    front = next;
  }
}

const PAINTED = 255;
/** Marks a texel that already waits for the next ring. */
const QUEUED = 1;

/** The texel left, right, above or below (side 0 to 3); −1 beyond the picture. */
function neighbourOf(index: number, size: number, side: number): number {
  if (side === 0) return index % size > 0 ? index - 1 : -1;
  if (side === 1) return index % size < size - 1 ? index + 1 : -1;
  if (side === 2) return index - size;
  return index < size * (size - 1) ? index + size : -1;
}

/** How many of the four neighbours are painted. */
function countNeighbours(rgba: Uint8ClampedArray, size: number, index: number): number {
  let count = 0;
  for (let side = 0; side < 4; side++) {
    const neighbour = neighbourOf(index, size, side);
    if (neighbour >= 0 && rgba[4 * neighbour + 3] === PAINTED) count++;
  }
  return count;
}

/** Mean colour of the painted neighbours to `out`; there is at least one. */
function meanOfNeighbours(rgba: Uint8ClampedArray, size: number, index: number, out: Float64Array): void {
  out.fill(0);
  const count = countNeighbours(rgba, size, index);
  for (let side = 0; side < 4; side++) {
    const neighbour = neighbourOf(index, size, side);
    if (neighbour < 0 || rgba[4 * neighbour + 3] !== PAINTED) continue;
    for (let channel = 0; channel < 3; channel++) out[channel] += rgba[4 * neighbour + channel] / count;
  }
}
