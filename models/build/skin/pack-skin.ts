import { writeNpy } from '../../npy.js';
import { writeNpz } from '../../npz.js';

/** A grey picture over the atlas, size×size. */
export interface GreyPicture {
  readonly size: number;
  readonly values: Uint8Array;
}

/** JPEG leaves waves of a few grey levels around an edge: below this a texel is outside, above the rest inside. */
const FLOOR = 24;
const CEILING = 231;
/** Grey levels kept: sixteen are enough for a soft edge and pack well. */
const LEVELS = 15;

/** A mask without the compression's noise, in sixteen levels. */
export function cleanMask({ size, values }: GreyPicture): GreyPicture {
  const clean = Uint8Array.from(values, (value) => {
    const inside = Math.min(1, Math.max(0, (value - FLOOR) / (CEILING - FLOOR)));
    return Math.round((Math.round(inside * LEVELS) * 255) / LEVELS);
  });
  return { size, values: clean };
}

/** The larger of two masks at each texel. */
export function unite(a: GreyPicture, b: GreyPicture): GreyPicture {
  return { size: a.size, values: a.values.map((value, i) => Math.max(value, b.values[i])) };
}

/** Halves a picture's size: the mean of four texels. */
export function halve({ size, values }: GreyPicture): GreyPicture {
  const half = size / 2;
  const out = new Uint8Array(half * half);
  for (let row = 0; row < half; row++) {
    for (let column = 0; column < half; column++) {
      const at = 2 * (row * size + column);
      out[row * half + column] = (values[at] + values[at + 1] + values[at + size] + values[at + size + 1] + 2) >> 2;
    }
  }
  return { size: half, values: out };
}

/** The .npz of the skin: vertex positions in 16 bits (steps of 0.03 mm) and masks. */
export function packSkin(positions: Float32Array, masks: Readonly<Record<string, GreyPicture>>): Uint8Array {
  const low = [0, 1, 2].map((axis) => extreme(positions, axis, Math.min));
  const high = [0, 1, 2].map((axis) => extreme(positions, axis, Math.max));
  const step = Math.max(...high.map((value, axis) => value - low[axis])) / 65_535;
  const steps = Uint16Array.from(positions, (value, i) => Math.round((value - low[i % 3]) / step));
  const pictures = Object.entries(masks).map(([name, { size, values }]) => [name, writeNpy(values, [size, size])]);
  return writeNpz({
    positions: writeNpy(steps, [positions.length / 3, 3]),
    origin: writeNpy(Float64Array.from(low), [3]),
    step: writeNpy(Float64Array.of(step), [1]),
    ...Object.fromEntries(pictures),
  });
}

function extreme(positions: Float32Array, axis: number, better: (a: number, b: number) => number): number {
  let value = positions[axis];
  for (let i = axis; i < positions.length; i += 3) value = better(value, positions[i]);
  return value;
}
