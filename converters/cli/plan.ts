import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { FitError } from '../../core/error.js';
import { readFolder } from './node-files.js';

/** What can be written for a photo, by extension. */
export const FORMATS = ['glb', 'json', 'png'] as const;
export type Format = (typeof FORMATS)[number];

/** One file to write. */
interface Output {
  readonly format: Format;
  readonly file: string;
}

/** One photo or keypoint file, and the files that come of it. */
export interface Job {
  readonly input: string;
  readonly outputs: readonly Output[];
}

const PHOTO = /\.(jpe?g|png|webp|avif|tiff?|gif)$/i;
const OVERLAY_SUFFIX = '-overlay.png';

export interface PlanOptions {
  /** Files, or one folder; empty: beside each input. */
  readonly output: readonly string[];
  /** Formats for a folder or the default output; undefined: not given. */
  readonly formats?: readonly Format[];
  readonly overlay?: string;
  /** --json alone writes no file. */
  readonly json: boolean;
  /** Other files that are read, and must not be written to. */
  readonly alsoRead?: readonly string[];
}

/**
 * Decides what is read and what is written before anything is done, so that a typing error costs nothing. Files named
 * by -o and --overlay are written as named or refused; for those that are named here, a free name is found.
 *
 * @throws FitError usage | not-found
 */
export function planJobs(inputs: readonly string[], options: PlanOptions): Job[] {
  const { output, json, overlay } = options;
  const files = inputs.flatMap(expandInput);
  const isBatch = files.length > 1 || inputs.some(isFolder);
  const folder = outputFolder(files.length, isBatch, output);
  if (overlay !== undefined && files.length > 1) {
    throw usage('--overlay', `it names one file, there are ${files.length} inputs.`, 'Use -o FOLDER --format glb,png.');
  }
  const named = folder === null ? output.map((file) => ({ format: formatOf(file), file })) : [];
  if (named.length > 0 && options.formats !== undefined) {
    throw usage(
      '--format',
      'the files after -o say their format themselves.',
      'Give a folder after -o, or no --format.',
    );
  }
  if (overlay !== undefined) named.push({ format: overlayFormat(overlay), file: overlay });
  const taken = new Set([...files, ...(options.alsoRead ?? [])].map((file) => path.resolve(file)));
  for (const { file } of named) claim(file, taken);

  const isDefault = folder !== null || (output.length === 0 && !(json && options.formats === undefined));
  const formats = isDefault ? (options.formats ?? ['glb']) : [];
  return files.map((input) => {
    const beside = formats.map((format) => freeOutput(input, folder ?? path.dirname(input), format, taken));
    return { input, outputs: [...beside, ...named] };
  });
}

const isFolder = (name: string): boolean => existsSync(name) && statSync(name).isDirectory();

/** A folder stands for the photos in it, in the order of their names; hidden files and our own overlays are none. */
function expandInput(input: string): string[] {
  if (!isFolder(input)) return [input];
  const photos = readFolder(input)
    .filter((name) => PHOTO.test(name) && !name.startsWith('.') && !name.endsWith(OVERLAY_SUFFIX))
    .map((name) => path.join(input, name));
  if (photos.length > 0) return photos;
  const todo = 'Give JPEG, PNG, WebP, AVIF, TIFF or GIF files.';
  throw new FitError('not-found', input, 'there is no photo in this folder.', todo);
}

/** The folder that -o names, or null when it names files. */
function outputFolder(fileCount: number, isBatch: boolean, output: readonly string[]): string | null {
  const namesFolder = (name: string): boolean => /[\\/]$/.test(name) || isFolder(name);
  if (output.length === 1 && (namesFolder(output[0]) || (isBatch && path.extname(output[0]) === ''))) return output[0];
  if (output.some(namesFolder)) {
    throw usage('-o', 'a folder and other outputs cannot be mixed.', 'Give one folder, or files only.');
  }
  if (output.length === 0 || fileCount === 1) return null;
  throw usage('-o', `it names a file, there are ${fileCount} inputs.`, 'Give a folder: -o out/ --format glb,json.');
}

function formatOf(file: string): Format {
  const extension = path.extname(file).slice(1).toLowerCase();
  if ((FORMATS as readonly string[]).includes(extension)) return extension as Format;
  const known = FORMATS.map((format) => `.${format}`).join(', ');
  const what = extension === '' ? 'it has no extension.' : `the extension .${extension} names no format.`;
  throw usage(file, what, `Use ${known}, or a folder ending in /.`);
}

function overlayFormat(file: string): Format {
  if (path.extname(file).toLowerCase() === '.png') return 'png';
  throw usage(file, 'overlays are written as PNG.', 'Give --overlay a name that ends in .png.');
}

/** Takes a name that the user chose. */
function claim(file: string, taken: Set<string>): void {
  const resolved = path.resolve(file);
  if (taken.has(resolved)) {
    throw usage(file, 'it is an input, or an output named twice.', 'Give each output a name of its own.');
  }
  taken.add(resolved);
}

/** A name in `folder` after the input's; numbered where a/me.jpg and b/me.jpg would write one file. */
function freeOutput(input: string, folder: string, format: Format, taken: Set<string>): Output {
  const { name } = path.parse(input);
  // The overlay of photo.png must not overwrite it.
  const ending = format === 'png' ? OVERLAY_SUFFIX : `.${format}`;
  let file = path.join(folder, name + ending);
  for (let n = 2; taken.has(path.resolve(file)); n++) file = path.join(folder, `${name}-${n}${ending}`);
  taken.add(path.resolve(file));
  return { format, file };
}

const usage = (where: string, what: string, todo: string): FitError => new FitError('usage', where, what, todo);
