import { FitError } from '../core/error.js';
import type { PosePrior } from '../core/types.js';
import type { NpyArray } from './npy.js';
import { readNpz } from './npz.js';

/** Numbers of a body pose: axis-angle of SMPL's 23 joints below the pelvis. */
const DIMENSION = 69;
/** Weights are rounded to their file's precision; their sum is one to that. */
const WEIGHT_TOLERANCE = 1e-5;

const ARRAYS = ['weights', 'means', 'precision_cholesky', 'penalties', 'limits_lower', 'limits_upper'] as const;
type ArrayName = (typeof ARRAYS)[number];

/**
 * Reads a pose prior from an .npz file with the arrays weights (M), means (M×69), precision_cholesky (M×69×69, upper
 * triangular U with UᵀU = Σ⁻¹), penalties (M), limits_lower and limits_upper (69, radians).
 *
 * @param where names the file in error messages
 * @throws FitError bad-input when an array is missing or has the wrong shape, or a number makes no sense
 */
export function loadPrior(where: string, bytes: Uint8Array): PosePrior {
  const arrays = readNpz(where, bytes, (name) => ARRAYS.some((known) => known === name));
  const M = arrays.weights?.shape[0] ?? 0;
  if (!(M > 0)) throw badPrior(where, 'it holds no components.');
  const numbers = (name: ArrayName, shape: readonly number[]): Float64Array =>
    finiteNumbers(where, name, arrays[name], shape);

  const mixture = {
    componentCount: M,
    dimension: DIMENSION,
    weights: numbers('weights', [M]),
    means: numbers('means', [M, DIMENSION]),
    precisionCholesky: numbers('precision_cholesky', [M, DIMENSION, DIMENSION]),
    penalties: numbers('penalties', [M]),
  };
  const limits = { lower: numbers('limits_lower', [DIMENSION]), upper: numbers('limits_upper', [DIMENSION]) };
  checkWeights(where, mixture.weights);
  checkTriangular(where, mixture.precisionCholesky);
  if (mixture.penalties.some((penalty) => penalty < 0)) throw badPrior(where, 'a penalty is negative.');
  if (limits.lower.some((lower, i) => lower > limits.upper[i])) {
    throw badPrior(where, 'a lower joint limit lies above the upper one.');
  }
  return { mixture, limits };
}

function finiteNumbers(
  where: string,
  name: ArrayName,
  array: NpyArray | undefined,
  shape: readonly number[],
): Float64Array {
  if (array === undefined) throw badPrior(where, `the array ${name} is missing.`);
  if (array.shape.join('×') !== shape.join('×')) {
    throw badPrior(where, `${name} has the shape ${array.shape.join('×') || 'of one number'}, not ${shape.join('×')}.`);
  }
  if (!array.data.every(Number.isFinite)) throw badPrior(where, `${name} holds a number that is not finite.`);
  return Float64Array.from(array.data);
}

function checkWeights(where: string, weights: Float64Array): void {
  if (weights.some((weight) => !(weight > 0))) throw badPrior(where, 'a weight is not positive.');
  const sum = weights.reduce((a, b) => a + b);
  if (!(Math.abs(sum - 1) <= WEIGHT_TOLERANCE)) throw badPrior(where, `the weights sum to ${sum}, not to one.`);
}

/** Each D×D block must be upper triangular with a positive diagonal: the fit reads only that half. */
function checkTriangular(where: string, blocks: Float64Array): void {
  for (let at = 0; at < blocks.length; at++) {
    const row = Math.floor(at / DIMENSION) % DIMENSION;
    const column = at % DIMENSION;
    if (column < row ? blocks[at] !== 0 : column === row && !(blocks[at] > 0)) {
      throw badPrior(where, 'precision_cholesky is not upper triangular with a positive diagonal.');
    }
  }
}

function badPrior(where: string, what: string): FitError {
  return new FitError(
    'bad-input',
    where,
    what,
    'Build the prior again with npm run models:prior, or restore the file.',
  );
}
