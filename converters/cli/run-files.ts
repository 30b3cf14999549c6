import path from 'node:path';
import { FitError } from '../../core/error.js';
import type { ExportedFile, NameFile } from '../export/exporters.js';
import { followLinks, writeBytes } from './node-files.js';

/** The files of one run of a command, by fileKey. Earlier runs do not count: their outputs may be overwritten. */
export interface RunFiles {
  /** What is read, and never written to. */
  readonly read: Set<string>;
  /** What has been written or is going to be, and is not written again. */
  readonly written: Set<string>;
}

export const noFiles = (): RunFiles => ({ read: new Set(), written: new Set() });

/** What a file is known by, whatever links and relative paths name it; it need not be there. */
export function fileKey(file: string): string {
  try {
    return followLinks(file);
  } catch {
    return path.resolve(file); // links in a circle: nothing can be written there
  }
}

export function addRead(files: RunFiles, read: readonly string[]): void {
  for (const file of read) files.read.add(fileKey(file));
}

/** Takes a name that the user chose. @throws FitError usage when it is not free */
export function claimFile(file: string, files: RunFiles): void {
  if (isTaken(file, files)) {
    const what = 'this file is an input or is named twice as an output.';
    throw new FitError('usage', file, what, 'Give each output a name of its own.');
  }
  files.written.add(fileKey(file));
}

/** Takes a name that nobody has taken; numbered where a/me.jpg and b/me.jpg would write one file. */
export function freeFile(stem: string, ending: string, files: RunFiles): string {
  let file = stem + ending;
  for (let n = 2; isTaken(file, files); n++) file = `${stem}-${n}${ending}`;
  files.written.add(fileKey(file));
  return file;
}

/**
 * Takes a name for a file that comes with a planned one: numbered where another output of the run has it.
 *
 * @param planned the file that it comes with
 * @throws FitError usage where it is that of an input
 */
export function freeFileBeside(planned: string, wanted: string, files: RunFiles): string {
  expectUnread(planned, wanted, files);
  const { dir, name, ext } = path.parse(wanted);
  return freeFile(path.join(dir, name), ext, files);
}

/**
 * Writes the files of one planned output, which may be several: all are named before the first is written.
 *
 * @param encode makes them; its argument tells how the file of an ending will be called, without folder
 * @param suffix goes after the planned name, where an input holds several images
 * @returns the files
 * @throws FitError usage when one of them is an input; cannot-write
 */
export async function writePlanned(
  planned: string,
  files: RunFiles,
  encode: (nameFile: NameFile) => Promise<readonly ExportedFile[]>,
  suffix = '',
): Promise<string[]> {
  const fileOf = fileNamer(planned, suffix, files);
  const contents = await encode((ending) => path.basename(fileOf(ending)));
  const written = contents.map(({ ending }) => fileOf(ending));
  for (const [i, { content }] of contents.entries()) await writeBytes(written[i], content);
  return written;
}

/**
 * Names each file by its ending, once: whoever asks again hears the same. What comes with the file of a person is named
 * after it, number and all.
 */
function fileNamer(planned: string, suffix: string, files: RunFiles): NameFile {
  const { dir, name, ext } = path.parse(planned);
  const stem = path.join(dir, name + suffix);
  const named = new Map<string, string>();
  const fileOf = (ending: string): string => {
    // The ending as the user wrote it: avatar.GLB stays so.
    const own = ending.toLowerCase().endsWith(ext.toLowerCase()) ? ending.slice(0, -ext.length) + ext : ending;
    const file = named.get(own) ?? nameOf(own);
    named.set(own, file);
    return file;
  };
  const nameOf = (ending: string): string => {
    const [person] = /^(-\d+(?=[-.]))?/.exec(ending) as RegExpExecArray;
    if (ending !== person + ext) {
      const { dir: folder, name: main } = path.parse(fileOf(person + ext));
      return freeFileBeside(planned, path.join(folder, main + ending.slice(person.length)), files);
    }
    if (suffix + person !== '') return freeFileBeside(planned, stem + ending, files);
    expectUnread(planned, stem + ext, files); // the plan took it, but did not know the photo that a keypoint file names
    return stem + ext;
  };
  return fileOf;
}

function expectUnread(planned: string, file: string, { read }: RunFiles): void {
  if (!read.has(fileKey(file))) return;
  const what = `it is an input, and would be overwritten by what is written for ${path.basename(planned)}.`;
  throw new FitError('usage', file, what, 'Choose another name or folder with -o.');
}

function isTaken(file: string, { read, written }: RunFiles): boolean {
  const key = fileKey(file);
  return read.has(key) || written.has(key);
}
