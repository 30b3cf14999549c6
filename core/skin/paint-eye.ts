import { EYE_CENTRE } from './landmarks.js';
import { noise, smoothstep } from './noise.js';
import type { Palette } from './tones.js';

/** Half opening angles around the direction of sight, radians: a pupil of 5 mm, an iris of 12.5 mm. */
const PUPIL = 0.16;
const IRIS = 0.41;
/** Where the eyes of the mean shape look: their axes are turned 4 degrees outwards and down (left eye). */
const SIGHT: readonly [number, number, number] = [0.045, -0.06, 0.997];

/**
 * Colour of a place on an eyeball: pupil, an iris of radial fibres with a dark limbal ring, a sclera that reddens
 * towards its back.
 *
 * @param out rgb, 0 to 1, overwritten
 */
export function paintEye(x: number, y: number, z: number, { iris, sclera }: Palette, out: Float64Array): void {
  const side = x < 0 ? -1 : 1;
  const dx = side * x - EYE_CENTRE[0];
  const dy = y - EYE_CENTRE[1];
  const dz = z - EYE_CENTRE[2];
  const cosine = (dx * SIGHT[0] + dy * SIGHT[1] + dz * SIGHT[2]) / Math.max(Math.hypot(dx, dy, dz), Number.MIN_VALUE);
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  const azimuth = Math.atan2(dy - SIGHT[1] * 0.0155, side * (dx - SIGHT[0] * 0.0155));

  const inIris = smoothstep(IRIS + 0.02, IRIS - 0.02, angle);
  const inPupil = smoothstep(PUPIL + 0.02, PUPIL - 0.02, angle);
  const fibres = noise(9 * Math.cos(azimuth), 9 * Math.sin(azimuth), 3 * angle + 20 * side);
  const across = (angle - PUPIL) / (IRIS - PUPIL);
  // Lighter around the pupil, darker at the limbal ring.
  const shade = (1.25 - 0.35 * across + 0.22 * fibres) * (1 - 0.65 * smoothstep(0.7, 1, across));
  const redness = 0.16 * smoothstep(0.6, 1.4, angle);
  // The lids' shadow, the upper one's above all.
  const shadow = 1 - 0.3 * smoothstep(0.003, 0.0075, dy) - 0.12 * smoothstep(-0.004, -0.0075, dy);
  for (let channel = 0; channel < 3; channel++) {
    const white = sclera[channel] * (channel === 0 ? 1 - 0.3 * redness : 1 - redness);
    const colored = iris[channel] * shade * (1 - inPupil) + 0.015 * inPupil;
    out[channel] = shadow * (white + (colored - white) * inIris);
  }
}
