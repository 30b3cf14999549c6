import { describe, expect, test } from 'vitest';
import { openBody, openPrior } from '../../../converters/cli/node-models.js';
import { fitCapsules } from '../../../core/body/capsules.js';
import { JOINT_SETS } from '../../../core/body/joint-sets.js';
import { createKinematics } from '../../../core/body/kinematics.js';
import { axisAngleFromRotation, rotationAngle, rotationFromAxisAngle } from '../../../core/body/rotation.js';
import { createSmplify, turned } from '../../../core/fit/smplify.js';
import { SMPLIFY_TERMS } from '../../../core/fit/smplify-terms.js';
import { flipRotation } from '../../../core/frames.js';
import { rowsByName } from '../../../core/keypoints/observe.js';
import type { Camera, Keypoints } from '../../../core/types.js';
import { seededRandom } from '../../../models/build/random.js';
import { paramsOf } from '../../support/shipped.js';

const [body, prior] = await Promise.all([openBody('neutral'), openPrior()]);
const capsules = fitCapsules(body);
const smplify = createSmplify(body, prior, { capsules });
const kinematics = createKinematics(smplify.skeleton);
const rows = rowsByName(smplify.skeleton);
const camera: Camera = { focalLength: 700, principalPoint: [300, 200], width: 640, height: 480 };

/** Keypoints of a body that SMPLify's own camera sees. */
function project(params: Float64Array, set: Keypoints['set'] = 'lsp14'): Keypoints {
  const { joints } = kinematics.pose(params, false);
  const xy = JOINT_SETS[set].flatMap((name) => {
    const [X, Y, Z] = joints.subarray(3 * (rows.get(name ?? '') ?? 0));
    return [(5000 * X) / Z + 320, (5000 * Y) / Z + 240];
  });
  return { set, xy: Float64Array.from(xy), confidence: new Float64Array(JOINT_SETS[set].length).fill(1) };
}

/** Somebody with bent knees and raised arms, turned by so many degrees from facing the camera. */
function crouching(degrees: number): Float64Array {
  const R = new Float64Array(9);
  rotationFromAxisAngle(0, (degrees * Math.PI) / 180, 0, R);
  flipRotation(R);
  return paramsOf([0, 0, 22], {
    pelvis: axisAngleFromRotation(R),
    left_hip: [-0.9, 0, 0],
    right_hip: [-0.7, 0, 0],
    left_knee: [1.2, 0, 0],
    right_knee: [1, 0, 0],
    left_shoulder: [0, -0.5, -0.7],
    right_shoulder: [0, 0.5, 0.7],
    left_elbow: [0, -0.8, 0],
    right_elbow: [0, 0.8, 0],
  });
}

function orientationError(fit: { readonly pose: ArrayLike<number> }, truth: Float64Array): number {
  const [A, B] = [fit.pose, truth.subarray(3)].map((pose) => {
    const R = new Float64Array(9);
    rotationFromAxisAngle(pose[0], pose[1], pose[2], R);
    return R;
  });
  return (rotationAngle(A, 0, B, 0) * 180) / Math.PI;
}

describe('a body that SMPLify can see', () => {
  const truth = crouching(20);
  const fit = smplify.fit(project(truth), camera);

  test('is found, in its own camera', () => {
    expect(fit.camera).toEqual({ ...camera, focalLength: 5000, principalPoint: [320, 240] });
    // About 400 pixels tall, no noise; priors pull a little.
    expect(fit.reprojectionError).toBeLessThan(6);
    expect(orientationError(fit, truth)).toBeLessThan(25);
    expect(Math.abs(fit.translation[2] - 22)).toBeLessThan(2);
    expect(Object.keys(fit.costByTerm)).toEqual([...SMPLIFY_TERMS]);
    expect(Object.values(fit.costByTerm).reduce((sum, cost) => sum + cost, 0)).toBeCloseTo(fit.cost, 6);
  });

  test('also from the keypoints of another set', () => {
    const other = smplify.fit(project(truth, 'coco17'), camera);
    expect(orientationError(other, truth)).toBeLessThan(25);
  });

  test('limbs that are not seen are said to be a guess', () => {
    expect(fit.warnings).toEqual([]);
    const { set, xy, confidence } = project(truth);
    const hidden = confidence.map((own, k) => (/knee|ankle/.test(JOINT_SETS.lsp14[k]) ? 0 : own));
    const half = smplify.fit({ set, xy, confidence: hidden }, camera);
    expect(half.warnings).toContain('the legs are not seen: their pose is a guess');
  });

  test('terms can be switched off', () => {
    const without = createSmplify(body, prior, { capsules, without: ['prior', 'interpenetration'] });
    expect(Object.keys(without.fit(project(truth), camera).costByTerm)).toEqual(['joints', 'hinge', 'shape']);
  });
});

