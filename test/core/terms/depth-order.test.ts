import { expect, test } from 'vitest';
import { createKinematics } from '../../../core/body/kinematics.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { depthOrder, type OrderedBone, signedDepth } from '../../../core/terms/depth-order.js';
import { goldenBody, goldenCases } from '../../support/golden-body.js';
import { expectJacobian } from '../../support/numeric-jacobian.js';

const kinematics = createKinematics(skeletonOf(goldenBody()));
const cases = goldenCases
  .slice(1)
  .map(({ betas, pose, translation }) => Float64Array.from([...translation, ...pose, ...betas]));
const both = (sign: 1 | -1): OrderedBone[] => [
  { above: 16, below: 18, sign },
  { above: 5, below: 8, sign },
];

test('a bone that goes its way by three centimetres costs nothing; the other way each centimetre costs', () => {
  for (const params of cases) {
    const body = kinematics.pose(params, false);
    const residual = new Float64Array(2);
    for (const sign of [1, -1] as const) {
      depthOrder(both(sign)).evaluate(body, residual, null);
      both(sign).forEach((bone, row) => {
        const [above, below] = [bone.above, bone.below].map((j) => [...body.joints.subarray(3 * j, 3 * j + 3)]);
        const along = above.reduce((sum, a, axis) => sum + a * (below[axis] - a), 0) / Math.hypot(...above);
        expect(signedDepth(body.joints, bone)).toBeCloseTo(along, 12);
        const goes = sign * along;
        expect(residual[row]).toBeCloseTo(goes > 0.03 ? 0 : (0.03 - goes) / 0.01, 9);
      });
    }
  }
});

test.each([1, -1] as const)('Jacobian agrees with central differences, sign %i', (sign) => {
  for (const params of cases) expectJacobian(depthOrder(both(sign)), (x) => kinematics.pose(x, true), params, 1e-6);
});
