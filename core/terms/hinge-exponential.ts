import { HINGES } from './hinge-one-sided.js';
import type { Term } from './term.js';

/**
 * Hinge prior of SMPLify as it was published (E_a, Bogo et al. 2016, eq. 7): r = exp(±θ) for elbows and knees, positive
 * where they bend the wrong way, so that ‖r‖² = Σ exp(±2θ). hinge-one-sided.ts says what the default method does
 * instead.
 *
 * @param firstPose index of pose[0] in the parameter vector
 */
export function hingeExponential(firstPose: number, weight: number): Term {
  const H = HINGES.length;
  return {
    name: 'hinge',
    rows: H,
    loss: null,
    weights: new Float64Array(H).fill(weight),
    points: new Uint16Array(0),
    evaluate({ params }, residual, jacobian) {
      jacobian?.fill(0);
      for (let h = 0; h < H; h++) {
        const { coordinate, unnatural } = HINGES[h];
        residual[h] = Math.exp(unnatural * params[firstPose + coordinate]);
        if (jacobian !== null) jacobian[h * params.length + firstPose + coordinate] = unnatural * residual[h];
      }
      return residual.every(Number.isFinite);
    },
  };
}
