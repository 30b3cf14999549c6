import type { ParameterLayout, Skeleton } from './skeleton.js';

/** What the walk over the joints leaves for the points, overwritten with each pose. */
export interface SkeletonWalk {
  readonly skeleton: Skeleton;
  readonly layout: ParameterLayout;
  /** J×3, J(β). */
  readonly rest: Float64Array;
  /** J×9, exp(θ_j). */
  readonly local: Float64Array;
  /** J×9, G_j. */
  readonly rotations: Float64Array;
  /** J×9, as turnAxes leaves them, by the time that `rows` is called. */
  readonly axes: Float64Array;
  /** (J+P)×3, of which the first J are there. */
  readonly joints: Float64Array;
  /** (J+P)×3×N, of which the rows of the first J are there; the columns of the translation are never written. */
  readonly jointsJacobian: Float64Array;
}
