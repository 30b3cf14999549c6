import { type Mirror, reflect } from './mirror.js';

/**
 * How the components of a symmetric mixture answer each other: the reflection of component m is component partner[m];
 * a component that is its own partner is symmetric in itself.
 */
export interface Symmetry {
  readonly mirror: Mirror;
  /** M, partner[partner[m]] = m. */
  readonly partner: Int32Array;
}

/** Symmetry of M components of which the first `selfCount` are symmetric in themselves and the rest come in pairs. */
export function pairedSymmetry(mirror: Mirror, componentCount: number, selfCount: number): Symmetry {
  const partner = Int32Array.from({ length: componentCount }, (_, m) =>
    m < selfCount ? m : (m - selfCount) % 2 === 0 ? m + 1 : m - 1,
  );
  return { mirror, partner };
}

/**
 * Weight, first and second moments of the points that belong to each component, about `origins` (M×D): what k-means and
 * EM gather in one pass over the samples. Only the upper triangle of a second moment is kept.
 */
export interface Moments {
  /** M. */
  readonly weight: Float64Array;
  /** M×D, Σ w (x − origin). */
  readonly first: Float64Array;
  /** M×D×D, Σ w (x − origin)(x − origin)ᵀ, upper triangle. */
  readonly second: Float64Array;
}

/** Moments of nothing. */
export function zeroMoments(componentCount: number, dimension: number): Moments {
  return {
    weight: new Float64Array(componentCount),
    first: new Float64Array(componentCount * dimension),
    second: new Float64Array(componentCount * dimension * dimension),
  };
}

/** Adds one point, given by its offset from the origin of component m (D), to the moments in place. */
export function addPoint(moments: Moments, m: number, weight: number, offset: Float64Array): void {
  const D = offset.length;
  const { first, second } = moments;
  moments.weight[m] += weight;
  for (let i = 0; i < D; i++) {
    const scaled = weight * offset[i];
    first[m * D + i] += scaled;
    const row = (m * D + i) * D;
    for (let k = i; k < D; k++) second[row + k] += scaled * offset[k];
  }
}

/**
 * The moments that the samples and their reflections have together, from those of the samples alone: the reflection of
 * a point belongs to the partner of the point's component. Origins must be symmetric too.
 */
export function withReflections(moments: Moments, symmetry: Symmetry): Moments {
  const { mirror, partner } = symmetry;
  const D = mirror.index.length;
  const M = partner.length;
  const out = zeroMoments(M, D);
  for (let m = 0; m < M; m++) {
    const other = partner[m];
    out.weight[m] = moments.weight[m] + moments.weight[other];
    reflect(mirror, moments.first, other * D, out.first, m * D);
    for (let i = 0; i < D; i++) {
      out.first[m * D + i] += moments.first[m * D + i];
      for (let k = i; k < D; k++) {
        const a = mirror.index[i];
        const b = mirror.index[k];
        const reflected = moments.second[(other * D + Math.min(a, b)) * D + Math.max(a, b)];
        out.second[(m * D + i) * D + k] =
          moments.second[(m * D + i) * D + k] + mirror.sign[i] * mirror.sign[k] * reflected;
      }
    }
  }
  return out;
}
