/** A grey picture over the whole atlas: how much of a region a texel is. */
export interface RegionMask {
  /** Pixels along a side. */
  readonly size: number;
  /** size×size, row-major, top row first, 0 to 255. */
  readonly values: Uint8Array;
}

/** What the painter knows about the surface of our bodies. V vertices. */
export interface SkinMaps {
  /**
   * V×3, metres: the neutral body's mean shape in the T-pose (pelvis at the origin, y up, facing +z). Every body of the
   * topology is painted at these places, so that a region covers the same skin on all of them.
   */
  readonly positions: Float32Array;
  readonly lips: RegionMask;
  /** Of fingers and toes. */
  readonly nails: RegionMask;
  readonly ears: RegionMask;
  readonly mouth: RegionMask;
}

/** Bilinear value of a mask at texture coordinates (v up), 0 to 1. */
export function maskAt({ size, values }: RegionMask, u: number, v: number): number {
  const x = Math.min(size - 1.001, Math.max(0, u * size - 0.5));
  const y = Math.min(size - 1.001, Math.max(0, (1 - v) * size - 0.5));
  const column = Math.floor(x);
  const row = Math.floor(y);
  const at = row * size + column;
  const right = x - column;
  const above = values[at] * (1 - right) + values[at + 1] * right;
  const below = values[at + size] * (1 - right) + values[at + size + 1] * right;
  return (above + (below - above) * (y - row)) / 255;
}
