import { expect, test } from 'vitest';
import { readAhead, reportNobody, runJobs, sayUnless } from '../../../converters/cli/run-jobs.js';
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

test('the next photo is read while one is worked on, each once, in any order', async () => {
  const started: string[] = [];
  const image = (file: string) => ({ width: file.charCodeAt(0), height: 1, rgba: new Uint8Array(0) });
  const read = readAhead(['a', 'b', 'c'], async (file) => {
    started.push(file);
    return image(file);
  });
  expect(await read('a')).toEqual(image('a'));
  expect(started).toEqual(['a', 'b']);
  expect(await read('b')).toEqual(image('b'));
  expect(await read('c')).toEqual(image('c'));
  expect(started).toEqual(['a', 'b', 'c']);
  expect(await read('x')).toEqual(image('x')); // not on the list
});

test('a photo that cannot be read fails when it is asked for, not before, and stops no other', async () => {
  const read = readAhead(['a', 'b', 'c'], async (file) => {
    if (file === 'b') throw new Error('broken');
    return { width: 1, height: 1, rgba: new Uint8Array(0) };
  });
  await read('a');
  await new Promise((done) => setTimeout(done)); // an unhandled rejection would fail the run here
  await expect(read('b')).rejects.toThrow('broken');
  expect((await read('c')).width).toBe(1);
});
