import { expect, test } from 'vitest';
import { bridge, longestStretch } from '../../../core/sequence/bridge.js';
import { paramsOf } from '../../support/shipped.js';

const LAYOUT = { translation: 0, pose: 3, betas: 75, count: 85 };
const seen = (text: string): boolean[] => [...text].map((character) => character === 'x');

test('short gaps belong to the sequence, the ends without anybody do not', () => {
  const warnings: string[] = [];
  expect(longestStretch(seen('..xx..x.'), 2, warnings)).toEqual({ first: 2, last: 6 });
  expect(warnings).toEqual(['frames 3 to 7 of 8 were fitted']);
});

test('after a long gap, the part with most people counts', () => {
  const warnings: string[] = [];
  expect(longestStretch(seen('xx....xxx'), 3, warnings)).toEqual({ first: 6, last: 8 });
  expect(warnings[0]).toMatch(/of 2 parts/);
  expect(longestStretch(seen('...'), 3, [])).toBeNull();
});

test('a gap is bridged along a line and along the shortest turn', () => {
  const from = paramsOf([0, 0, 4], { pelvis: [3, 0, 0], left_knee: [0.3, 0, 0] });
  const to = paramsOf([0.4, 0, 4], { pelvis: [-3, 0, 0], left_knee: [0.7, 0, 0] });
  const [, first, middle, , last] = bridge([from, null, null, null, to], LAYOUT);
  expect(first[0]).toBeCloseTo(0.1, 12);
  expect(middle[0]).toBeCloseTo(0.2, 12);
  expect(middle[3 + 3 * 4]).toBeCloseTo(0.5, 12);
  // From 3 to −3 radians it is not far, across π.
  expect(Math.abs(middle[3])).toBeCloseTo(Math.PI, 6);
  expect([...last]).toEqual([...to]);
});
