import { linearColor } from './clothes.js';
import type { Light } from './light.js';
import { mix, multiply, scale, type Vector } from './vector.js';

/** The sky is at its bluest from this sine of the elevation on: 1/SKY_RISE. */
const SKY_RISE = 1.6;
const TILE_METRES = 0.8;
const JOINT_METRES = 0.018;
const TILE = linearColor('#b5aea2');
const JOINT = linearColor('#8b857b');
const HORIZON = linearColor('#dfe6ea');
const ZENITH = linearColor('#7fa6cc');
/** The ground is two thirds haze at this distance, metres. */
const HAZE_METRES = 16;

/** What a ray meets that misses everybody: paved ground (y = 0) that fades into haze, or sky. Linear RGB. */
export function backgroundAt(origin: Vector, direction: Vector, light: Light): Vector {
  if (direction[1] >= 0) return mix(HORIZON, ZENITH, Math.min(1, SKY_RISE * direction[1]));
  const t = -origin[1] / direction[1];
  const x = origin[0] + t * direction[0];
  const z = origin[2] + t * direction[2];
  const haze = 1 - Math.exp(-((t / HAZE_METRES) ** 2));
  const irradiance = light([x, 0, z], [0, 1, 0]);
  return mix(multiply(pavingAt(x, z), irradiance), HORIZON, haze);
}

/** Square tiles, each a little lighter or darker than the next. */
function pavingAt(x: number, z: number): Vector {
  const [column, row] = [Math.floor(x / TILE_METRES), Math.floor(z / TILE_METRES)];
  const fromEdge = Math.min(x - column * TILE_METRES, z - row * TILE_METRES);
  if (fromEdge < JOINT_METRES) return JOINT;
  const shade = (((column * 73 + row * 151) % 7) + 7) % 7;
  return scale(TILE, 0.88 + 0.03 * shade);
}
