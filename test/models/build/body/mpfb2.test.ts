import { expect, test } from 'vitest';
import { FitError } from '../../../../core/error.js';
import { openMpfb2 } from '../../../../models/build/body/mpfb2.js';

test('a folder that is not MPFB2 is refused with a cure', () => {
  expect(() => openMpfb2('no-such-folder')).toThrow(FitError);
  expect(() => openMpfb2('no-such-folder')).toThrow('--mpfb2');
});
