import { afterEach, beforeEach, vi } from 'vitest';

/** Keeps what the tests of this file write to stdout and stderr, afresh for each test. */
export function captureOutput(): { stdout: () => string; stderr: () => string } {
  const text = { stdout: '', stderr: '' };
  beforeEach(() => {
    for (const stream of ['stdout', 'stderr'] as const) {
      text[stream] = '';
      vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
        text[stream] += chunk;
        return true;
      });
    }
  });
  afterEach(() => vi.restoreAllMocks());
  return { stdout: () => text.stdout, stderr: () => text.stderr };
}
