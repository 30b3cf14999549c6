import { expect, test } from 'vitest';
import { formatTruth, type Truth } from '../../../samples/build/truth.js';

const truth: Truth = {
  image: { width: 640, height: 480 },
  camera: { focalLength: 1000, principalPoint: [320, 240] },
  body: 'neutral',
  pose: Array.from({ length: 72 }, (_, i) => Math.round(1e7 * Math.sin(i)) / 1e7),
  betas: [1, 0, -0.5, 0, 0, 0, 0, 0, 0, 0],
  translation: [0.1, 0.2, 3],
  joints3d: { pelvis: [0, 0, 3], left_hip: [0.1, 0.1, 3] },
};

test('what is written is read', () => {
  expect(JSON.parse(formatTruth(truth))).toEqual(truth);
});

test('lines are filled, none is too long', () => {
  const lengths = formatTruth(truth)
    .split('\n')
    .map((line) => line.length);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(120);
  expect(lengths.filter((length) => length > 108).length).toBeGreaterThan(4);
});
