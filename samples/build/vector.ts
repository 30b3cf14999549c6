/** Three numbers: a point, a direction or a linear colour. */
export type Vector = readonly [number, number, number];

export const add = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vector, s: number): Vector => [a[0] * s, a[1] * s, a[2] * s];
export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
/** Component by component: a colour in a light. */
export const multiply = (a: Vector, b: Vector): Vector => [a[0] * b[0], a[1] * b[1], a[2] * b[2]];
export const mix = (a: Vector, b: Vector, t: number): Vector => add(scale(a, 1 - t), scale(b, t));
export const normalise = (a: Vector): Vector => scale(a, 1 / Math.hypot(...a));
export const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** Row i of an n×3 array. */
export const pointOf = (points: ArrayLike<number>, i: number): Vector => [
  points[3 * i],
  points[3 * i + 1],
  points[3 * i + 2],
];

/** All points of an n×3 array, moved. */
export function mapPoints(points: Float32Array, move: (point: Vector) => Vector): Float32Array {
  const out = new Float32Array(points.length);
  for (let i = 0; i < points.length / 3; i++) out.set(move(pointOf(points, i)), 3 * i);
  return out;
}
