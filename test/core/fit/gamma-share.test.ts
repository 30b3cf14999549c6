import { expect, test } from 'vitest';
import { gammaShare } from '../../../core/fit/gamma-share.js';

test('s = 1: the exponential distribution', () => {
  for (const x of [1e-6, 0.1, 1, 5, 20]) expect(gammaShare(1, x)).toBeCloseTo(1 - Math.exp(-x), 9);
});

test('s = 1/2 and 3/2: chi-square of one and of three degrees of freedom', () => {
  // P(χ²₁ < 1) is the normal distribution within one sigma; below 7.8147 are 95 % of χ²₃.
  expect(gammaShare(0.5, 0.5)).toBeCloseTo(0.6826894921, 10);
  expect(gammaShare(1.5, 7.8147279 / 2)).toBeCloseTo(0.95, 8);
});

test('P(s + 1, x) = P(s, x) - x^s e^-x / Γ(s + 1), with Γ(5/2) = 3 √π / 4', () => {
  for (const x of [0.3, 2, 9]) {
    const lost = (x ** 1.5 * Math.exp(-x)) / ((3 / 4) * Math.sqrt(Math.PI));
    expect(gammaShare(2.5, x)).toBeCloseTo(gammaShare(1.5, x) - lost, 9);
  }
});

test('0 for nothing and for NaN, rising to 1 and not beyond', () => {
  expect(gammaShare(1.5, 0)).toBe(0);
  expect(gammaShare(1.5, Number.NaN)).toBe(0);
  const shares = Array.from({ length: 60 }, (_, i) => gammaShare(0.7, i));
  expect(shares.every((share, i) => i === 0 || share >= shares[i - 1] - 1e-9)).toBe(true);
  expect(Math.max(...shares)).toBeLessThanOrEqual(1);
  expect(shares[59]).toBeCloseTo(1, 9);
});
