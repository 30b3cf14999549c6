import { SMPL_JOINTS, type SmplJoint } from '../../../core/body/joint-sets.js';
import { BODY_DIMENSION } from './mirror.js';

/**
 * Variance added to every coordinate, rad²: (2.6°)². It keeps the covariances well conditioned. Averaging each with the
 * one pooled over the components was tried instead of more: 5 % of it cost 1.3 nats on held-out subjects, 20 % 3.5.
 */
const EVERYWHERE = 2e-3;
/** More for joints that the capture barely moves, or not at all: clavicles and hands. rad². */
const UNOBSERVED = 2e-2;
const UNOBSERVED_JOINTS: readonly SmplJoint[] = ['left_collar', 'right_collar', 'left_hand', 'right_hand'];
/** More for the second and third axes of joints that CMU's skeleton models as hinges. rad². */
const HINGE_OFF_AXIS = 5e-3;
const HINGE_JOINTS: readonly SmplJoint[] = ['left_knee', 'right_knee', 'left_foot', 'right_foot'];

/** The covariance floor of the pose mixture, 69 variances in rad². */
export function covarianceFloor(): Float64Array {
  const floor = new Float64Array(BODY_DIMENSION).fill(EVERYWHERE);
  for (const name of UNOBSERVED_JOINTS) {
    for (let axis = 0; axis < 3; axis++) floor[coordinate(name, axis)] += UNOBSERVED;
  }
  for (const name of HINGE_JOINTS) {
    for (let axis = 1; axis < 3; axis++) floor[coordinate(name, axis)] += HINGE_OFF_AXIS;
  }
  return floor;
}

/** Where axis 0, 1 or 2 (x, y, z) of a joint stands in the 69 numbers of a body pose. */
export function coordinate(joint: SmplJoint, axis: number): number {
  return 3 * (SMPL_JOINTS.indexOf(joint) - 1) + axis;
}
