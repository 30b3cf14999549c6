import type { Term } from './term.js';

/**
 * Elbows and knees bend one way. Joint, coordinate and the sign that unnatural bending has, in SMPL's rest pose with
 * the arms along ±x and the legs along −y (SMPLify, pose[55], pose[58], pose[12], pose[15]).
 */
export const HINGES: readonly { readonly coordinate: number; readonly unnatural: 1 | -1 }[] = [
  { coordinate: 55, unnatural: 1 }, // left elbow about y
  { coordinate: 58, unnatural: -1 }, // right elbow about y
  { coordinate: 12, unnatural: -1 }, // left knee about x
  { coordinate: 15, unnatural: -1 }, // right knee about x
];

/**
 * Hinge prior, one-sided, in place of SMPLify's exp(±θ) (eq. 7; hinge-exponential.ts):
 *
 *   r = max(0, ±θ)        radians
 *
 * The exponential also pushes a naturally bent joint further, which the mixture already decides; the one-sided square
 * acts on the wrong side alone, and its Jacobian stays bounded.
 *
 * @param firstPose index of pose[0] in the parameter vector
 */
export function hingeOneSided(firstPose: number, weight: number): Term {
  const H = HINGES.length;
  return {
    name: 'hinge-prior',
    rows: H,
    loss: null,
    weights: new Float64Array(H).fill(weight),
    points: new Uint16Array(0),
    evaluate({ params }, residual, jacobian) {
      jacobian?.fill(0);
      for (let h = 0; h < H; h++) {
        const { coordinate, unnatural } = HINGES[h];
        const bend = unnatural * params[firstPose + coordinate];
        if (Number.isNaN(bend)) return false;
        residual[h] = Math.max(0, bend);
        if (jacobian !== null && bend > 0) jacobian[h * params.length + firstPose + coordinate] = unnatural;
      }
      return true;
    },
  };
}
