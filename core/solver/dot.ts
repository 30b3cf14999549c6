/**
 * Σ A[a + k] B[b + k] over `count` numbers, in two sums that do not wait for each other: a chain of additions is what
 * such a loop otherwise waits for.
 */
export function dot(A: Float64Array, a: number, B: Float64Array, b: number, count: number): number {
  let sum = 0;
  let second = 0;
  let k = 0;
  for (; k + 1 < count; k += 2) {
    sum += A[a + k] * B[b + k];
    second += A[a + k + 1] * B[b + k + 1];
  }
  if (k < count) sum += A[a + k] * B[b + k];
  return sum + second;
}
