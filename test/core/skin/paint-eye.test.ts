import { expect, test } from 'vitest';
import { EYE_CENTRE } from '../../../core/skin/landmarks.js';
import { paintEye } from '../../../core/skin/paint-eye.js';
import { paletteOf, toneColor } from '../../../core/skin/tones.js';

const palette = paletteOf(toneColor('light'));
const RADIUS = 0.0155;

/** Colour at an angle from straight ahead, towards the nose; `side` 1 is the left eye. */
function colorAt(angle: number, side = 1): number[] {
  const out = new Float64Array(3).fill(Number.NaN);
  const x = side * (EYE_CENTRE[0] - RADIUS * Math.sin(angle));
  paintEye(x, EYE_CENTRE[1], EYE_CENTRE[2] + RADIUS * Math.cos(angle), palette, out);
  return [...out];
}

test('pupil, iris, limbal ring and sclera follow each other from the middle outwards', () => {
  const brightness = (angle: number): number => colorAt(angle).reduce((sum, value) => sum + value, 0);
  expect(brightness(0)).toBeLessThan(0.1);
  expect(brightness(0.2)).toBeGreaterThan(0.8);
  expect(brightness(0.33)).toBeLessThan(brightness(0.2));
  expect(brightness(0.6)).toBeGreaterThan(2);
  // A blue iris for the light tone.
  expect(colorAt(0.2)[2]).toBeGreaterThan(colorAt(0.2)[0]);
});

test('both eyes look alike, and the middle of the ball is no hole', () => {
  expect(colorAt(0.6, -1)).toEqual(colorAt(0.6, 1));
  const out = new Float64Array(3).fill(Number.NaN);
  paintEye(...EYE_CENTRE, palette, out);
  expect([...out].every(Number.isFinite)).toBe(true);
});
