import { expect, test } from 'vitest';
import { surfaceWeights } from '../../../core/render/surface-weights.js';
import type { Camera } from '../../../core/types.js';

const camera: Camera = { focalLength: 200, principalPoint: [30, 20], width: 60, height: 40 };
/** Steeply slanted: its far corner is four times as far as the near one. */
const vertices = Float32Array.of(-0.1, -0.1, 1, 0.4, 0.1, 4, -0.2, 0.3, 2);
const faces = Uint32Array.of(0, 1, 2);

/** The weights at the point of the triangle with these weights, seen through the camera. */
function seen(expected: readonly number[]): number[] {
  const [X, Y, Z] = [0, 1, 2].map((axis) => expected.reduce((sum, w, k) => sum + w * vertices[3 * k + axis], 0));
  const out = new Float64Array(3);
  surfaceWeights({ vertices, faces }, camera)(0, (200 * X) / Z + 30, (200 * Y) / Z + 20, Z, out);
  return [...out];
}

test('the weights of a point are those in space, not on the image', () => {
  for (const weights of [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [0.5, 0.5, 0],
    [0.2, 0.3, 0.5],
  ]) {
    // The vertices are float32.
    const [a, b, c] = seen(weights);
    expect(Math.hypot(a - weights[0], b - weights[1], c - weights[2])).toBeLessThan(1e-6);
  }
});

test('a point beside the triangle gets weights inside, and they sum to one', () => {
  for (const outside of [
    [1.2, -0.1, -0.1],
    [-0.2, 0.6, 0.6],
    [-0.5, 1.5, 0],
  ]) {
    const weights = seen(outside);
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
    expect(weights.reduce((sum, w) => sum + w)).toBeCloseTo(1, 12);
  }
});

test('a triangle without area gives its first corner', () => {
  const out = new Float64Array(3);
  surfaceWeights({ vertices: new Float32Array(9).fill(1), faces }, camera)(0, 1, 1, 1, out);
  expect([...out]).toEqual([1, 0, 0]);
});
