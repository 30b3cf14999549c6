import { axisAngleFromRotation, rotationFromAxisAngle } from '../body/rotation.js';
import type { ParameterLayout } from '../body/skeleton.js';

/** Axis-angles of at most π, the same rotations, in place: what other programs expect. */
export function wrapRotations(params: Float64Array, layout: ParameterLayout): void {
  const R = new Float64Array(9);
  for (let n = layout.pose; n < layout.betas; n += 3) {
    if (Math.hypot(params[n], params[n + 1], params[n + 2]) <= Math.PI) continue;
    rotationFromAxisAngle(params[n], params[n + 1], params[n + 2], R);
    params.set(axisAngleFromRotation(R), n);
  }
}
