import { expect, test } from 'vitest';
import { focalChoice } from '../../../../converters/cli/commands/photo-options.js';

const usage = expect.objectContaining({ name: 'FitError', code: 'usage' });

test('the camera in the words of the core', () => {
  expect(focalChoice({})).toEqual({});
  expect(focalChoice({ focal: 500 })).toEqual({ focalLength: 500 });
  expect(focalChoice({ fov: 50 })).toEqual({ verticalFov: 50 });
  expect(() => focalChoice({ focal: 500, fov: 50 })).toThrow(usage);
  expect(() => focalChoice({ focal: 500, fov: 50 })).toThrow('--focal and --fov: they say the same thing.');
});
