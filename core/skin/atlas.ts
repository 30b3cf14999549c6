import type { TextureAtlas } from '../types.js';

/** A disc of the atlas that moves: where it lies, how far it reaches and where it goes. Texture coordinates, v up. */
interface Island {
  readonly centre: readonly [number, number];
  readonly target: readonly [number, number];
}

/**
 * The front halves of the left and the right eye. In MakeHuman's atlas an iris is 5 texels wide in a picture of 2048;
 * the empty corner at the top right has room for 44.
 */
const EYES: readonly Island[] = [
  { centre: [0.76618, 0.95054], target: [0.7, 0.93] },
  { centre: [0.80734, 0.95054], target: [0.9, 0.93] },
];
const RADIUS = 0.0073;
const SCALE = 8;

/** Numbers of texture coordinates and of face corners that tell our topology. */
const COORDINATES = 14_677;
const CORNERS = 3 * 27_036;

/** Whether the skin can be painted: our own atlas, or one already rearranged. */
export const isOurAtlas = (uv: TextureAtlas | null): boolean =>
  uv !== null && uv.coordinates.length === 2 * COORDINATES && uv.faces.length === CORNERS;

/** The atlas with larger eyes; every other texture coordinate stays. Doing it twice changes nothing. */
export function enlargeEyes(uv: TextureAtlas): TextureAtlas {
  const coordinates = uv.coordinates.slice();
  for (let i = 0; i < coordinates.length; i += 2) {
    for (const { centre, target } of EYES) {
      const du = uv.coordinates[i] - centre[0];
      const dv = uv.coordinates[i + 1] - centre[1];
      if (!(Math.hypot(du, dv) < RADIUS)) continue;
      coordinates[i] = target[0] + SCALE * du;
      coordinates[i + 1] = target[1] + SCALE * dv;
    }
  }
  return { coordinates, faces: uv.faces };
}
