import { expect, test } from 'vitest';
import { createKinematics } from '../../../core/body/kinematics.js';
import { shapeBody } from '../../../core/body/shape.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { poseVertices } from '../../../core/body/skinning.js';
import { goldenBody, goldenCases } from '../../support/golden-body.js';
import { largestDifference, numericJacobian } from '../../support/numeric-jacobian.js';

const KEYPOINTS = { nose: 3, left_heel: 7, head_top: 11 };
const body = goldenBody(KEYPOINTS);
const kinematics = createKinematics(skeletonOf(body));

const paramsOf = ({ betas, pose, translation }: (typeof goldenCases)[number]): Float64Array =>
  Float64Array.from([...translation, ...pose, ...betas]);

test.each(goldenCases.map((entry, i) => [i, entry] as const))(
  'case %d: joints and surface points are those of the whole mesh',
  (_, entry) => {
    const { joints } = kinematics.pose(paramsOf(entry), false);
    expect(largestDifference(joints.subarray(0, 72), entry.joints.flat())).toBeLessThan(1e-7); // float32 inputs
    const mesh = poseVertices(body, shapeBody(body, entry.betas), entry.pose, entry.translation);
    const expected = Object.values(KEYPOINTS).flatMap((vertex) => [...mesh.subarray(3 * vertex, 3 * vertex + 3)]);
    expect(largestDifference(joints.subarray(72), expected)).toBeLessThan(2e-6); // the mesh is float32
  },
);

test.each(goldenCases.map((entry, i) => [i, entry] as const))(
  'case %d: the analytic Jacobian is that of central differences',
  (_, entry) => {
    const params = paramsOf(entry);
    const analytic = kinematics.pose(params, true).jointsJacobian.slice();
    const numeric = numericJacobian((x) => kinematics.pose(x, false).joints, params);
    expect(largestDifference(analytic, numeric)).toBeLessThan(1e-7); // differences of step 1e-6 keep nine digits
  },
);
