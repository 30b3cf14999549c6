import type { LimbBone } from '../body/mirror-bone.js';
import type { Term } from '../solver/term.js';

/** A bone and which way it goes along the ray to its upper joint: 1 away from the camera, −1 towards it. */
export interface OrderedBone extends LimbBone {
  readonly sign: 1 | -1;
}

/** How far a bone must go the way it is said to, at least, and what counts as one standard deviation. Metres. */
const LEAST = 0.03;
const SIGMA = 0.01;

/**
 * Depth order, a person's word on which of a bone's two ends is nearer to the camera. With d the bone, a its upper
 * joint and the ray to it u = a / |a|:
 *
 *   r = max(0, LEAST − sign·d·u) / SIGMA        one row a bone, no unit
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
        const { distance, ray, along } = alongRay(joints, bone);
        const lacking = LEAST - bone.sign * along;
        residual[row] = Math.max(0, lacking) / SIGMA;
        if (jacobian === null || lacking <= 0) return;
        const scale = -bone.sign / SIGMA;
        for (let axis = 0; axis < 3; axis++) {
          const [above, below] = [3 * bone.above + axis, 3 * bone.below + axis];
          // ∂(d·u) = u·∂d + (d − (d·u)u)·∂a / |a|
          const turn = (joints[below] - joints[above] - along * ray[axis]) / distance;
          for (let n = 0; n < N; n++) {
            const byAbove = jointsJacobian[above * N + n];
            jacobian[row * N + n] += scale * (ray[axis] * (jointsJacobian[below * N + n] - byAbove) + turn * byAbove);
          }
        }
      });
      return residual.every(Number.isFinite);
    },
  };
}

/** Metres that a bone goes away from the camera along the ray, of joints (J×3) in its frame; negative: towards it. */
export const signedDepth = (joints: ArrayLike<number>, bone: LimbBone): number => alongRay(joints, bone).along;

/** The ray to a bone's upper joint, how far away that is, and how far the bone goes along the ray. */
function alongRay(joints: ArrayLike<number>, { above, below }: LimbBone) {
  const [x, y, z] = [0, 1, 2].map((axis) => joints[3 * above + axis]);
  const distance = Math.hypot(x, y, z);
  const ray = [x / distance, y / distance, z / distance];
  const along = ray.reduce((sum, u, axis) => sum + u * (joints[3 * below + axis] - joints[3 * above + axis]), 0);
  return { distance, ray, along };
}
