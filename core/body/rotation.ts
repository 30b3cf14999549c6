/** Rotations of three dimensions. Matrices are 3×3, row-major, inside larger arrays at an offset. */

/**
 * Below this angle (radians) the closed forms of quotients that cancel, worse by 1 / a², give way to three terms of
 * their series, worse by a⁶: both are right to 12 digits here, and to more on their own side.
 */
const SMALL_ANGLE = 0.05;

/** |v|. Math.hypot also guards against overflow, and takes longer than all the rest of a rotation. */
const norm = (x: number, y: number, z: number): number => Math.sqrt(x * x + y * y + z * z);

/** sin a / a: nothing cancels. */
const sinc = (angle: number): number => (angle === 0 ? 1 : Math.sin(angle) / angle);

/** (a − sin a) / a³ of an angle whose sin a / a is known. */
function sineRemainder(angle: number, sincOfAngle: number): number {
  const s = angle * angle;
  return angle < SMALL_ANGLE ? 1 / 6 - s * (1 / 120 - s / 5040) : (1 - sincOfAngle) / s;
}

/** (1 − h) / a², h = (a/2)·cot(a/2). */
function cotangentRemainder(angle: number): number {
  const s = angle * angle;
  return angle < SMALL_ANGLE ? 1 / 12 + s * (1 / 720 + s / 30240) : (1 - angle / 2 / Math.tan(angle / 2)) / s;
}

/** out = p·I + q·[v]× + r·v vᵀ, the shape that exp and its left Jacobian share. */
function writeCombination(
  p: number,
  q: number,
  r: number,
  x: number,
  y: number,
  z: number,
  out: Float64Array,
  at: number,
): void {
  out[at] = p + r * x * x;
  out[at + 1] = r * x * y - q * z;
  out[at + 2] = r * x * z + q * y;
  out[at + 3] = r * x * y + q * z;
  out[at + 4] = p + r * y * y;
  out[at + 5] = r * y * z - q * x;
  out[at + 6] = r * x * z - q * y;
  out[at + 7] = r * y * z + q * x;
  out[at + 8] = p + r * z * z;
}

/**
 * Rodrigues' formula: R = exp([v]×) = cos a·I + (sin a / a)·[v]× + ((1 − cos a) / a²)·v vᵀ, a = |v|. By half the angle,
 * where 1 − cos a = 2 sin²(a/2) does not cancel, and in two trigonometric functions instead of three.
 *
 * @param out 9 numbers at `at`, overwritten
 */
export function rotationFromAxisAngle(x: number, y: number, z: number, out: Float64Array, at = 0): void {
  const half = norm(x, y, z) / 2;
  const share = sinc(half);
  const sine = half * share;
  writeCombination(1 - 2 * sine * sine, share * Math.cos(half), (share * share) / 2, x, y, z, out, at);
}

/**
 * Left Jacobian of SO(3): exp([v + dv]×) = exp([J dv]×) exp([v]×) to first order, with
 * J = (sin a / a)·I + ((1 − cos a) / a²)·[v]× + ((a − sin a) / a³)·v vᵀ.
 *
 * @param out 9 numbers at `at`, overwritten
 */
export function leftJacobian(x: number, y: number, z: number, out: Float64Array, at = 0): void {
  const angle = norm(x, y, z);
  const share = sinc(angle / 2);
  const sincOfAngle = share * Math.cos(angle / 2);
  writeCombination(sincOfAngle, (share * share) / 2, sineRemainder(angle, sincOfAngle), x, y, z, out, at);
}

/**
 * Inverse of the left Jacobian: log(exp([dv]×) exp([v]×)) = v + J⁻¹ dv to first order, with
 * J⁻¹ = h·I − ½·[v]× + ((1 − h) / a²)·v vᵀ, h = (a/2)·cot(a/2), |v| = a < 2π.
 *
 * @param out 9 numbers at `at`, overwritten
 */
export function inverseLeftJacobian(x: number, y: number, z: number, out: Float64Array, at = 0): void {
  const angle = norm(x, y, z);
  const remainder = cotangentRemainder(angle);
  writeCombination(1 - angle * angle * remainder, -0.5, remainder, x, y, z, out, at);
}

