/** Which of its three cases a dogleg step was. */
export type DoglegCase = 'gauss-newton' | 'cauchy' | 'between';

/**
 * Powell's dogleg step (Powell 1970; Madsen, Nielsen & Tingleff 2004, section 3.3).
 *
 * @param gaussNewton n, minimiser of the quadratic model
 * @param cauchy      n, minimiser of the model along −gradient
 * @param radius      trust-region radius, in the scaled parameter space, > 0
 * @param step        n, overwritten
 */
export function doglegStep(
  gaussNewton: Float64Array,
  cauchy: Float64Array,
  radius: number,
  step: Float64Array,
): DoglegCase {
  // Case 1. The Gauss-Newton point is inside the region: it is the answer.
  if (norm(gaussNewton) <= radius) {
    step.set(gaussNewton);
    return 'gauss-newton';
  }
  // Case 2. Even the Cauchy point is outside: follow the gradient to the boundary.
  const cauchyNorm = norm(cauchy);
  if (cauchyNorm >= radius) {
    for (let i = 0; i < step.length; i++) step[i] = (radius / cauchyNorm) * cauchy[i];
    return 'cauchy';
  }
  // Case 3. From the Cauchy point a towards the Gauss-Newton point b, up to the boundary: ‖a + β(b − a)‖ = radius.
  // With c = aᵀ(b − a) and d = ‖b − a‖² that is dβ² + 2cβ − (radius² − ‖a‖²) = 0; of the two forms of its positive
  // root the one is taken in which nothing cancels.
  let c = 0;
  let d = 0;
  for (let i = 0; i < step.length; i++) {
    const leg = gaussNewton[i] - cauchy[i];
    c += cauchy[i] * leg;
    d += leg * leg;
  }
  const slack = radius * radius - cauchyNorm * cauchyNorm;
  const root = Math.sqrt(c * c + d * slack);
  const beta = c <= 0 ? (root - c) / d : slack / (root + c);
  for (let i = 0; i < step.length; i++) step[i] = cauchy[i] + beta * (gaussNewton[i] - cauchy[i]);
  return 'between';
}

/** Euclidean length. */
export function norm(vector: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i] * vector[i];
  return Math.sqrt(sum);
}
