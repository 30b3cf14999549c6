import { expect, test } from 'vitest';
import { keypointConfidence, keypointEvidence, personScore } from '../../../core/detect/confidence.js';
import type { LandmarkAnswer } from '../../../core/detect/landmarks.js';

const image = { width: 100, height: 100, rgba: new Uint8Array(0) };
const region = { x: 50, y: 50, size: 100, rotation: 0 };
const landmarks: LandmarkAnswer = {
  region,
  next: region,
  presence: 0.9,
  xy: new Float64Array(66).fill(50),
  visibility: new Float64Array(33).fill(0.8),
  peaks: new Float64Array(33).fill(0.5),
  world: new Float64Array(99),
  segmentation: new Float32Array(0),
};

test('evidence is visibility times peak inside, fading to nothing beyond the border', () => {
  const xy = landmarks.xy.slice();
  xy.set([100, 50, 102.5, 50, 106, 50, 50, -2.5], 0);
  const evidence = keypointEvidence({ ...landmarks, xy }, image);
  expect([...evidence.slice(0, 5)].map((c) => Number(c.toFixed(12)))).toEqual([0.4, 0.2, 0, 0.2, 0.4]);
});

const KNEE = 25;
const knee = (change: Partial<LandmarkAnswer>, witnessAt?: number, moved = 0): number => {
  const other = { ...landmarks, xy: landmarks.xy.map((value) => value + moved) };
  const witnesses = witnessAt === undefined ? [] : [{ landmarks: [KNEE], x: witnessAt, y: 50, weight: 0.9 }];
  return keypointConfidence({ ...landmarks, ...change }, image, other, witnesses)[KNEE];
};

test('confidence is the assumed noise over the expected one', () => {
  // Peak ½, still, MoveNet on the spot: e = 0.346 · 0.8^−0.073 · 0.5^−0.906 · 0.003^0.132 · 0.003^0.293, by hand 0.0558.
  expect(knee({}, 50)).toBeCloseTo((1.18 * 0.035) / 0.0558, 2);
  expect(knee({ peaks: new Float64Array(33).fill(0.99) }, 50)).toBe(1);
});

test('a low peak, a landmark that moves, a MoveNet that dissents: each takes confidence away', () => {
  const sure = knee({}, 50);
  for (const doubted of [
    knee({ peaks: new Float64Array(33).fill(0.2) }, 50),
    knee({ visibility: new Float64Array(33).fill(0.1) }, 50),
    knee({}, 50, 3),
    knee({}, 70), // where the other leg is: left and right exchanged
    knee({}),
  ]) {
    expect(doubted).toBeLessThan(0.95 * sure);
    expect(doubted).toBeGreaterThan(0);
  }
  // Exchanged legs count for less than half; a low peak for less still.
  expect(knee({}, 70)).toBeLessThan(0.5 * sure);
});

test('beyond the border nothing is sure', () => {
  const xy = landmarks.xy.slice();
  xy[2 * KNEE] = 106;
  expect(knee({ xy }, 106)).toBe(0);
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

test('legs are no surer than the hips that they hang from', () => {
  const hipsUnseen = landmarks.xy.slice();
  hipsUnseen.set([50, 140, 50, 140], 2 * 23); // far below the picture
  expect(knee({ xy: hipsUnseen }, 50)).toBe(0);
  const oneHip = landmarks.xy.slice();
  oneHip.set([50, 140], 2 * 23);
  expect(knee({ xy: oneHip }, 50)).toBe(knee({}, 50));
});
