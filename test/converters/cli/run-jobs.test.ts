import { expect, test } from 'vitest';
import { reportNobody, runJobs, sayUnless } from '../../../converters/cli/run-jobs.js';
import { FitError } from '../../../core/error.js';
import { captureOutput } from '../../support/captured-output.js';

const { stdout, stderr } = captureOutput();

/** Runs jobs by their names: done, nobody, usage, failure, bug. */
async function run(...inputs: string[]) {
  const said: string[] = [];
  const code = await runJobs(
    inputs.map((input) => ({ input, outputs: [] })),
    (line) => said.push(line),
    async ({ input }) => {
      if (input === 'usage') throw new FitError('usage', input, 'wrong.', '');
      if (input === 'failure') throw new FitError('bad-input', input, 'broken.', '');
      if (input === 'bug') throw new Error('bug');
      return input === 'done';
    },
  );
  return [code, ...said];
}

test('one job: its own exit code, no count', async () => {
  expect(await run('done')).toEqual([0]);
  expect(await run('nobody')).toEqual([3]);
  expect(await run('failure')).toEqual([1]);
  expect(await run('usage')).toEqual([2]);
  expect(stderr()).toBe('photorig: failure: broken.\nphotorig: usage: wrong.\n');
});

test('several: all are done, a failure weighs more than nobody', async () => {
  expect(await run('failure', 'nobody', 'done', 'usage')).toEqual([1, '1 done, 1 without people, 2 failed']);
  expect(await run('done', 'nobody')).toEqual([3, '1 done, 1 without people, 0 failed']);
  expect(await run('done', 'done')).toEqual([0, '2 done, 0 without people, 0 failed']);
});

test('a bug is no failure of a job', async () => {
  await expect(run('bug', 'done')).rejects.toThrow('bug');
});

test('messages go to stderr, none when quiet; that nobody was found is said in any case', () => {
  sayUnless(false)('loud');
  sayUnless(true)('quiet');
  reportNobody('a.jpg', false);
  reportNobody('b.jpg', true);
  expect(stderr().split('\n')).toEqual([
    'loud',
    'photorig: a.jpg: nobody was found in the picture.',
    'photorig: b.jpg: nobody was found at this place of the picture.',
    '',
  ]);
  expect(stdout()).toBe('');
});