/** out = A·B. `out` must not overlap A or B. */
export function multiplyRotations(
  A: Float64Array,
  a: number,
  B: Float64Array,
  b: number,
  out: Float64Array,
  at: number,
): void {
  for (let row = 0; row < 3; row++) {
    const p = A[a + 3 * row];
    const q = A[a + 3 * row + 1];
    const r = A[a + 3 * row + 2];
    for (let column = 0; column < 3; column++) {
      out[at + 3 * row + column] = p * B[b + column] + q * B[b + 3 + column] + r * B[b + 6 + column];
    }
  }
}

/** x, y, z, w, of length one. */
export type Quaternion = readonly [number, number, number, number];

/** a·b: b first, then a. */
export const multiplyQuaternions = ([ax, ay, az, aw]: Quaternion, [bx, by, bz, bw]: Quaternion): Quaternion => [
  aw * bx + ax * bw + ay * bz - az * by,
  aw * by - ax * bz + ay * bw + az * bx,
  aw * bz + ax * by - ay * bx + az * bw,
  aw * bw - ax * bx - ay * by - az * bz,
];

/** out = Rᵀ of the rotation at `from`: its inverse. `out` must not overlap R. */
export function transpose(R: Float64Array, from: number, out: Float64Array): void {
  for (let i = 0; i < 9; i++) out[i] = R[from + 3 * (i % 3) + Math.floor(i / 3)];
}

/** The inverse of a rotation. */
export function transposed(R: Float64Array): Float64Array {
  const out = new Float64Array(9);
  transpose(R, 0, out);
  return out;
}

/**
 * Quaternion (x, y, z, w; w ≥ 0) of a rotation matrix, by the largest of the four candidates (Shepperd 1978), so that
 * nothing is divided by a small number.
 */
export function quaternionFromRotation(R: ArrayLike<number>, at = 0): [number, number, number, number] {
  const [r00, r01, r02, r10, r11, r12, r20, r21, r22] = Array.from({ length: 9 }, (_, i) => R[at + i]);
  const candidates = [1 + r00 - r11 - r22, 1 - r00 + r11 - r22, 1 - r00 - r11 + r22, 1 + r00 + r11 + r22];
  const largest = candidates.indexOf(Math.max(...candidates));
  const s = 2 * Math.sqrt(candidates[largest]);
  let q: [number, number, number, number];
  if (largest === 0) q = [s / 4, (r01 + r10) / s, (r02 + r20) / s, (r21 - r12) / s];
  else if (largest === 1) q = [(r01 + r10) / s, s / 4, (r12 + r21) / s, (r02 - r20) / s];
  else if (largest === 2) q = [(r02 + r20) / s, (r12 + r21) / s, s / 4, (r10 - r01) / s];
  else q = [(r21 - r12) / s, (r02 - r20) / s, (r10 - r01) / s, s / 4];
  return q[3] < 0 ? [-q[0], -q[1], -q[2], -q[3]] : q;
}

/** The rotation matrix, row-major, of a unit quaternion (x, y, z, w). */
export function rotationFromQuaternion(x: number, y: number, z: number, w: number): number[] {
  return [
    1 - 2 * (y * y + z * z),
    2 * (x * y - w * z),
    2 * (x * z + w * y),
    2 * (x * y + w * z),
    1 - 2 * (x * x + z * z),
    2 * (y * z - w * x),
    2 * (x * z - w * y),
    2 * (y * z + w * x),
    1 - 2 * (x * x + y * y),
  ];
}

/** Axis-angle (radians, |v| ≤ π) of a rotation matrix: the inverse of rotationFromAxisAngle. */
export function axisAngleFromRotation(R: ArrayLike<number>, at = 0): [number, number, number] {
  return axisAngleFromQuaternion(...quaternionFromRotation(R, at));
}

/** Axis-angle (radians) of a unit quaternion (x, y, z, w): |v| ≤ π where w ≥ 0, else less than 2π. */
export function axisAngleFromQuaternion(x: number, y: number, z: number, w: number): [number, number, number] {
  const sine = Math.hypot(x, y, z);
  // 2·atan2(s, w)/s → 2/w as s → 0.
  const scale = sine < 1e-12 ? 2 / w : (2 * Math.atan2(sine, w)) / sine;
  return [scale * x, scale * y, scale * z];
}

/** Angle in radians between two rotations: that of AᵀB. */
export function rotationAngle(A: ArrayLike<number>, a: number, B: ArrayLike<number>, b: number): number {
  let trace = 0;
  for (let i = 0; i < 9; i++) trace += A[a + i] * B[b + i];
  return Math.acos(Math.min(1, Math.max(-1, (trace - 1) / 2)));
}
