import type { Target } from './target.js';

/** MakeHuman's unit is the decimetre. */
const METRES_PER_UNIT = 0.1;

/**
 * A linear shape space: points = base + Σ weight_t · target_t. The points are the V vertices of the body followed by
 * the centres of MakeHuman's joint cubes, so that joints move with the flesh.
 */
export interface ShapeSpace {
  /** P×3, metres. */
  readonly base: Float64Array;
  /** Points and deltas of each target, metres. */
  readonly targets: readonly Target[];
}

/** A point of the space as a mean of vertices of the base mesh: one vertex, or the eight of a joint cube. */
export type PointSource = readonly number[];

/** Builds the space of the given points from the base mesh and full-mesh targets (decimetres). */
export function shapeSpace(
  baseVertices: Float64Array,
  sources: readonly PointSource[],
  targets: readonly Target[],
): ShapeSpace {
  const pointOf = new Int32Array(baseVertices.length / 3).fill(-1);
  const base = new Float64Array(3 * sources.length);
  sources.forEach((vertices, point) => {
    const share = METRES_PER_UNIT / vertices.length;
    for (const vertex of vertices) {
      pointOf[vertex] = point;
      for (let axis = 0; axis < 3; axis++) base[3 * point + axis] += share * baseVertices[3 * vertex + axis];
    }
  });
  return { base, targets: targets.map((target) => toPoints(target, pointOf, sources)) };
}

/** Carries a target from vertices of the base mesh to points, in metres; vertices of no point are dropped. */
function toPoints(target: Target, pointOf: Int32Array, sources: readonly PointSource[]): Target {
  const sums = new Map<number, number[]>();
  target.points.forEach((vertex, row) => {
    const point = pointOf[vertex];
    if (point < 0) return;
    const share = METRES_PER_UNIT / sources[point].length;
    const sum = sums.get(point) ?? [0, 0, 0];
    for (let axis = 0; axis < 3; axis++) sum[axis] += share * target.deltas[3 * row + axis];
    sums.set(point, sum);
  });
  const points = [...sums.keys()].sort((a, b) => a - b);
  return {
    points: Uint32Array.from(points),
    deltas: Float32Array.from(points.flatMap((point) => sums.get(point)!)),
  };
}

/** The same space over some of its points only, in the order given. */
export function restrict(space: ShapeSpace, points: readonly number[]): ShapeSpace {
  const newIndex = new Int32Array(space.base.length / 3).fill(-1);
  points.forEach((point, index) => {
    newIndex[point] = index;
  });
  return {
    base: Float64Array.from(points.flatMap((point) => [...space.base.subarray(3 * point, 3 * point + 3)])),
    targets: space.targets.map((target) => {
      const rows = [...target.points.keys()].filter((row) => newIndex[target.points[row]] >= 0);
      return {
        points: Uint32Array.from(rows, (row) => newIndex[target.points[row]]),
        deltas: Float32Array.from(rows.flatMap((row) => [...target.deltas.subarray(3 * row, 3 * row + 3)])),
      };
    }),
  };
}

/** points = base + Σ weight_t · target_t. Overwrites `points` (P×3, metres). */
export function morph(space: ShapeSpace, weights: Float64Array, points: Float64Array): void {
  points.set(space.base);
  for (let t = 0; t < weights.length; t++) {
    const weight = weights[t];
    if (weight === 0) continue;
    const { points: moved, deltas } = space.targets[t];
    for (let row = 0; row < moved.length; row++) {
      const p = 3 * moved[row];
      const d = 3 * row;
      points[p] += weight * deltas[d];
      points[p + 1] += weight * deltas[d + 1];
      points[p + 2] += weight * deltas[d + 2];
    }
  }
}
