import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { FitError } from '../../../core/error.js';
import { type Job, planJobs } from '../plan.js';
import type { MapFile } from './render-maps.js';

export interface RenderPlanOptions {
  /** A folder; undefined: beside each input. */
  readonly output?: string;
  /** Other files that are read, and must not be written to. */
  readonly alsoRead: readonly string[];
}

/**
 * Names the files of each input: output i of a job is `files[i]`.
 *
 * @throws FitError usage | not-found
 */
export function planMaps(
  inputs: readonly string[],
  files: readonly MapFile[],
  { output, alsoRead }: RenderPlanOptions,
): Job[] {
  const folder = output === undefined ? [] : [`${expectFolder(output)}${path.sep}`];
  // One name an input, without an ending: the stem that the endings of its files follow.
  const stems = planJobs(inputs, { output: folder, json: false, endings: { png: '' } });
  const jobs = stems.map(({ input, outputs: [{ file: stem }] }) => ({
    input,
    outputs: files.map(({ format, ending }) => ({ format, file: stem + ending })),
  }));
  const read = new Set([...jobs.map(({ input }) => input), ...alsoRead].map((file) => path.resolve(file)));
  for (const { file } of jobs.flatMap(({ outputs }) => outputs)) {
    if (!read.has(path.resolve(file))) continue;
    throw new FitError('usage', file, 'it is an input, and would be overwritten.', 'Give a folder: -o out/.');
  }
  return jobs;
}

/** A name with an extension is a folder only if it is there, or says so: -o depth.png is a misunderstanding. */
function expectFolder(output: string): string {
  const exists = existsSync(output);
  const isFolder = exists ? statSync(output).isDirectory() : /[\\/]$/.test(output) || path.extname(output) === '';
  if (isFolder) return output.replace(/[\\/]+$/, '') || output;
  const what = exists ? 'it is a file; maps are several files.' : 'maps are several files.';
  throw new FitError('usage', output, what, 'Give a folder: -o out/.');
}
