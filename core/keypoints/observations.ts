/** Points that a term observes: each names a row of PosedBody.joints, a pixel and how far it is to be trusted. */
export interface Observations {
  /** K: joint or surface point of the body. */
  readonly jointOf: Uint16Array;
  /** K×2, pixels. */
  readonly xy: Float64Array;
  /** K, in [0, 1]. */
  readonly confidence: Float64Array;
}
