import { SMPL_JOINTS, withoutSide } from '../body/joint-sets.js';
import type { MotionTerm } from './motion-term.js';

/**
 * How suddenly people change their speed: m/s², root mean square of a coordinate in motion capture of walking, running,
 * jumping, dancing and climbing at 20 frames a second. The further from the trunk, the livelier.
 */
const TRUNK = 2.7;
/**
 * Joints accelerate together, so all sigmas are multiplied by 3: together they count a third as much each. Of synthetic
 * walks 3 leaves 82 / 48 mm (MPJPE, PA-MPJPE), 1 leaves 87 / 54, 6 leaves 83 / 50.
 */
const SHARED = 3;
const LIVELY: Readonly<Record<string, number>> = {
  elbow: 4,
  wrist: 5,
  hand: 6,
  knee: 5.5,
  ankle: 6,
  foot: 7,
  heel: 7,
  big_toe: 8.5,
  small_toe: 8,
};

/**
 * Acceleration: joints and surface points keep their speed unless the picture says otherwise.
 *
 *   r_k = (p_k(t − 1) − 2 p_k(t) + p_k(t + 1)) · rate² / sigma_k
 *
 * A detector's noise jumps from frame to frame; most of it lies in depth, where a picture tells least, and there the
 * term decides.
 *
 * @param points names of the surface points that follow the joints in PosedBody.joints
 * @param frameRate frames a second
 */
export function acceleration(points: readonly string[], frameRate: number): MotionTerm {
  const names = [...SMPL_JOINTS, ...points];
  const square = frameRate * frameRate;
  return {
    name: 'acceleration',
    points: Uint16Array.from(names.keys()),
    coefficients: [square, -2 * square, square],
    sigma: Float64Array.from(names, (name) => SHARED * (LIVELY[withoutSide(name)] ?? TRUNK)),
  };
}