describe('whoever is seen from the side is tried both ways', () => {
  test.each([90, -90])('%d degrees', (degrees) => {
    const truth = crouching(degrees);
    for (let seed = 1; seed <= 6; seed++) {
      // Noise hides what little perspective says of the side; limbs decide.
      const random = seededRandom(seed);
      const keypoints = project(truth);
      const noisy = { ...keypoints, xy: keypoints.xy.map((value) => value + 3 * random.normal()) };
      expect(orientationError(smplify.fit(noisy, camera), truth), `seed ${seed}`).toBeLessThan(60);
    }
  });
});

test('the other way means turned by half about the body’s own y axis, wherever that points', () => {
  const params = Float64Array.from({ length: kinematics.layout.count }, (_, n) => Math.sin(n));
  const other = turned(params, kinematics.layout);
  const [before, after] = [params, other].map((own) => {
    const R = new Float64Array(9);
    rotationFromAxisAngle(own[3], own[4], own[5], R);
    return R;
  });
  after.forEach((value, i) => {
    expect(value).toBeCloseTo(i % 3 === 1 ? before[i] : -before[i], 12); // its x and z axes are reversed
  });
  expect([...other.slice(0, 3), ...other.slice(6)]).toEqual([...params.slice(0, 3), ...params.slice(6)]);
});

test('hips that an annotator misplaced change the camera alone', () => {
  const keypoints = project(crouching(20));
  const shifted = { ...keypoints, xy: keypoints.xy.slice() };
  // Towards each other by 40 px of about 48: the middle of the torso stays.
  for (const [name, x] of [['left_hip', -20] as const, ['right_hip', 20] as const]) {
    shifted.xy[2 * JOINT_SETS.lsp14.indexOf(name)] += x;
  }
  const [a, b] = [keypoints, shifted].map((given) => smplify.fit(given, camera));
  // Radians; with the hips in the body stages it is 0.37.
  for (let i = 3; i < 72; i++) expect(Math.abs(a.pose[i] - b.pose[i])).toBeLessThan(0.1);
});

describe('odd input', () => {
  test('no keypoints leave the mean pose', () => {
    const none = { set: 'lsp14' as const, xy: new Float64Array(28), confidence: new Float64Array(14) };
    const fit = smplify.fit(none, camera);
    expect([...fit.pose, ...fit.betas, ...fit.translation].every(Number.isFinite)).toBe(true);
    expect(fit.warnings.length).toBeGreaterThan(0);
  });

  test('sizes that disagree with the set are refused', () => {
    const wrong = { set: 'lsp14' as const, xy: new Float64Array(34), confidence: new Float64Array(17) };
    expect(() => smplify.fit(wrong, camera)).toThrow('keypoints.xy has 34 numbers');
    expect(() => smplify.fit({ ...wrong, set: 'nonsense' as 'coco17' }, camera)).toThrow('set of keypoints');
    const none = { set: 'lsp14' as const, xy: new Float64Array(28), confidence: new Float64Array(14) };
    const { height, ...flat } = camera;
    expect(() => smplify.fit(none, flat as typeof camera)).toThrow(`size is ${camera.width} x missing`);
  });
});
