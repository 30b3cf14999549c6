import { rotationFromQuaternion } from '../body/rotation.js';

/**
 * Mean distance between two sets of points, n×3, after the second has been moved, turned and scaled onto the first as
 * well as that can be done (PA-MPJPE).
 *
 * Rotation by Horn's quaternion (Horn 1987): the eigenvector of the largest eigenvalue of a symmetric 4×4 matrix built
 * from the covariance of the centred points. It is a proper rotation by construction.
 */
export function procrustesError(target: ArrayLike<number>, points: ArrayLike<number>): number {
  const a = centred(target);
  const b = centred(points);
  const R = bestRotation(b, a);
  let along = 0;
  let squares = 0;
  const turned = new Float64Array(b.length);
  for (let i = 0; i < b.length; i += 3) {
    for (let axis = 0; axis < 3; axis++) {
      const row = 3 * axis;
      turned[i + axis] = R[row] * b[i] + R[row + 1] * b[i + 1] + R[row + 2] * b[i + 2];
      along += turned[i + axis] * a[i + axis];
      squares += b[i + axis] * b[i + axis];
    }
  }
  const scale = squares > 0 ? along / squares : 1;
  return meanDistance(
    a,
    turned.map((value) => scale * value),
  );
}

/** Mean distance between corresponding points, n×3. */
export function meanDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 3) sum += Math.hypot(a[i] - b[i], a[i + 1] - b[i + 1], a[i + 2] - b[i + 2]);
  return sum / (a.length / 3);
}

/** The points relative to their mean. */
export function centred(points: ArrayLike<number>): Float64Array {
  const mean = [0, 0, 0];
  for (let i = 0; i < points.length; i++) mean[i % 3] += points[i] / (points.length / 3);
  return Float64Array.from(points, (value, i) => value - mean[i % 3]);
}

/** The rotation R (3×3) that minimises Σ ‖R from_i − to_i‖². */
function bestRotation(from: Float64Array, to: Float64Array): number[] {
  const S = new Array<number>(9).fill(0); // Σ from toᵀ
  for (let i = 0; i < from.length; i += 3) {
    for (let r = 0; r < 3; r++) for (let c = 0; c < 3; c++) S[3 * r + c] += from[i + r] * to[i + c];
  }
  const [xx, xy, xz, yx, yy, yz, zx, zy, zz] = S;
  const [w, x, y, z] = largestEigenvector([
    [xx + yy + zz, yz - zy, zx - xz, xy - yx],
    [yz - zy, xx - yy - zz, xy + yx, zx + xz],
    [zx - xz, xy + yx, yy - xx - zz, yz + zy],
    [xy - yx, zx + xz, yz + zy, zz - xx - yy],
  ]);
  return rotationFromQuaternion(x, y, z, w);
}

/** More sweeps than any 4×4 matrix takes: each squares what is left, and entries that are 0 cost nothing. */
const SWEEPS = 30;

/** Cyclic Jacobi rotations: exact to rounding within a handful of sweeps for a matrix this small. */
function largestEigenvector(A: number[][]): number[] {
  const n = A.length;
  const V: number[][] = A.map((_, i) => A.map((_, k) => (i === k ? 1 : 0)));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (A[p][q] === 0) continue;
        const theta = (A[q][q] - A[p][p]) / (2 * A[p][q]);
        const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < n; k++) {
          [A[k][p], A[k][q]] = [c * A[k][p] - s * A[k][q], s * A[k][p] + c * A[k][q]];
        }
        for (let k = 0; k < n; k++) {
          [A[p][k], A[q][k]] = [c * A[p][k] - s * A[q][k], s * A[p][k] + c * A[q][k]];
          [V[k][p], V[k][q]] = [c * V[k][p] - s * V[k][q], s * V[k][p] + c * V[k][q]];
        }
      }
    }
  }
  const diagonal = A.map((row, i) => row[i]);
  const best = diagonal.indexOf(Math.max(...diagonal));
  return V.map((row) => row[best]);
}
