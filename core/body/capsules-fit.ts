/**
 * Share of the vertices beyond either end of what counts as a part's extent: a few belong to its neighbours' bulges.
 */
const TRIMMED = 0.02;
/** Ends and radius depend on each other: they take turns until the radius moves less than this, metres. */
const CLOSE = 1e-5;
const MAX_ROUNDS = 12;

/** A segment with a radius. */
export interface FittedCapsule {
  /** 6, metres. */
  readonly ends: Float64Array;
  /** Metres. */
  readonly radius: number;
}

/**
 * A capsule of given direction around a part of a mesh. Its axis passes through the middle of the part's extent across
 * the direction; its caps touch the extent along it; its radius is the median distance of the vertices from the
 * segment, which bulges and missing sides move little.
 *
 * @param points P×3, metres, on the surface of the part
 * @param direction 3, any length
 * @param open axis (0, 1, 2), at right angles to the direction, along which the part has no walls of its own, a slice
 *   of something longer: distances ignore it; null for a part that the mesh encloses
 */
export function fitCapsule(points: Float64Array, direction: readonly number[], open: number | null): FittedCapsule {
  const ends = new Float64Array(6);
  if (points.length === 0) return { ends, radius: 0 };
  const axes = orthonormal(direction, open);
  const [along, second, third] = axes.map((axis) => project(points, axis));
  const [low, high] = extent(along);
  const middle = [second, third].map((values) => extent(values).reduce((least, most) => (least + most) / 2));
  const distances = new Float64Array(along.length);
  let radius = 0;
  let [from, to] = [low, high];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    for (let n = 0; n < distances.length; n++) {
      const beyond = Math.max(from - along[n], along[n] - to, 0);
      const y = open === null ? second[n] - middle[0] : 0;
      const z = third[n] - middle[1];
      distances[n] = Math.sqrt(beyond * beyond + y * y + z * z);
    }
    const before = radius;
    radius = nthSmallest(distances, distances.length >> 1);
    const inset = Math.min(radius, (high - low) / 2);
    [from, to] = [low + inset, high - inset];
    if (Math.abs(radius - before) < CLOSE) break;
  }
  [from, to].forEach((place, end) => {
    for (let i = 0; i < 3; i++) {
      ends[3 * end + i] = place * axes[0][i] + middle[0] * axes[1][i] + middle[1] * axes[2][i];
    }
  });
  return { ends, radius };
}

/** Coordinate of each point (P×3) along a unit vector. */
function project(points: Float64Array, [x, y, z]: readonly number[]): Float64Array {
  const out = new Float64Array(points.length / 3);
  for (let n = 0; n < out.length; n++) out[n] = x * points[3 * n] + y * points[3 * n + 1] + z * points[3 * n + 2];
  return out;
}

/** The range of the numbers without the outermost of them. */
function extent(values: Float64Array): readonly [number, number] {
  const scratch = values.slice();
  const skipped = Math.floor(TRIMMED * values.length);
  return [nthSmallest(scratch, skipped), nthSmallest(scratch, values.length - 1 - skipped)];
}

/** The number that would stand at index n if they were sorted (Hoare's selection); reorders them. */
export function nthSmallest(values: Float64Array, n: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = values[(from + to) >> 1];
    let low = from;
    let high = to;
    while (low <= high) {
      while (values[low] < pivot) low++;
      while (values[high] > pivot) high--;
      if (low > high) break;
      [values[low], values[high]] = [values[high], values[low]];
      low++;
      high--;
    }
    if (n <= high) to = high;
    else if (n >= low) from = low;
    else break;
  }
  return values[n];
}

/**
 * Three unit vectors at right angles, the first along `direction`, the second along the axis `open` where one is given.
 */
function orthonormal(direction: readonly number[], open: number | null): [number[], number[], number[]] {
  const first = normalised(direction);
  const smallest = first.reduce((least, value, i) => (Math.abs(value) < Math.abs(first[least]) ? i : least), 0);
  const axis = open ?? smallest;
  const second = normalised([0, 1, 2].map((i) => Number(i === axis) - first[axis] * first[i]));
  const third = [0, 1, 2].map(
    (i) => first[(i + 1) % 3] * second[(i + 2) % 3] - first[(i + 2) % 3] * second[(i + 1) % 3],
  );
  return [first, second, third];
}

function normalised(v: readonly number[]): number[] {
  const length = Math.hypot(v[0], v[1], v[2]);
  return v.map((value) => value / length);
}
