import type { PosedBody } from '../body/kinematics.js';
import { robustify } from './robustify.js';
import type { Term } from './term.js';

/** E of the terms at a body, without any derivative: infinite where a term is undefined. */
export function totalCost(terms: readonly Term[]): (body: PosedBody) => number {
  const residuals = terms.map((term) => new Float64Array(term.rows));
  const rho = new Float64Array(2);
  return (body) => {
    let cost = 0;
    for (let t = 0; t < terms.length; t++) {
      if (!terms[t].evaluate(body, residuals[t], null)) return Number.POSITIVE_INFINITY;
      cost += robustify(terms[t], residuals[t], null, rho);
    }
    return cost;
  };
}
