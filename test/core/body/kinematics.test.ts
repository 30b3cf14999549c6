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

test('where a point does not depend on a parameter its derivative is 0, and stays so', () => {
  const { count: N, pose, betas } = kinematics.layout;
  for (const entry of goldenCases) {
    const { jointsJacobian, columns } = kinematics.pose(paramsOf(entry), true);
    expect(columns).toHaveLength(27);
    columns.forEach((moving, point) => {
      const still = [...Array(N).keys()].filter((n) => !moving.includes(n));
      for (let row = 3 * point; row < 3 * point + 3; row++) {
        for (const n of still) expect(jointsJacobian[row * N + n]).toBe(0);
      }
    });
  }
  // The left wrist hangs on pelvis, spine 1-3, collar, shoulder and elbow; and on every beta.
  const { columns } = kinematics.pose(paramsOf(goldenCases[0]), true);
  const turning = [0, 3, 6, 9, 13, 16, 18].flatMap((k) => [0, 1, 2].map((i) => pose + 3 * k + i));
  expect([...columns[20]]).toEqual([0, 1, 2, ...turning, ...[...Array(N - betas).keys()].map((b) => betas + b)]);
});

test('of the points asked for, everything is as if all had been; where joints are and how they are turned, always', () => {
  const some = createKinematics(skeletonOf(body));
  const { count: N } = some.layout;
  for (const entry of goldenCases) {
    const all = kinematics.pose(paramsOf(entry), true);
    const wanted = Uint16Array.of(0, 20, 24, 26);
    const { joints, jointsJacobian, rotations } = some.pose(paramsOf(entry), true, wanted);
    expect([...joints.subarray(0, 72)]).toEqual([...all.joints.subarray(0, 72)]);
    expect([...rotations]).toEqual([...all.rotations]);
    for (const point of wanted) {
      const at = [3 * point, 3 * point + 3] as const;
      expect([...joints.subarray(...at)]).toEqual([...all.joints.subarray(...at)]);
      const rows = [at[0] * N, at[1] * N] as const;
      expect([...jointsJacobian.subarray(...rows)]).toEqual([...all.jointsJacobian.subarray(...rows)]);
    }
  }
});
