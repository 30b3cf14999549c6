import { farthestOf } from '../keypoints/initial-translation.js';
import type { Term } from '../solver/term.js';
import type { Camera } from '../types.js';

/** Standard deviation of ln(distance): 10 % too far counts as one. */
const SIGMA = 0.1;

/**
 * Holds a body that is a dot in the picture before the distance at which a metre of it would be a pixel:
 *
 *   r = max(0, ln(t_z / farthest)) / SIGMA       1 row, no unit; farthest in metres, as initialTranslation has it
 *
 * Keypoints that lie in one place fit the better the farther the body is, without end.
 *
 * @param z index of the translation's third number in the parameter vector
 */
export function distance(z: number, camera: Camera): Term {
  const farthest = farthestOf(camera);
  return {
    name: 'distance',
    rows: 1,
    loss: null,
    weights: Float64Array.of(1),
    points: new Uint16Array(0),
    evaluate({ params }, residual, jacobian) {
      const ratio = params[z] / farthest;
      residual[0] = Number.isNaN(ratio) ? ratio : Math.log(Math.max(1, ratio)) / SIGMA;
      if (jacobian !== null) {
        jacobian.fill(0);
        if (ratio > 1) jacobian[z] = 1 / (SIGMA * params[z]);
      }
      return Number.isFinite(residual[0]);
    },
  };
}
