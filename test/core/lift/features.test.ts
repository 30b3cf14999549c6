import { describe, expect, test } from 'vitest';
import { multiplyRotations, rotationFromAxisAngle } from '../../../core/body/rotation.js';
import { type KeypointName, type NamedKeypoint, namedKeypoints } from '../../../core/keypoints/named-keypoints.js';
import { FEATURE_COUNT, LIFTED_KEYPOINTS, liftFeatures } from '../../../core/lift/features.js';
import type { Camera } from '../../../core/types.js';
import { standing } from '../../support/standing.js';

const CAMERA: Camera = { focalLength: 700, principalPoint: [320, 240], width: 640, height: 480 };
const K = LIFTED_KEYPOINTS.length;
const PERSON = namedKeypoints(standing().keypoints);

/** The features of keypoints that must be enough. */
function featuresOf(keypoints: ReadonlyMap<KeypointName, NamedKeypoint>, camera = CAMERA, landmarks = null as never) {
  const features = liftFeatures(keypoints, camera, landmarks);
  if (features === null) throw new Error('no features');
  return features;
}

/** The keypoints as another camera in the same place sees them: rays turned by R. */
function turnedKeypoints(R: Float64Array): Map<KeypointName, NamedKeypoint> {
  const { focalLength: f, principalPoint } = CAMERA;
  return new Map(
    [...PERSON].map(([name, { x, y, confidence }]) => {
      const ray = [(x - principalPoint[0]) / f, (y - principalPoint[1]) / f, 1];
      const [X, Y, Z] = [0, 3, 6].map((row) => R[row] * ray[0] + R[row + 1] * ray[1] + R[row + 2] * ray[2]);
      return [name, { x: (f * X) / Z + principalPoint[0], y: (f * Y) / Z + principalPoint[1], confidence }];
    }),
  );
}

describe('liftFeatures', () => {
  test('knows the 21 keypoints of COCO and the feet', () => {
    expect(K).toBe(21);
    expect(LIFTED_KEYPOINTS.slice(-4)).toEqual(['left_heel', 'right_heel', 'left_big_toe', 'right_big_toe']);
    expect(FEATURE_COUNT).toBe(86);
  });

  test('rays have mean 0 and RMS 1, weighted by confidence; what is not seen is 0', () => {
    const keypoints = new Map(PERSON);
    keypoints.set('nose', { ...keypoints.get('nose')!, confidence: 0.3 });
    keypoints.delete('left_wrist');
    const { values } = featuresOf(keypoints);
    const weights = values.subarray(2 * K, 3 * K);
    expect(weights[0]).toBeCloseTo(0.3, 6);
    const missing = LIFTED_KEYPOINTS.indexOf('left_wrist');
    expect([values[2 * missing], values[2 * missing + 1], weights[missing]]).toEqual([0, 0, 0]);
    const mass = weights.reduce((a, b) => a + b);
    const sums = [0, 0, 0];
    weights.forEach((w, k) => {
      const [x, y] = values.subarray(2 * k);
      sums[0] += (w * x) / mass;
      sums[1] += (w * y) / mass;
      sums[2] += (w * (x * x + y * y)) / mass;
    });
    // Inputs are float32.
    expect(sums[0]).toBeCloseTo(0, 6);
    expect(sums[1]).toBeCloseTo(0, 6);
    expect(sums[2]).toBeCloseTo(1, 6);
  });

  test('the size is the logarithm of the RMS angle, shifted by 2', () => {
    const near = featuresOf(PERSON).values[3 * K];
    const far = featuresOf(PERSON, { ...CAMERA, focalLength: 2 * CAMERA.focalLength }).values[3 * K];
    // Half the angles: ln ½, less the little that projection bends off the axis.
    expect(far - near).toBeCloseTo(-Math.log(2), 1);
    expect(Math.exp(near - 2)).toBeGreaterThan(0.1);
    expect(Math.exp(near - 2)).toBeLessThan(0.3);
  });

  test('a camera turned about its centre sees the same person', () => {
    const R = new Float64Array(9);
    rotationFromAxisAngle(0.15, -0.2, 0, R);
    const straight = featuresOf(PERSON);
    const turned = featuresOf(turnedKeypoints(R));
    // The two virtual cameras look at their own weighted mean rays, which differ a little: perspective is not linear.
    straight.values.forEach((value, i) => {
      expect(Math.abs(turned.values[i] - value), `feature ${i}`).toBeLessThan(0.05);
    });
    // view_turned · R is view_straight up to the roll that the smallest rotations leave.
    const both = new Float64Array(9);
    multiplyRotations(turned.view, 0, R, 0, both, 0);
    for (const i of [6, 7, 8]) expect(both[i]).toBeCloseTo(straight.view[i], 2);
  });

  test('landmarks give depths along the virtual axis, relative to their mean, in half metres; without them nothing', () => {
    const without = featuresOf(PERSON).values;
    expect([...without.subarray(3 * K + 1)]).toEqual(new Array(K + 1).fill(0));
    const landmarks = new Map([...PERSON.keys()].map((name) => [name, [0, 0, name === 'nose' ? 1 : 0] as const]));
    const { values, view } = featuresOf(PERSON, CAMERA, landmarks as never);
    expect(values[FEATURE_COUNT - 1]).toBe(1);
    expect(values[3 * K + 1] - values[3 * K + 2]).toBeCloseTo(2 * view[8], 5);
    const mean = values.subarray(3 * K + 1, 3 * K + 18).reduce((a, b) => a + b);
    expect(mean).toBeCloseTo(0, 5);
    expect([...values.subarray(3 * K + 18, FEATURE_COUNT - 1)]).toEqual([0, 0, 0, 0]);
  });

  test('too few keypoints, or all in one place, give no features', () => {
    const names = [...PERSON.keys()].slice(0, 4);
    expect(liftFeatures(new Map(names.map((name) => [name, PERSON.get(name)!])), CAMERA, null)).toBeNull();
    const heap = new Map([...PERSON.keys()].map((name) => [name, { x: 100, y: 100, confidence: 1 }]));
    expect(liftFeatures(heap, CAMERA, null)).toBeNull();
  });
});
