/** One answer of the network; decoding makes rotations of its columns, of whatever length they are. */
export interface Answer {
  /** COLUMN_COUNT. */
  readonly columns: Float64Array;
  /** LIFTED_BETAS. */
  readonly betas: Float64Array;
  /** SIGMA_COUNT. */
  readonly logSigma: Float64Array;
}

/** Between two answers about one person: 0 the first, 1 the second. */
export function blend(first: Answer, second: Answer, share: number): Answer {
  const between = (a: Float64Array, b: Float64Array): Float64Array =>
    a.map((value, i) => (1 - share) * value + share * b[i]);
  return {
    columns: between(first.columns, second.columns),
    betas: between(first.betas, second.betas),
    logSigma: between(first.logSigma, second.logSigma),
  };
}
