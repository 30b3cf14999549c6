import { expect, test } from 'vitest';
import { expectKnownToMethod, expectTermsToLeave } from '../../../converters/cli/known-to-method.js';

test('what smplify has no term for is refused by the name that was given', () => {
  for (const options of [
    { height: 1.8 },
    { upright: true },
    { pitch: 0 },
    { depths: { left_wrist: 'nearer' } },
    { pinned: [3] },
    { focalLength: 900 },
  ]) {
    expect(() => expectKnownToMethod('default', options)).not.toThrow();
    expect(() => expectKnownToMethod('smplify', options)).toThrow(/^\w+: smplify cannot use /);
  }
  expect(() => expectKnownToMethod('smplify', { weight: 80 }, '--')).toThrow(
    /^--weight: smplify cannot use measurements/,
  );
  for (const nothing of [{ upright: false }, { depths: {} }, { pinned: [] }]) {
    expect(() => expectKnownToMethod('smplify', nothing)).not.toThrow();
  }
});

test('only smplify leaves out terms', () => {
  expect(() => expectTermsToLeave('default', [])).not.toThrow();
  expect(() => expectTermsToLeave('smplify', ['shape'])).not.toThrow();
  expect(() => expectTermsToLeave('default', ['shape'], '--')).toThrow(/^--without: .*--method smplify/);
  const text = 'shape' as unknown as string[];
  expect(() => expectTermsToLeave('smplify', text)).toThrow('without: "shape" is not a list of terms.');
});
