/** A robust loss ρ on the squared residual s = r². */
export interface Loss {
  /** Writes [ρ(s), ρ′(s)] to `out`. */
  evaluate(s: number, out: Float64Array): void;
}

/**
 * Geman-McClure, scale σ in the unit of the residual.
 *
 *   ρ(s) = σ² s / (s + σ²)        ρ′(s) = σ⁴ / (s + σ²)²        ρ(0) = 0, ρ′(0) = 1
 */
export function gemanMcClure(sigma: number): Loss {
  const sigma2 = sigma * sigma;
  return {
    evaluate(s, out) {
      const share = sigma2 / (s + sigma2);
      out[0] = s * share;
      out[1] = share * share;
    },
  };
}
