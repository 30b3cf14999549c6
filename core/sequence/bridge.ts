import { axisAngleFromRotation, multiplyRotations, rotationFromAxisAngle } from '../body/rotation.js';
import type { ParameterLayout } from '../body/skeleton.js';

/** Frames of a sequence, both ends included. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

/**
 * The part of a sequence that is fitted: from one frame with the person to another, with the most such frames among the
 * parts that gaps longer than `longestGap` frames leave.
 *
 * @param warnings what was left out is added
 * @returns null when the person is in no frame
 */
export function longestStretch(isSeen: readonly boolean[], longestGap: number, warnings: string[]): Stretch | null {
  const parts: { first: number; last: number; seen: number }[] = [];
  isSeen.forEach((seen, t) => {
    if (!seen) return;
    const part = parts.at(-1);
    if (part === undefined || t - part.last - 1 > longestGap) parts.push({ first: t, last: t, seen: 1 });
    else {
      part.last = t;
      part.seen++;
    }
  });
  if (parts.length === 0) return null;
  const { first, last } = parts.reduce((best, part) => (part.seen > best.seen ? part : best));
  if (parts.length > 1) {
    warnings.push(`the person is away for too long: of ${parts.length} parts the one with most frames was taken`);
  }
  if (first > 0 || last < isSeen.length - 1) {
    warnings.push(`frames ${first + 1} to ${last + 1} of ${isSeen.length} were fitted`);
  }
  return { first, last };
}

/**
 * Fills the frames without parameters from their neighbours: translations and betas along a line, rotations along the
 * shortest turn, exp(s·log(R_b R_aᵀ)) R_a.
 *
 * @param known T of N numbers each, or null; the first and the last are there
 */
export function bridge(known: readonly (Float64Array | null)[], layout: ParameterLayout): Float64Array[] {
  const filled: Float64Array[] = [];
  let before = 0;
  known.forEach((params, t) => {
    if (params === null) return;
    for (let missing = filled.length; missing < t; missing++) {
      const from = known[before] ?? params;
      filled.push(between(from, params, (missing - before) / (t - before), layout));
    }
    filled.push(params.slice());
    before = t;
  });
  return filled;
}

function between(a: Float64Array, b: Float64Array, share: number, layout: ParameterLayout): Float64Array {
  const out = a.map((value, n) => value + share * (b[n] - value));
  const [A, inverse, B, turn, part] = Array.from({ length: 5 }, () => new Float64Array(9));
  for (let n = layout.pose; n < layout.betas; n += 3) {
    rotationFromAxisAngle(a[n], a[n + 1], a[n + 2], A);
    rotationFromAxisAngle(-a[n], -a[n + 1], -a[n + 2], inverse);
    rotationFromAxisAngle(b[n], b[n + 1], b[n + 2], B);
    multiplyRotations(B, 0, inverse, 0, turn, 0);
    const [x, y, z] = axisAngleFromRotation(turn);
    rotationFromAxisAngle(share * x, share * y, share * z, part);
    multiplyRotations(part, 0, A, 0, turn, 0);
    out.set(axisAngleFromRotation(turn), n);
  }
  return out;
}
