import { Euler, MathUtils, Matrix4, Quaternion } from 'three';
import { describe, expect, test } from 'vitest';
import { eulerKeys, refineCurves } from '../../../converters/export/fbx-curves.js';
import { seededRandom } from '../../../models/build/random.js';

const { degToRad, radToDeg } = MathUtils;

const rotationOf = (x: number, y: number, z: number): Quaternion =>
  new Quaternion().setFromEuler(new Euler(degToRad(x), degToRad(y), degToRad(z), 'ZYX'));

describe('eulerKeys', () => {
  test('an arm that passes straight ahead does not whirl around', () => {
    const truth = Array.from({ length: 41 }, (_, key) => [10 + key, 70.5 + key, -20 + 2 * key] as const);
    const keys = eulerKeys(truth.flatMap(([x, y, z]) => rotationOf(x, y, z).toArray()));
    truth.forEach((angles, key) => {
      // float64; next to 90 degrees the two others are worth half the digits.
      for (let axis = 0; axis < 3; axis++) expect(keys[key][axis]).toBeCloseTo(angles[axis], 6);
    });
  });

  test('every key stays the rotation it was, seed 3', () => {
    const random = seededRandom(3);
    const rotations = Array.from({ length: 200 }, () => {
      const [x, y, z, w] = [random.normal(), random.normal(), random.normal(), random.normal()];
      return new Quaternion(x, y, z, w).normalize();
    });
    const keys = eulerKeys(rotations.flatMap((rotation) => rotation.toArray()));
    // Quaternion.angleTo is an arc cosine: half of float64's digits.
    rotations.forEach((rotation, key) => {
      expect(radToDeg(rotation.angleTo(rotationOf(...keys[key])))).toBeLessThan(1e-5);
    });
  });
});

test('next to gimbal lock the curves turn as the quaternions do', () => {
  const off = [0, 1e-6, 1e-4, 0.001, 0.005, 0.01, 0.02, 0.025, 0.03, 0.04, 0.1, 1];
  const rotations = off.flatMap((angle) => [90 - angle, angle - 90].map((y) => rotationOf(25, y, -40)));
  const stored = Float32Array.from(rotations.flatMap((rotation) => rotation.toArray()));
  const curves = [0, 1, 2].map(() => ({
    times: new BigInt64Array(rotations.length),
    values: new Float32Array(rotations.length),
  }));
  const bone = {};
  const stack = { stop: 0n, curveNodes: [{ fbxProp: 'Lcl Rotation', targetNode: bone, curves }] };
  refineCurves({ animStacks: [stack] }, 30, new Map([[bone, stored]]));
  rotations.forEach((_, key) => {
    const [x, y, z] = curves.map(({ values }) => values[key]);
    const wanted = new Matrix4().makeRotationFromQuaternion(
      new Quaternion().fromArray(stored, 4 * key).normalize(), // float32 is not quite of length 1
    );
    const found = new Matrix4().makeRotationFromEuler(new Euler(degToRad(x), degToRad(y), degToRad(z), 'ZYX'));
    const apart = found.elements.map((value, i) => value - wanted.elements[i]);
    // float32 degrees: 4e-6 of them at 90, 1e-7 radians; three.js's own angles are 8e-4 off.
    expect(Math.max(...apart.map(Math.abs))).toBeLessThan(1e-6);
  });
});

test('keys that were rounded to microseconds lie on whole frames again, others stay', () => {
  const second = 46_186_158_000n;
  const micro = second / 1_000_000n;
  const times = BigInt64Array.of(0n, 33_333n * micro, 50_000n * micro);
  const curves = [{ times, values: Float32Array.of(0, 0, 0) }];
  const stack = { stop: 66_667n * micro, curveNodes: [{ fbxProp: 'DeformPercent', curves }] };
  refineCurves({ animStacks: [stack] }, 30, new Map());
  expect([...times]).toEqual([0n, second / 30n, 50_000n * micro]);
  expect(stack.stop).toBe((2n * second) / 30n);
});
