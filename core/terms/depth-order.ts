import type { LimbBone } from '../body/mirror-bone.js';
import type { Term } from './term.js';

/** A bone and which way it goes: 1 away from the camera, −1 towards it. */
export interface OrderedBone extends LimbBone {
  readonly sign: 1 | -1;
}

/** How far a bone must go the way it is said to, at least, and what counts as one standard deviation. Metres. */
const LEAST = 0.03;
const SIGMA = 0.01;

/**
 * Depth order, a person's word on which of a bone's two ends is nearer to the camera:
 *
 *   r = max(0, LEAST − sign·(Z_below − Z_above)) / SIGMA        one row a bone, no unit
 *
 * It decides the sign alone; how far a bone leans follows from its length in the picture.
 */
export function depthOrder(bones: readonly OrderedBone[]): Term {
  return {
    name: 'depth-order',
    rows: bones.length,
    loss: null,
    weights: new Float64Array(bones.length).fill(1),
    points: Uint16Array.from(bones.flatMap(({ above, below }) => [above, below])),
    evaluate({ joints, jointsJacobian, params }, residual, jacobian) {
      const N = params.length;
      jacobian?.fill(0);
      bones.forEach((bone, row) => {
        const lacking = LEAST - obedience(joints, bone);
        residual[row] = Math.max(0, lacking) / SIGMA;
        if (jacobian === null || lacking <= 0) return;
        const below = (3 * bone.below + 2) * N;
        const above = (3 * bone.above + 2) * N;
        for (let n = 0; n < N; n++) {
          jacobian[row * N + n] = (-bone.sign / SIGMA) * (jointsJacobian[below + n] - jointsJacobian[above + n]);
        }
      });
      return residual.every(Number.isFinite);
    },
  };
}

/** Metres that a bone goes the way it is said to, of joints (J×3) in the camera's frame; negative: it goes the other way. */
export const obedience = (joints: ArrayLike<number>, { above, below, sign }: OrderedBone): number =>
  sign * (joints[3 * below + 2] - joints[3 * above + 2]);
