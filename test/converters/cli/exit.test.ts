import { afterEach, expect, test, vi } from 'vitest';
import { reportError } from '../../../converters/cli/exit.js';
import { FitError, type FitErrorCode } from '../../../core/error.js';

const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
afterEach(() => stderr.mockClear());

test.each<[FitErrorCode, number]>([
  ['usage', 2],
  ['nobody', 3],
  ['bad-input', 1],
  ['not-found', 1],
  ['cannot-write', 1],
  ['unsupported', 1],
])('%s ends with %i and one line', (code, exit) => {
  expect(reportError(new FitError(code, 'a.jpg', 'it is odd.', 'Give another.'))).toBe(exit);
  expect(stderr.mock.calls).toEqual([['photorig: a.jpg: it is odd. Give another.\n']]);
});

test('anything else is a bug and keeps its stack', () => {
  const bug = new TypeError('undefined is not a function');
  expect(() => reportError(bug)).toThrow(bug);
  expect(stderr).not.toHaveBeenCalled();
});
