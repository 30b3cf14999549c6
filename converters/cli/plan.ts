import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { FitError } from '../../core/error.js';
import { AVATAR_FORMATS, PARAMETER_FORMATS } from '../export/exporters.js';
import { readFolder } from './node-files.js';

/** What can be written, by extension. */
export const FORMATS = [...AVATAR_FORMATS, ...PARAMETER_FORMATS, 'json', 'png', 'html'] as const;
export type Format = (typeof FORMATS)[number];

/** One file to write. */
export interface Output {
  readonly format: Format;
  readonly file: string;
}

/** One photo or keypoint file, and the files that come of it. */
export interface Job {
  readonly input: string;
  readonly outputs: readonly Output[];
}

const PHOTO = /\.(jpe?g|png|webp|avif|tiff?|gif)$/i;

/** What a command writes, and how the names end that it chooses itself; the first is the default. */
type Endings = Readonly<Partial<Record<Format, string>>>;

const ENDINGS_BY_EXTENSION = Object.fromEntries(
  [...AVATAR_FORMATS, ...PARAMETER_FORMATS, 'json'].map((format) => [format, `.${format}`]),
) as Endings;
/** The overlay of photo.png must not overwrite it. */
export const FIT_ENDINGS: Endings = { ...ENDINGS_BY_EXTENSION, png: '-overlay.png', html: '-explained.html' };
export const CONVERT_ENDINGS: Endings = ENDINGS_BY_EXTENSION;
export const DETECT_ENDINGS: Endings = { json: '.keypoints.json', png: '-keypoints.png' };
const OVERLAY = /-(overlay|keypoints|depth|parts|persons|silhouette|normals)\.png$/;

export interface PlanOptions {
  /** Files, or one folder; empty: beside each input. */
  readonly output: readonly string[];
  /** Formats for a folder or the default output; undefined: not given. */
  readonly formats?: readonly Format[];
  /** A file, or a folder for the overlays of several photos. */
  readonly overlay?: string;
  /** Default: those of fit. */
  readonly endings?: Endings;
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
  const { output, json, overlay, endings = FIT_ENDINGS } = options;
  const files = inputs.flatMap(expandInput);
  const isBatch = files.length > 1 || inputs.some(isFolder);
  const folder = outputFolder(files.length, isBatch, output);
  const overlayFolder = overlay !== undefined && namesFolder(overlay) ? overlay : null;
  if (overlay !== undefined && overlayFolder === null && files.length > 1) {
    throw usage('--overlay', `it names one file, there are ${files.length} inputs.`, 'Give a folder: --overlay out/.');
  }
  const named = folder === null ? output.map((file) => ({ format: formatOf(file, endings), file })) : [];
  if (named.length > 0 && options.formats !== undefined) {
    throw usage(
      '--format',
      'the files after -o say their format themselves.',
      'Give a folder after -o, or no --format.',
    );
  }
  if (overlay !== undefined && overlayFolder === null) named.push({ format: overlayFormat(overlay), file: overlay });
  const taken = new Set([...files, ...(options.alsoRead ?? [])].map((file) => path.resolve(file)));
  for (const { file } of named) claim(file, taken);

  const isDefault = folder !== null || (output.length === 0 && !(json && options.formats === undefined));
  const formats = isDefault ? (options.formats ?? (Object.keys(endings) as Format[]).slice(0, 1)) : [];
  return files.map((input) => {
    const free = (format: Format, where: string): Output => ({
      format,
      file: freeFile(path.join(where, path.parse(input).name), endings[format] ?? `.${format}`, taken),
    });
    const beside = formats.map((format) => free(format, folder ?? path.dirname(input)));
    if (overlayFolder !== null) beside.push(free('png', overlayFolder));
    return { input, outputs: [...beside, ...named] };
  });
}

const isFolder = (name: string): boolean => existsSync(name) && statSync(name).isDirectory();
const namesFolder = (name: string): boolean => /[\\/]$/.test(name) || isFolder(name);

/** A folder stands for the photos in it, in the order of their names; hidden files and our own pictures are none. */
function expandInput(input: string): string[] {
  if (!isFolder(input)) return [input];
  const photos = readFolder(input)
    .filter((name) => PHOTO.test(name) && !name.startsWith('.') && !OVERLAY.test(name))
    .map((name) => path.join(input, name));
  if (photos.length > 0) return photos;
  const todo = 'Give JPEG, PNG, WebP, AVIF, TIFF or GIF files.';
  throw new FitError('not-found', input, 'there is no photo in this folder.', todo);
}

/** The folder that -o names, or null when it names files. */
function outputFolder(fileCount: number, isBatch: boolean, output: readonly string[]): string | null {
  if (output.length === 1 && (namesFolder(output[0]) || (isBatch && path.extname(output[0]) === ''))) return output[0];
  if (output.some(namesFolder)) {
    throw usage('-o', 'a folder and other outputs cannot be mixed.', 'Give one folder, or files only.');
  }
  if (output.length === 0 || fileCount === 1) return null;
  throw usage('-o', `it names a file, there are ${fileCount} inputs.`, 'Give a folder: -o out/.');
}

function formatOf(file: string, endings: Endings): Format {
  const extension = path.extname(file).slice(1).toLowerCase();
  if (Object.hasOwn(endings, extension)) return extension as Format;
  const known = Object.keys(endings)
    .map((format) => `.${format}`)
    .join(', ');
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

/** A name that nobody has taken; numbered where a/me.jpg and b/me.jpg would write one file. */
function freeFile(stem: string, ending: string, taken: Set<string>): string {
  let file = stem + ending;
  for (let n = 2; taken.has(path.resolve(file)); n++) file = `${stem}-${n}${ending}`;
  taken.add(path.resolve(file));
  return file;
}

const usage = (where: string, what: string, todo: string): FitError => new FitError('usage', where, what, todo);
