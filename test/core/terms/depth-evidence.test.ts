import { expect, test } from 'vitest';
import { createKinematics } from '../../../core/body/kinematics.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { gemanMcClure } from '../../../core/solver/loss.js';
import { depthEvidence } from '../../../core/terms/depth-evidence.js';
import { goldenBody, goldenCases } from '../../support/golden-body.js';
import { expectJacobian } from '../../support/numeric-jacobian.js';

const kinematics = createKinematics(skeletonOf(goldenBody()));
const observations = {
  jointOf: Uint16Array.of(18, 5),
  depth: Float64Array.of(0.2, -0.1),
  confidence: Float64Array.of(1, 0.5),
  hips: [1, 2] as const,
};

test('the residual is the depth behind the hips less the depth observed, in units of sigma', () => {
  const term = depthEvidence(observations, 0.15, gemanMcClure(3));
  const [, { betas, pose, translation, joints }] = goldenCases;
  const residual = new Float64Array(2);
  term.evaluate(kinematics.pose(Float64Array.from([...translation, ...pose, ...betas]), false), residual, null);
  const middle = (joints[1][2] + joints[2][2]) / 2;
  expect(residual[0]).toBeCloseTo((joints[18][2] - middle - 0.2) / 0.15, 5);
  expect(residual[1]).toBeCloseTo((joints[5][2] - middle + 0.1) / 0.15, 5);
});

test('Jacobian agrees with central differences', () => {
  const term = depthEvidence(observations, 0.15, gemanMcClure(3));
  for (const { betas, pose, translation } of goldenCases.slice(1)) {
    expectJacobian(term, (x) => kinematics.pose(x, true), Float64Array.from([...translation, ...pose, ...betas]), 1e-6);
  }
});
