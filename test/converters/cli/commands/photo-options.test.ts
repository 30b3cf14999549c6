import { expect, test } from 'vitest';
import { focalChoice } from '../../../../converters/cli/commands/photo-options.js';

const detail = 'best';
const usage = expect.objectContaining({ name: 'FitError', code: 'usage' });

test('the camera in the words of the core', () => {
  expect(focalChoice({ detail })).toEqual({});
  expect(focalChoice({ detail, focal: 500 })).toEqual({ focalLength: 500 });
  expect(focalChoice({ detail, fov: 50 })).toEqual({ verticalFov: 50 });
  expect(() => focalChoice({ detail, focal: 500, fov: 50 })).toThrow(usage);
  expect(() => focalChoice({ focal: 500, fov: 50 })).toThrow('--focal and --fov: they say the same thing.');
});
