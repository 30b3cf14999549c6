import { expect, test } from 'vitest';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { observe, rowsByName, selectObservations, spread, withPinned } from '../../../core/keypoints/observe.js';
import { goldenBody } from '../../support/golden-body.js';

const skeleton = skeletonOf(goldenBody({ nose: 3 }));
const xy = Float64Array.from({ length: 34 }, (_, i) => i);

test('rows: joints by SMPL name, then surface points', () => {
  const rows = rowsByName(skeleton);
  expect(rows.get('left_wrist')).toBe(SMPL_JOINTS.indexOf('left_wrist'));
  expect(rows.get('nose')).toBe(24);
});

test('keypoints without confidence are left out, those the body lacks are named', () => {
  const confidence = new Float64Array(17).fill(0.8);
  confidence[5] = 0; // left shoulder
  confidence[6] = Number.NaN; // right shoulder
  const { observations, names, missing } = observe({ set: 'coco17', xy, confidence }, skeleton);
  expect(missing).toEqual(['left_eye', 'right_eye', 'left_ear', 'right_ear']);
  expect(names).not.toContain('left_shoulder');
  expect(names).not.toContain('right_shoulder');
  const elbow = names.indexOf('left_elbow');
  expect([...observations.xy.subarray(2 * elbow, 2 * elbow + 2)]).toEqual([14, 15]);
});

test('what a hand has placed is seen, however unsure the detector was', () => {
  const confidence = new Float64Array(17).fill(0.8);
  confidence.set([0, Number.NaN, 0.004], 5);
  const keypoints = { set: 'coco17', xy, confidence } as const;
  const { names } = observe(withPinned(keypoints, [5, 6, 9]), skeleton);
  expect(names).toContain('left_shoulder');
  expect(names).toContain('right_shoulder');
  expect(names).not.toContain('left_elbow');
  expect(withPinned(keypoints, [9]).confidence[9]).toBe(0.8);
  expect(withPinned(keypoints, [])).toBe(keypoints);
});

test('selection keeps pixels and confidence together', () => {
  const all = { jointOf: Uint16Array.of(4, 7), xy: Float64Array.of(1, 2, 3, 4), confidence: Float64Array.of(0.5, 0.9) };
  const kept = selectObservations(all, (row) => row === 7);
  expect([...kept.xy, ...kept.confidence]).toEqual([3, 4, 0.9]);
});

test('spread is the weighted root mean square distance from the mean; 0 for nothing', () => {
  const pair = (confidence: number[]) => ({
    jointOf: Uint16Array.of(0, 1),
    xy: Float64Array.of(0, 0, 6, 8),
    confidence: Float64Array.from(confidence),
  });
  expect(spread(pair([1, 1]))).toBeCloseTo(5, 12);
  expect(spread(pair([1, 0]))).toBe(0);
  expect(spread(pair([0, 0]))).toBe(0);
});
