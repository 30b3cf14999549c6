import type { PosedBody } from '../../core/body/kinematics.js';

/** A "body" without joints, for terms and solvers that look at the parameters alone. */
export const parametersOnly = (params: Float64Array): PosedBody => ({
  params,
  joints: new Float64Array(0),
  jointsJacobian: new Float64Array(0),
  columns: [],
  rotations: new Float64Array(0),
});
