import { FitError } from '../core/error.js';
import type { RegionMask, SkinMaps } from '../core/skin/skin-maps.js';
import { readNpz } from './npz.js';

const MASKS = ['lips', 'nails', 'ears', 'mouth'] as const;
/** Pictures of regions beyond this size are not ours. Pixels along a side. */
const MAX_MASK = 4096;

/**
 * Reads what painting the skin needs from an .npz file: positions (V,3) uint16 with origin (3) and step (1) in metres,
 * and for each region a square uint8 picture over the atlas.
 *
 * @throws FitError bad-input, naming `where`
 */
export function loadSkin(where: string, bytes: Uint8Array): SkinMaps {
  const arrays = readNpz(where, bytes, (name) => ['positions', 'origin', 'step', ...MASKS].includes(name));
  const refuse = (what: string): never => {
    throw new FitError('bad-input', where, what, 'Build it again with `npm run models:skin`.');
  };
  const { positions, origin, step } = arrays;
  if (positions?.shape.length !== 2 || positions.shape[1] !== 3 || positions.type !== 'u2') {
    return refuse('positions is not an array (V,3) of uint16.');
  }
  if (origin?.data.length !== 3 || step?.data.length !== 1) return refuse('origin or step is missing.');
  if (![...origin.data, ...step.data].every(Number.isFinite)) return refuse('origin or step is not finite.');
  const mask = (name: (typeof MASKS)[number]): RegionMask => {
    const picture = arrays[name];
    const size = picture?.shape[0] ?? 0;
    const isSquare = picture?.shape.length === 2 && picture.shape[1] === size && size >= 2 && size <= MAX_MASK;
    if (!isSquare || !(picture.data instanceof Uint8Array)) return refuse(`${name} is not a square picture of uint8.`);
    return { size, values: picture.data };
  };
  return {
    positions: Float32Array.from(positions.data, (value, i) => origin.data[i % 3] + step.data[0] * value),
    lips: mask('lips'),
    nails: mask('nails'),
    ears: mask('ears'),
    mouth: mask('mouth'),
  };
}
