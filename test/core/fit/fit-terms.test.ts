import { expect, test } from 'vitest';
import { FIT_TERMS, fitTerms } from '../../../core/fit/fit-terms.js';

test('known names pass', () => {
  expect(fitTerms([...FIT_TERMS])).toEqual(FIT_TERMS);
});

test('another name is refused with those that there are', () => {
  expect(() => fitTerms(['anchor', 'reprojection'])).toThrow(
    /no term called reprojection\..*pose-prior.*interpenetration/,
  );
});
