import { expect, test } from 'vitest';
import { expectOneWho, focalChoice } from '../../../../converters/cli/commands/photo-options.js';

const detail = 'best';
const usage = expect.objectContaining({ name: 'FitError', code: 'usage' });

test('the camera in the words of the core', () => {
  expect(focalChoice({ detail })).toEqual({});
  expect(focalChoice({ detail, focal: 500 })).toEqual({ focalLength: 500 });
  expect(focalChoice({ detail, fov: 50 })).toEqual({ verticalFov: 50 });
  expect(() => focalChoice({ detail, focal: 500, fov: 50 })).toThrow(usage);
});

test('whom to take is said once', () => {
  const at = [1, 2] as const;
  const box = [1, 2, 3, 4] as const;
  for (const one of [{}, { person: 1 }, { person: 'all' as const }, { at }, { box }]) expectOneWho({ detail, ...one });
  expect(() => expectOneWho({ detail, person: 'best', at })).toThrow(usage);
  expect(() => expectOneWho({ detail, person: 1, box })).toThrow(
    /^--person and --box: each of them chooses a person\./,
  );
  expect(() => expectOneWho({ detail, at, box })).toThrow(/^--at and --box: /);
});
