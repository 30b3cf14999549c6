/** A 3×3 matrix, row-major. */
export type Matrix3 = readonly number[];
export type Vector3 = readonly [number, number, number];

export const IDENTITY: Matrix3 = [1, 0, 0, 0, 1, 0, 0, 0, 1];

export const X_AXIS: Vector3 = [1, 0, 0];
export const Z_AXIS: Vector3 = [0, 0, 1];

export const subtract = (a: Vector3, b: Vector3): Vector3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const add = (a: Vector3, b: Vector3): Vector3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const dot = (a: Vector3, b: Vector3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Vector3, b: Vector3): Vector3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** a + t(b − a). */
export const lerp = (a: Vector3, b: Vector3, t: number): Vector3 => [
  a[0] + t * (b[0] - a[0]),
  a[1] + t * (b[1] - a[1]),
  a[2] + t * (b[2] - a[2]),
];

export function multiply(A: Matrix3, B: Matrix3): Matrix3 {
  const out: number[] = [];
  for (let row = 0; row < 9; row += 3) {
    for (let column = 0; column < 3; column++) {
      out.push(A[row] * B[column] + A[row + 1] * B[column + 3] + A[row + 2] * B[column + 6]);
    }
  }
  return out;
}

export const apply = (A: Matrix3, v: Vector3): Vector3 => [
  A[0] * v[0] + A[1] * v[1] + A[2] * v[2],
  A[3] * v[0] + A[4] * v[1] + A[5] * v[2],
  A[6] * v[0] + A[7] * v[1] + A[8] * v[2],
];

/** Rotation by `angle` radians about a unit axis (Rodrigues): I cos + (1 − cos) aaᵀ + [a]× sin. */
export function rotationAbout(axis: Vector3, angle: number): Matrix3 {
  const [x, y, z] = axis;
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const t = 1 - c;
  return [
    t * x * x + c,
    t * x * y - s * z,
    t * x * z + s * y,
    t * x * y + s * z,
    t * y * y + c,
    t * y * z - s * x,
    t * x * z - s * y,
    t * y * z + s * x,
    t * z * z + c,
  ];
}

/** The shortest rotation that turns `from` into the direction of `to`; the identity when they are parallel. */
export function rotationBetween(from: Vector3, to: Vector3): Matrix3 {
  const axis = cross(from, to);
  const sine = Math.hypot(...axis);
  if (!(sine > 1e-12)) return IDENTITY;
  const unit: Vector3 = [axis[0] / sine, axis[1] / sine, axis[2] / sine];
  return rotationAbout(unit, Math.atan2(sine, dot(from, to)));
}
