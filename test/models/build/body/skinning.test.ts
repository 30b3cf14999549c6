import { expect, test } from 'vitest';
import { randomPose } from '../../../../models/build/body/random-pose.js';
import { poseFeatures, poseSkeleton } from '../../../../models/build/body/skeleton-pose.js';
import {
  blendMotion,
  dualQuaternionSkinning,
  linearSkinning,
  sparseSkin,
} from '../../../../models/build/body/skinning.js';
import { seededRandom } from '../../../../models/build/random.js';

/** All joints in a row along x, 0.1 m apart. */
const joints = Float64Array.from({ length: 72 }, (_, k) => (k % 3 === 0 ? k / 30 : 0));
/** One vertex with the given weights of left_hip (1) and left_knee (4). */
const skinOf = (hip: number, knee: number) => {
  const weights = new Float32Array(24);
  weights[1] = hip;
  weights[4] = knee;
  return sparseSkin(weights, 24);
};
const bentKnee = (degrees: number) => {
  const pose = new Float64Array(72);
  pose[3 * 4 + 2] = (degrees * Math.PI) / 180;
  return poseSkeleton(pose, joints);
};

test('a bent knee carries its own vertex around the joint', () => {
  const out = new Float64Array(3);
  for (const skin of [linearSkinning, dualQuaternionSkinning]) {
    skin(skinOf(0, 1), bentKnee(90), Float64Array.of(0.6, 0, 0), out);
    // The knee is at x = 0.4: a point 0.2 m beyond it swings up.
    [0.4, 0.2, 0].forEach((value, axis) => {
      expect(out[axis]).toBeCloseTo(value, 12);
    });
  }
});

test('half way: linear blending cuts the corner, dual quaternions keep the radius', () => {
  const out = new Float64Array(3);
  const point = Float64Array.of(0.4, 0.1, 0); // beside the knee
  linearSkinning(skinOf(0.5, 0.5), bentKnee(120), point, out);
  expect(Math.hypot(out[0] - 0.4, out[1])).toBeCloseTo(0.1 * Math.cos(Math.PI / 3), 12);
  dualQuaternionSkinning(skinOf(0.5, 0.5), bentKnee(120), point, out);
  expect(Math.hypot(out[0] - 0.4, out[1])).toBeCloseTo(0.1, 12);
});

test.each([1, 2, 3])('a random pose moves a neighbourhood with equal weights rigidly (seed %i)', (seed) => {
  const random = seededRandom(seed);
  const skeleton = poseSkeleton(randomPose(random), joints);
  const weights = new Float32Array(4 * 24);
  for (let v = 0; v < 4; v++) weights.set([0.1, 0.2, 0.3, 0.4], 24 * v + 16);
  const points = Float64Array.from({ length: 12 }, () => random.normal());
  const out = new Float64Array(12);
  dualQuaternionSkinning(sparseSkin(weights, 24), skeleton, points, out);
  const distance = (p: Float64Array, a: number, b: number): number =>
    Math.hypot(p[3 * a] - p[3 * b], p[3 * a + 1] - p[3 * b + 1], p[3 * a + 2] - p[3 * b + 2]);
  for (const [a, b] of [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 0],
    [0, 2],
  ]) {
    expect(distance(out, a, b)).toBeCloseTo(distance(points, a, b), 6); // float32 weights sum to one within 1e-7
  }
});

test('with one influence both ways of skinning agree, about every axis (seed 8)', () => {
  const random = seededRandom(8);
  const skeleton = poseSkeleton(randomPose(random), joints);
  const weights = new Float32Array(24 * 24);
  for (let j = 0; j < 24; j++) weights[25 * j] = 1; // vertex j hangs on joint j
  const skin = sparseSkin(weights, 24);
  const points = Float64Array.from({ length: 72 }, () => random.normal());
  const [linear, dual] = [new Float64Array(72), new Float64Array(72)];
  linearSkinning(skin, skeleton, points, linear);
  dualQuaternionSkinning(skin, skeleton, points, dual);
  dual.forEach((value, k) => {
    expect(value).toBeCloseTo(linear[k], 10);
  });
});

test('blendMotion is the weighted mean of the joints', () => {
  const motion = new Float64Array(12);
  blendMotion(skinOf(0.25, 0.75), bentKnee(90), 0, motion);
  [0.25, -0.75, 0, 0.75, 0.25, 0, 0, 0, 1].forEach((value, k) => {
    expect(motion[k]).toBeCloseTo(value, 12);
  });
});

test('features are the rotation minus the identity, joint by joint, without the root', () => {
  const pose = new Float64Array(72);
  pose[2] = 1; // the root does not count
  pose[3 * 4 + 2] = Math.PI / 2;
  const features = poseFeatures(pose);
  expect(features).toHaveLength(207);
  [-1, -1, 0, 1, -1, 0, 0, 0, 0].forEach((value, k) => {
    expect(features[9 * 3 + k]).toBeCloseTo(value, 12);
  });
  expect(features.filter((value) => Math.abs(value) > 1e-12)).toHaveLength(4);
});
