import type { Term } from '../solver/term.js';

/** Shape prior, E_β of SMPLify (eq. 8): r = betas, in standard deviations of the population. */
export function shapePrior(firstBeta: number, betaCount: number, weight: number): Term {
  return {
    name: 'shape-prior',
    rows: betaCount,
    loss: null,
    weights: new Float64Array(betaCount).fill(weight),
    points: new Uint16Array(0),
    evaluate({ params }, residual, jacobian) {
      jacobian?.fill(0);
      for (let b = 0; b < betaCount; b++) {
        residual[b] = params[firstBeta + b];
        if (jacobian !== null) jacobian[b * params.length + firstBeta + b] = 1;
      }
      return residual.every(Number.isFinite);
    },
  };
}
