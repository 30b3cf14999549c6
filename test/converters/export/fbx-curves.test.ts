import { Euler, MathUtils, Quaternion } from 'three';
import { describe, expect, test } from 'vitest';
import { refineCurves, unrollEuler } from '../../../converters/export/fbx-curves.js';
import { seededRandom } from '../../../models/build/random.js';

const { degToRad, radToDeg } = MathUtils;

/** Euler angles (degrees, FBX's order) of quaternions, each as three.js decomposes it. */
function anglesOf(rotations: readonly Quaternion[]): [Float32Array, Float32Array, Float32Array] {
  const all = rotations.map((rotation) => new Euler().setFromQuaternion(rotation, 'ZYX'));
  return [
    Float32Array.from(all, ({ x }) => radToDeg(x)),
    Float32Array.from(all, ({ y }) => radToDeg(y)),
    Float32Array.from(all, ({ z }) => radToDeg(z)),
  ];
}

const rotationOf = (x: number, y: number, z: number): Quaternion =>
  new Quaternion().setFromEuler(new Euler(degToRad(x), degToRad(y), degToRad(z), 'ZYX'));

describe('unrollEuler', () => {
  test('an arm that passes straight ahead does not whirl around', () => {
    const truth = Array.from({ length: 41 }, (_, key) => [10 + key, 70.5 + key, -20 + 2 * key] as const);
    const [x, y, z] = anglesOf(truth.map(([a, b, c]) => rotationOf(a, b, c)));
    expect(Math.max(...x.map((angle, key) => Math.abs(angle - truth[key][0])))).toBeGreaterThan(90); // it did
    unrollEuler(x, y, z);
    truth.forEach(([a, b, c], key) => {
      expect(x[key]).toBeCloseTo(a, 2);
      expect(y[key]).toBeCloseTo(b, 2);
      expect(z[key]).toBeCloseTo(c, 2);
    });
  });

  test('every key stays the rotation it was, seed 3', () => {
    const random = seededRandom(3);
    const rotations = Array.from({ length: 200 }, () => {
      const [x, y, z, w] = [random.normal(), random.normal(), random.normal(), random.normal()];
      return new Quaternion(x, y, z, w).normalize();
    });
    const [x, y, z] = anglesOf(rotations);
    unrollEuler(x, y, z);
    rotations.forEach((rotation, key) => {
      // float32 degrees after some whole turns: 1e-4 of them.
      expect(radToDeg(rotation.angleTo(rotationOf(x[key], y[key], z[key])))).toBeLessThan(1e-2);
    });
  });
});

test('keys that were rounded to microseconds lie on whole frames again, others stay', () => {
  const second = 46_186_158_000n;
  const micro = second / 1_000_000n;
  const times = BigInt64Array.of(0n, 33_333n * micro, 50_000n * micro);
  const curves = [{ times, values: Float32Array.of(0, 0, 0) }];
  const stack = { stop: 66_667n * micro, curveNodes: [{ fbxProp: 'DeformPercent', curves }] };
  refineCurves({ animStacks: [stack] }, 30);
  expect([...times]).toEqual([0n, second / 30n, 50_000n * micro]);
  expect(stack.stop).toBe((2n * second) / 30n);
});
