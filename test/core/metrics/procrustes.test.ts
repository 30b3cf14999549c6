import { expect, test } from 'vitest';
import { rotationFromAxisAngle } from '../../../core/body/rotation.js';
import { centred, meanDistance, procrustesError } from '../../../core/metrics/procrustes.js';

const POINTS = [0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 1, 1];

function moved(axis: readonly [number, number, number], scale: number): number[] {
  const R = new Float64Array(9);
  rotationFromAxisAngle(...axis, R);
  const out: number[] = [];
  for (let i = 0; i < POINTS.length; i += 3) {
    for (const row of [0, 3, 6]) {
      out.push(scale * (R[row] * POINTS[i] + R[row + 1] * POINTS[i + 1] + R[row + 2] * POINTS[i + 2]) + 5);
    }
  }
  return out;
}

test.each([
  [[0.3, -1, 2], 1],
  [[0, Math.PI, 0], 0.5],
  [[0, 0, 0], 3],
] as const)('a similarity (%j, scale %d) is undone', (axis, scale) => {
  expect(procrustesError(POINTS, moved(axis, scale))).toBeLessThan(1e-12);
});

test('a mirror image is not: only proper rotations count', () => {
  const mirrored = POINTS.map((value, i) => (i % 3 === 0 ? -value : value));
  expect(procrustesError(POINTS, mirrored)).toBeGreaterThan(0.3);
});

test('one point off by a known amount, all others exact', () => {
  expect(meanDistance([0, 0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 3])).toBe(1);
});

test('centred points have mean zero', () => {
  const c = centred(POINTS);
  for (let axis = 0; axis < 3; axis++) {
    expect(c.filter((_, i) => i % 3 === axis).reduce((a, b) => a + b, 0)).toBeCloseTo(0, 14);
  }
});
