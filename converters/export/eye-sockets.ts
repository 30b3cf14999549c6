import { PART } from '../../core/body/part.js';
import type { RiggedBody } from '../../core/types.js';
import { eyeCentres } from './surface.js';

/** Skin nearer to an eye's centre than this many radii lines its socket; the outer edges of the lids lie at 1.06. */
const REACH = 1.05;

/** V: 1 for skin that lies on an eyeball, behind the edge of the lids, 0 elsewhere. */
export function eyeSockets({ part, restVertices }: RiggedBody): Float32Array {
  const out = new Float32Array(restVertices.length / 3);
  if (part === null) return out;
  const centres = eyeCentres(restVertices, part);
  const distance = (v: number, side: number): number =>
    Math.hypot(...centres[side].map((value, axis) => restVertices[3 * v + axis] - value));
  const sideOf = (v: number): number => (restVertices[3 * v] > 0 ? 0 : 1);
  const radii = centres.map((_, side) => {
    const own = [...part.keys()].filter((v) => part[v] === PART.eyes && sideOf(v) === side);
    return own.reduce((sum, v) => sum + distance(v, side), 0) / own.length;
  });
  for (let v = 0; v < out.length; v++) {
    if (part[v] !== PART.eyes && distance(v, sideOf(v)) < REACH * radii[sideOf(v)]) out[v] = 1;
  }
  return out;
}
