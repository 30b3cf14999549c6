import { expect, test } from 'vitest';
import { mirrorPose, randomPose } from '../../../../models/build/body/random-pose.js';
import { poseSkeleton } from '../../../../models/build/body/skeleton-pose.js';
import { MIRRORED_JOINT } from '../../../../models/build/body/symmetry.js';
import { seededRandom } from '../../../../models/build/random.js';

const random = seededRandom(4);
const poses = Array.from({ length: 200 }, () => randomPose(random));

test('knees and elbows of both sides bend the way they can, the root rests (seed 4)', () => {
  for (const pose of poses) {
    expect([...pose.subarray(0, 3)]).toEqual([0, 0, 0]);
    expect(pose[3 * 4]).toBeGreaterThanOrEqual(0);
    expect(pose[3 * 5]).toBeGreaterThanOrEqual(0);
    expect(pose[3 * 18 + 1]).toBeLessThan(0.06);
    expect(pose[3 * 19 + 1]).toBeGreaterThan(-0.06);
  }
});

test('mirroring twice changes nothing', () => {
  expect(mirrorPose(mirrorPose(poses[0]))).toEqual(poses[0]);
});

test('the mirrored pose puts mirrored joints in mirrored places', () => {
  const rest = seededRandom(5);
  const joints = new Float64Array(72);
  for (let j = 0; j < 24; j++) {
    const image = MIRRORED_JOINT[j];
    if (image < j) continue;
    const [x, y, z] = [image === j ? 0 : rest.uniform(), rest.uniform(), rest.uniform()];
    joints.set([x, y, z], 3 * j);
    joints.set([image === j ? 0 : -x, y, z], 3 * image);
  }
  const a = poseSkeleton(poses[1], joints).translations;
  const b = poseSkeleton(mirrorPose(poses[1]), joints).translations;
  a.forEach(([x, y, z], j) => {
    const image = b[MIRRORED_JOINT[j]];
    [-x, y, z].forEach((value, axis) => {
      expect(image[axis]).toBeCloseTo(value, 12);
    });
  });
});
