/** Stirling's series is good to 1e-9 from here on. */
const LARGE = 9;

/**
 * The regularised lower incomplete gamma function, P(s, x): the share of a gamma variable of shape s that is below x. By its
 * series (Abramowitz and Stegun 1964, 6.5.29),
 *
 *   P(s, x) = x^s e^-x / Γ(s + 1) · Σ_n x^n / ((s + 1) … (s + n))
 *
 * whose terms are all positive. Made for x up to some tens.
 *
 * @param s above 0
 * @param x not below 0
 */
export function gammaShare(s: number, x: number): number {
  if (!(x > 0)) return 0;
  let term = 1;
  let sum = 1;
  for (let n = 1; term > 1e-12 * sum; n++) {
    term *= x / (s + n);
    sum += term;
  }
  return Math.min(1, Math.exp(s * Math.log(x) - x - logGamma(s + 1)) * sum);
}

/** ln Γ(z), z > 0: Stirling's series (6.1.41) of a larger z, led back by Γ(z + 1) = z Γ(z). */
function logGamma(z: number): number {
  let large = z;
  let product = 1;
  while (large < LARGE) {
    product *= large;
    large++;
  }
  const series = 1 / (12 * large) - 1 / (360 * large ** 3) + 1 / (1260 * large ** 5);
  return (large - 0.5) * Math.log(large) - large + Math.log(2 * Math.PI) / 2 + series - Math.log(product);
}
