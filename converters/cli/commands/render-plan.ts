import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { FitError } from '../../../core/error.js';
import { expandInputs, type Job, stemOf } from '../plan.js';
import { addRead, fileKey, freeFile, noFiles } from '../run-files.js';
import type { MapFile } from './render-maps.js';

export interface RenderPlanOptions {
  /** A folder; undefined: beside each input. */
  readonly output?: string;
  /** Other files that are read, and must not be written to. */
  readonly alsoRead: readonly string[];
  /** See expandInputs. */
  readonly tell?: (line: string) => void;
}

/**
 * Names the files of each input: output i of a job is `files[i]`.
 *
 * @throws FitError usage | not-found
 */
export function planMaps(
  inputs: readonly string[],
  files: readonly MapFile[],
  { output, alsoRead, tell }: RenderPlanOptions,
): Job[] {
  const folder = output === undefined ? null : expectFolder(output);
  const run = noFiles();
  const jobs = expandInputs(inputs, tell).map((input) => {
    const own = stemOf(input);
    const stem = freeFile(folder === null ? own : path.join(folder, path.basename(own)), '', run);
    return { input, outputs: files.map(({ format, ending }) => ({ format, file: stem + ending })) };
  });
  addRead(run, [...jobs.map(({ input }) => input), ...alsoRead]);
  for (const { file } of jobs.flatMap(({ outputs }) => outputs)) {
    if (!run.read.has(fileKey(file))) continue;
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
