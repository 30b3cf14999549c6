import type { LinearMeasurement, LinearMeasurements } from '../body/measure-jacobian.js';
import { expectType, FitError } from '../error.js';
import type { Term } from '../solver/term.js';

/** Standard deviations of what people say of themselves: metres. */
export const HEIGHT_SIGMA = 0.01;
/** The same: kilograms. */
export const WEIGHT_SIGMA = 2;

/** Nobody is outside these: such a number is in another unit. Metres, kilograms. */
export const HEIGHTS = [0.4, 2.8] as const;
export const WEIGHTS = [2, 650] as const;

/** What is known of a person's size. */
export interface KnownMeasurements {
  /** Metres. */
  readonly height?: number;
  /** Kilograms. */
  readonly weight?: number;
}

/** @throws FitError usage for a height or a weight that nobody has */
export function checkMeasurements({ height, weight }: KnownMeasurements): void {
  checkRange('height', height, HEIGHTS, 'metres');
  checkRange('weight', weight, WEIGHTS, 'kilograms');
}

function checkRange(name: string, value: number | undefined, [least, most]: readonly [number, number], unit: string) {
  if (value === undefined) return;
  expectType(name, value, 'number');
  if (value >= least && value <= most) return;
  throw new FitError('usage', name, `${value} is not the ${name} of a person.`, `Give it in ${unit}.`);
}

/**
 * Known height h and weight m, one row each:
 *
 *   r = (height(β) − h) / 0.01 m        r = m (log weight(β) − log m) / 2 kg
 *
 * Near m the second is (weight(β) − m) / 2 kg; far from it less or more (60 kg are 9 standard deviations from 11, not 25), so
 * that what no likely body meets is not met: buildWarning says what the body has instead. Both are linear in the betas, hence
 * one step solves them.
 *
 * @param firstBeta index of betas[0] in the parameter vector
 */
export function measurementTerm(known: KnownMeasurements, linear: LinearMeasurements, firstBeta: number): Term {
  const rows: { target: number; scale: number; of: LinearMeasurement }[] = [];
  const { height, weight } = known;
  if (height !== undefined) rows.push({ target: height, scale: 1 / HEIGHT_SIGMA, of: linear.height });
  if (weight !== undefined) {
    rows.push({ target: Math.log(weight), scale: weight / WEIGHT_SIGMA, of: linear.logWeight });
  }
  return {
    name: 'measurement',
    rows: rows.length,
    loss: null,
    weights: new Float64Array(rows.length).fill(1),
    points: new Uint16Array(0),
    evaluate({ params }, residual, jacobian) {
      jacobian?.fill(0);
      for (let row = 0; row < rows.length; row++) {
        const { target, scale, of } = rows[row];
        let value = of.value;
        for (let b = 0; b < of.directions.length; b++) {
          value += of.directions[b] * params[firstBeta + b];
          if (jacobian !== null) jacobian[row * params.length + firstBeta + b] = scale * of.directions[b];
        }
        residual[row] = scale * (value - target);
      }
      return residual.every(Number.isFinite);
    },
  };
}
