import type { Term } from '../solver/term.js';

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

/** What a hinge costs at a bend in radians, positive where it is unnatural, and the derivative. */
export interface BendLaw {
  residual(bend: number): number;
  slope(bend: number): number;
}

/**
 * One residual a hinge, by the law.
 *
 * @param firstPose index of pose[0] in the parameter vector
 */
export function hingeTerm(name: string, firstPose: number, weight: number, law: BendLaw): Term {
  const H = HINGES.length;
  return {
    name,
    rows: H,
    loss: null,
    weights: new Float64Array(H).fill(weight),
    points: new Uint16Array(0),
    evaluate({ params }, residual, jacobian) {
      jacobian?.fill(0);
      for (let h = 0; h < H; h++) {
        const { coordinate, unnatural } = HINGES[h];
        const bend = unnatural * params[firstPose + coordinate];
        residual[h] = law.residual(bend);
        if (!Number.isFinite(residual[h])) return false;
        if (jacobian !== null) jacobian[h * params.length + firstPose + coordinate] = unnatural * law.slope(bend);
      }
      return true;
    },
  };
}
