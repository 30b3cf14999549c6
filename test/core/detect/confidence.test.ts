import { expect, test } from 'vitest';
import { keypointConfidence, personScore } from '../../../core/detect/confidence.js';
import type { Landmarks } from '../../../core/detect/landmarks.js';

const image = { width: 100, height: 100, rgba: new Uint8Array(0) };
const region = { x: 50, y: 50, size: 100, rotation: 0 };
const landmarks: Landmarks = {
  region,
  next: region,
  presence: 0.9,
  xy: new Float64Array(66).fill(50),
  visibility: new Float64Array(33).fill(0.8),
  peaks: new Float64Array(33).fill(0.5),
  world: new Float64Array(99),
  segmentation: new Float32Array(0),
};

test('visibility times peak inside, fading to nothing beyond the border', () => {
  const xy = landmarks.xy.slice();
  xy.set([100, 50, 102.5, 50, 106, 50, 50, -2.5], 0);
  const confidence = keypointConfidence({ ...landmarks, xy }, image);
  expect([...confidence.slice(0, 5)].map((c) => Number(c.toFixed(12)))).toEqual([0.4, 0.2, 0, 0.2, 0.4]);
});

test('a person needs two of head, shoulders and hips', () => {
  const confidence = new Float64Array(33);
  confidence.fill(0.9, 0, 11);
  expect(personScore(landmarks, confidence)).toBe(0); // a head alone
  confidence.fill(0.4, 11, 13);
  expect(personScore(landmarks, confidence)).toBeCloseTo(0.9 * Math.sqrt(0.9 * 0.4), 12);
  confidence.fill(0, 0, 11).fill(0.4, 23, 25);
  expect(personScore(landmarks, confidence)).toBeCloseTo(0.9 * 0.4, 12); // cut off at the neck
});
