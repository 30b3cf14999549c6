/** Weighted points of a D-dimensional space. N points. */
export interface Samples {
  readonly dimension: number;
  /** N×D, row-major. */
  readonly values: Float64Array;
  /** N, > 0: how many points each stands for. */
  readonly weights: Float64Array;
}

/** N×D values, each point counted once. */
export function equallyWeighted(values: Float64Array, dimension: number): Samples {
  return { dimension, values, weights: new Float64Array(values.length / dimension).fill(1) };
}

/** The points of several sets, one set after the other; all of the same dimension. */
export function joinSamples(sets: readonly Samples[]): Samples {
  const values = new Float64Array(sets.reduce((sum, set) => sum + set.values.length, 0));
  const weights = new Float64Array(sets.reduce((sum, set) => sum + set.weights.length, 0));
  let value = 0;
  let weight = 0;
  for (const set of sets) {
    values.set(set.values, value);
    weights.set(set.weights, weight);
    value += set.values.length;
    weight += set.weights.length;
  }
  return { dimension: sets[0].dimension, values, weights };
}

/** The rows of `values` (N×D) that `rows` names, in that order. */
export function selectRows(values: Float64Array, dimension: number, rows: ArrayLike<number>): Float64Array {
  const out = new Float64Array(rows.length * dimension);
  for (let r = 0; r < rows.length; r++) {
    out.set(values.subarray(rows[r] * dimension, (rows[r] + 1) * dimension), r * dimension);
  }
  return out;
}
