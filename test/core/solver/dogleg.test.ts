import { expect, test } from 'vitest';
import { doglegStep, norm } from '../../../core/solver/dogleg.js';

const gaussNewton = Float64Array.of(3, 4);
const cauchy = Float64Array.of(1, 0);
const step = new Float64Array(2);

test('case 1: inside the region the Gauss-Newton point is the step', () => {
  expect(doglegStep(gaussNewton, cauchy, 6, step)).toBe('gauss-newton');
  expect([...step]).toEqual([3, 4]);
});

test('case 2: a Cauchy point outside is cut to the boundary', () => {
  expect(doglegStep(gaussNewton, cauchy, 0.5, step)).toBe('cauchy');
  expect([...step]).toEqual([0.5, 0]);
});

test.each([1.001, 1.5, 2, 3, 4.999])('case 3: radius %d lands on the boundary, between the two points', (radius) => {
  expect(doglegStep(gaussNewton, cauchy, radius, step)).toBe('between');
  expect(norm(step)).toBeCloseTo(radius, 12);
  const beta = (step[0] - 1) / 2;
  expect(beta).toBeGreaterThan(0);
  expect(beta).toBeLessThan(1);
  expect(step[1]).toBeCloseTo(4 * beta, 12);
});

test('case 3 when the leg first turns back towards the origin (c < 0)', () => {
  expect(doglegStep(Float64Array.of(-3, 0.1), cauchy, 1.5, step)).toBe('between');
  expect(norm(step)).toBeCloseTo(1.5, 12);
});
