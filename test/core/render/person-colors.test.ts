import { expect, test } from 'vitest';
import { PERSON_COLORS } from '../../../core/render/person-colors.js';

test('six people have colours that nobody takes for each other', () => {
  expect(PERSON_COLORS.length).toBeGreaterThanOrEqual(6);
  for (const [i, a] of PERSON_COLORS.entries()) {
    for (const b of PERSON_COLORS.slice(i + 1)) {
      // Steps of 256; just noticeable differences of large areas are about 3.
      expect(Math.hypot(...a.map((value, k) => value - b[k]))).toBeGreaterThan(50);
    }
  }
});
