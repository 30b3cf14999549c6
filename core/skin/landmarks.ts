import { noise, smoothstep } from './noise.js';

/**
 * Regions of the body that no mask names, as functions of a place on the neutral body's mean shape (metres, T-pose,
 * pelvis at the origin, y up, facing +z). Values run from 0 to 1. Sizes were set by eye on that body.
 */

const bell = (dx: number, dy: number, dz: number, radius: number): number =>
  Math.exp(-(dx * dx + dy * dy + dz * dz) / (radius * radius));

/** Where blood shows: place (x of the left side), radius (metres) and strength. */
const FLUSHED: readonly (readonly [number, number, number, number, number])[] = [
  [0.046, 0.592, 0.135, 0.024, 0.5], // cheeks
  [0, 0.588, 0.182, 0.012, 0.5], // nose
  [0, 0.522, 0.16, 0.014, 0.2], // chin
  [0.15, -0.47, 0.08, 0.05, 0.35], // knees
  [0.42, 0.43, -0.05, 0.04, 0.4], // elbows
  [0.762, 0.44, 0.03, 0.03, 0.4], // knuckles
  [0.84, 0.42, 0.01, 0.035, 0.4], // fingertips
  [0.15, -0.93, 0.19, 0.035, 0.4], // toes
  [0.14, -0.93, -0.03, 0.03, 0.35], // heels
];

/** How flushed the skin is. */
export function flush(x: number, y: number, z: number): number {
  const side = Math.abs(x);
  let sum = 0;
  for (const [px, py, pz, radius, strength] of FLUSHED) {
    if (Math.abs(y - py) > 2.5 * radius) continue;
    sum += strength * bell(side - px, y - py, z - pz, radius);
  }
  return Math.min(1, sum);
}

/** Palms and soles, told by where the skin looks: down, at the hands and at the feet. */
export function palm(x: number, y: number, normalY: number): number {
  const hand = smoothstep(0.665, 0.7, Math.abs(x));
  const foot = smoothstep(-0.925, -0.94, y);
  return Math.max(hand, foot) * smoothstep(-0.15, -0.6, normalY);
}

/** Inner end, top and outer end of the left brow, metres in the plane of the face. */
const BROW = { inner: 0.0125, outer: 0.0535, low: 0.6465, rise: 0.0065, fall: 0.0075, thickness: 0.0042 };

/** The brows: an arc that thins outwards, with gaps between its hairs. */
export function brow(x: number, y: number, z: number): number {
  const side = Math.abs(x);
  if (z < 0.08 || y < 0.63 || y > 0.67) return 0;
  const along = (side - BROW.inner) / (BROW.outer - BROW.inner);
  if (along < -0.15 || along > 1.15) return 0;
  // Rises to its top at 65 % of its length, then falls.
  const middle =
    BROW.low +
    BROW.rise * Math.sin(Math.min(1, along / 0.65) * (Math.PI / 2)) -
    BROW.fall * Math.max(0, along - 0.65) ** 1.5 * 3;
  const half = BROW.thickness * (1 - 0.65 * Math.max(0, along) ** 1.6);
  const across = (y - middle) / half;
  const body = smoothstep(1.15, 0.45, Math.abs(across)) * smoothstep(-0.12, 0.1, along) * smoothstep(1.12, 0.8, along);
  // Hairs lean outwards: noise stretched along that direction.
  const hairs = noise((side - 0.8 * (y - middle)) * 1400, (y + 0.5 * side) * 420, 7);
  return body * (0.72 + 0.28 * hairs);
}

/** Centre of the left eyeball and the direction it looks in; its radius is 15.5 mm. */
export const EYE_CENTRE: readonly [number, number, number] = [0.0292, 0.6274, 0.1386];

/** The line of lashes: lid skin that nearly touches the eyeball, stronger above than below. */
export function lashes(x: number, y: number, z: number): number {
  const dz = z - EYE_CENTRE[2];
  if (dz < 0 || dz > 0.02) return 0;
  const dy = y - EYE_CENTRE[1];
  if (Math.abs(dy) > 0.015) return 0;
  const distance = Math.hypot(Math.abs(x) - EYE_CENTRE[0], dy, dz);
  return dy > 0.001 ? 0.95 * smoothstep(0.0184, 0.0175, distance) : 0.5 * smoothstep(0.018, 0.0169, distance);
}

/** Metres over which cloth ends; half of it lies on either side. */
const HEM_SOFTNESS = 0.0012;
const HEM = 0.009;

/**
 * Underwear cut like a two-piece swimsuit: a sleeveless top and shorts. Negative inside, metres, roughly the distance
 * to the nearest hem.
 */
export function distanceToCloth(x: number, y: number, z: number): number {
  const side = Math.abs(x);
  // Shorts: from the hips, a little lower in front, to the upper thighs, cut higher at the sides.
  const waist = 0.005 + 0.02 * smoothstep(0.2, -0.05, z);
  const leg = -0.175 + 0.045 * smoothstep(0.06, 0.2, side);
  const shorts = Math.max(y - waist, leg - y);
  // Top: a band around the chest, open at neck and arms, straps over the shoulders.
  const hem = 0.185;
  const neck = (z > 0.03 ? 0.33 : 0.37) + 240 * side ** 3;
  const arm = y < 0.28 ? 1 : 0.2 - 0.085 * smoothstep(0.28, 0.38, y);
  const top = Math.max(hem - y, y - neck, side - arm);
  return Math.min(shorts, top);
}

/** How much a place at that distance is covered by cloth. */
export const clothCover = (distance: number): number => smoothstep(HEM_SOFTNESS, -HEM_SOFTNESS, distance);

/** How much a covered place at that distance belongs to a hem. */
export const clothHem = (distance: number): number => smoothstep(-HEM - HEM_SOFTNESS, -HEM + HEM_SOFTNESS, distance);
