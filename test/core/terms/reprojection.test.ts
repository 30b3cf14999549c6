import { expect, test } from 'vitest';
import { createKinematics, type PosedBody } from '../../../core/body/kinematics.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { gemanMcClure } from '../../../core/solver/loss.js';
import { reprojection } from '../../../core/terms/reprojection.js';
import { goldenBody, goldenCases } from '../../support/golden-body.js';
import { expectJacobian } from '../../support/numeric-jacobian.js';

const camera = { focalLength: 1000, principalPoint: [320, 240], width: 640, height: 480 } as const;

function onePoint(position: number[]): PosedBody {
  return {
    params: new Float64Array(1),
    joints: Float64Array.from(position),
    jointsJacobian: new Float64Array(3),
    columns: [Uint16Array.of(0)],
    rotations: new Float64Array(9),
  };
}

const observe = (jointOf: number[], xy: number[], confidence: number[]) => ({
  jointOf: Uint16Array.from(jointOf),
  xy: Float64Array.from(xy),
  confidence: Float64Array.from(confidence),
});

test('a joint on the optical axis projects to the principal point; the residual is in units of sigma', () => {
  const term = reprojection(observe([0], [320, 240], [1]), camera, 4, null);
  const residual = new Float64Array(2);
  term.evaluate(onePoint([0, 0, 2]), residual, null);
  expect([...residual]).toEqual([0, 0]);
  term.evaluate(onePoint([0.2, 0.1, 2]), residual, null); // 1000·(0.2, 0.1)/2 = (100, 50) pixels
  expect(residual[0]).toBeCloseTo(25, 12);
  expect(residual[1]).toBeCloseTo(12.5, 12);
});

test('a joint behind the camera, or nowhere, is undefined', () => {
  const term = reprojection(observe([0], [320, 240], [1]), camera, 4, null);
  expect(term.evaluate(onePoint([0, 0, -1]), new Float64Array(2), null)).toBe(false);
  expect(term.evaluate(onePoint([0, 0, Number.NaN]), new Float64Array(2), null)).toBe(false);
});

test('a camera inside the body is undefined, also where all that is seen lies before it', () => {
  const term = reprojection(observe([1], [320, 240], [1]), camera, 4, null);
  const withPelvisAt = (Z: number): PosedBody => ({
    ...onePoint([0, 0, Z, 0, 0, 1]),
    columns: [0, 1].map(() => Uint16Array.of(0)),
  });
  expect(term.evaluate(withPelvisAt(0.05), new Float64Array(2), null)).toBe(false);
  expect(term.evaluate(withPelvisAt(0.2), new Float64Array(2), null)).toBe(true);
});

test('wrong lengths are refused', () => {
  expect(() => reprojection(observe([0, 1], [320, 240], [1, 1]), camera, 4, null)).toThrow('xy has 2 numbers');
});

test('Jacobian agrees with central differences', () => {
  const kinematics = createKinematics(skeletonOf(goldenBody({ nose: 3 })));
  const term = reprojection(
    observe([0, 9, 24], [300, 200, 310, 220, 350, 260], [1, 0.5, 0.9]),
    camera,
    4,
    gemanMcClure(6),
  );
  for (const { betas, pose } of goldenCases.slice(1)) {
    const params = Float64Array.from([0.3, -0.2, 9, ...pose, ...betas]);
    expectJacobian(term, (x) => kinematics.pose(x, true), params, 1e-4); // residuals near 100: differences keep six digits
  }
});
