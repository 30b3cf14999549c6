import { expect, test } from 'vitest';
import { createKinematics } from '../../../core/body/kinematics.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { gemanMcClure } from '../../../core/solver/loss.js';
import { silhouette } from '../../../core/terms/silhouette.js';
import { goldenBody, goldenCases } from '../../support/golden-body.js';
import { expectJacobian } from '../../support/numeric-jacobian.js';

const kinematics = createKinematics(skeletonOf(goldenBody()));
const camera = { focalLength: 500, principalPoint: [300, 200], width: 600, height: 400 } as const;
const observations = {
  pointOf: Uint16Array.of(20, 4),
  normals: Float64Array.of(0.6, -0.8, 0, 1),
  offsets: Float64Array.of(40, 230),
  sigmas: Float64Array.of(2, 5),
  weights: Float64Array.of(1, 0.5),
};
const paramsOf = (index: number): Float64Array => {
  const { betas, pose, translation } = goldenCases[index];
  return Float64Array.from([translation[0], translation[1], translation[2] + 6, ...pose, ...betas]);
};

test('the residual is how far a point lies beyond the edge along its normal, in units of sigma', () => {
  const body = kinematics.pose(paramsOf(1), false);
  const residual = new Float64Array(2);
  silhouette(observations, camera, gemanMcClure(3)).evaluate(body, residual, null);
  const [X, Y, Z] = body.joints.subarray(60);
  const [x, y] = [(500 * X) / Z + 300, (500 * Y) / Z + 200];
  expect(residual[0]).toBeCloseTo((0.6 * x - 0.8 * y - 40) / 2, 9);
});

test('Jacobian agrees with central differences', () => {
  const term = silhouette(observations, camera, gemanMcClure(3));
  // Residuals are of the order of 100, differences of 1e-6: eight digits are left.
  for (const index of [1, 2]) expectJacobian(term, (x) => kinematics.pose(x, true), paramsOf(index), 1e-5);
});

test('a point behind the camera has no residual', () => {
  const params = paramsOf(1);
  params[2] = -5;
  const term = silhouette(observations, camera, gemanMcClure(3));
  expect(term.evaluate(kinematics.pose(params, false), new Float64Array(2), null)).toBe(false);
});
