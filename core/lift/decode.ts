import { jointIndex, SMPL_JOINTS, SMPL_PARENTS } from '../body/joint-sets.js';
import { axisAngleFromRotation, multiplyRotations, transpose } from '../body/rotation.js';
import type { Lifted } from '../fit/lifted.js';

/** The joints that the network turns: all but the hands, which come last. */
const MOVED = jointIndex('left_hand');

/** Lengths of the network's outputs: two columns of each joint's rotation, and a deviation for each of its numbers. */
export const COLUMN_COUNT = 6 * MOVED;
export const SIGMA_COUNT = 3 * MOVED;
export const LIFTED_BETAS = 10;

/** Bounds of ln σ in training. */
const MIN_LOG_SIGMA = -4;
const MAX_LOG_SIGMA = 1;
/** Nothing is known of a hand: it may be turned any way. Radians. */
const HAND_SIGMA = Math.PI;

/**
 * Turns the network's answer, global rotations in the frame of the virtual camera, into a pose in that of the camera:
 *
 *   R_0 = viewᵀ G_0        exp(θ_j) = G_parentᵀ G_j
 *
 * @param columns COLUMN_COUNT: first and second column of each G_j, not yet orthonormal
 * @param logSigma SIGMA_COUNT: ln σ of the same joints
 * @param view 3×3, camera to virtual camera
 */
export function decodePose(
  columns: ArrayLike<number>,
  logSigma: ArrayLike<number>,
  view: Float64Array,
): Pick<Lifted, 'pose' | 'sigma'> {
  const pose = new Float64Array(3 * SMPL_JOINTS.length);
  const sigma = new Float64Array(3 * SMPL_JOINTS.length).fill(HAND_SIGMA);
  const rotations = new Float64Array(9 * MOVED);
  const back = new Float64Array(9);
  const local = new Float64Array(9);
  for (let j = 0; j < MOVED; j++) {
    writeRotation(columns, 6 * j, rotations, 9 * j);
    if (j === 0) transpose(view, 0, back);
    else transpose(rotations, 9 * SMPL_PARENTS[j], back);
    multiplyRotations(back, 0, rotations, 9 * j, local, 0);
    pose.set(axisAngleFromRotation(local), 3 * j);
    for (let i = 3 * j; i < 3 * j + 3; i++) {
      sigma[i] = Math.exp(Math.min(MAX_LOG_SIGMA, Math.max(MIN_LOG_SIGMA, logSigma[i])));
    }
  }
  turnDeviations(view, sigma);
  return { pose, sigma };
}

/** Orthonormal columns a, b, a × b from two vectors (Zhou et al. 2019, eq. 15: Gram and Schmidt's), row-major. */
export function writeRotation(columns: ArrayLike<number>, from: number, out: Float64Array, at: number): void {
  const first = Math.hypot(columns[from], columns[from + 1], columns[from + 2]);
  const [ax, ay, az] = [columns[from] / first, columns[from + 1] / first, columns[from + 2] / first];
  const along = ax * columns[from + 3] + ay * columns[from + 4] + az * columns[from + 5];
  const x = columns[from + 3] - along * ax;
  const y = columns[from + 4] - along * ay;
  const z = columns[from + 5] - along * az;
  const second = Math.hypot(x, y, z);
  const [bx, by, bz] = [x / second, y / second, z / second];
  out.set([ax, bx, ay * bz - az * by, ay, by, az * bx - ax * bz, az, bz, ax * by - ay * bx], at);
}

/** Turns the pelvis' deviations from the virtual camera's axes to the camera's, in place: diag(viewᵀ Σ view). */
function turnDeviations(view: Float64Array, sigma: Float64Array): void {
  const turned = [0, 1, 2].map((axis) => Math.hypot(...[0, 1, 2].map((row) => view[3 * row + axis] * sigma[row])));
  sigma.set(turned);
}
