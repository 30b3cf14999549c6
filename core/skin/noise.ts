/** A number in [0, 1) for each point of the integer lattice: 32-bit mixing, the same on every machine. */
function lattice(x: number, y: number, z: number): number {
  let h = Math.imul(x, 0x8da6b343) ^ Math.imul(y, 0xd8163841) ^ Math.imul(z, 0xcb1ab31f);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32;
}

const fade = (t: number): number => t * t * (3 - 2 * t);

/**
 * Value noise, −1 to 1: lattice values blended smoothly. Space, not the atlas, carries it, so that seams do not show.
 *
 * @param x coordinates in units of the noise's grain
 */
export function noise(x: number, y: number, z: number): number {
  const i = Math.floor(x);
  const j = Math.floor(y);
  const k = Math.floor(z);
  const u = fade(x - i);
  const v = fade(y - j);
  const w = fade(z - k);
  const front = blend(
    blend(lattice(i, j, k), lattice(i + 1, j, k), u),
    blend(lattice(i, j + 1, k), lattice(i + 1, j + 1, k), u),
    v,
  );
  const back = blend(
    blend(lattice(i, j, k + 1), lattice(i + 1, j, k + 1), u),
    blend(lattice(i, j + 1, k + 1), lattice(i + 1, j + 1, k + 1), u),
    v,
  );
  return 2 * blend(front, back, w) - 1;
}

const blend = (a: number, b: number, amount: number): number => a + (b - a) * amount;

/** Hermite step: 0 below `low`, 1 above `high` (or the reverse when low > high). */
export function smoothstep(low: number, high: number, value: number): number {
  return fade(Math.min(1, Math.max(0, (value - low) / (high - low))));
}
