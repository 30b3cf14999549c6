import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { FitError } from '../../core/error.js';
import { AVATAR_FORMATS, PARAMETER_FORMATS } from '../export/exporters.js';
import { readFolder } from './node-files.js';
import { addRead, claimFile, freeFile, noFiles, type RunFiles } from './run-files.js';

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

/** HEIC is not decoded, and named where it fails: a photo that is silently left out is missed late. */
const PHOTO = /\.(jpe?g|jpe|jfif|png|webp|avif|tiff?|gif|hei[cf])$/i;

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
  /** Where what is read and planned is noted, for files that are named later. */
  readonly files?: RunFiles;
  /** See expandInputs. */
  readonly tell?: Tell;
}

/** What is told of a plan, a line at a time. */
type Tell = (line: string) => void;

/**
 * The files that inputs mean: a folder stands for the photos in it.
 *
 * @param tell told of pictures in a folder that are taken for our own, not for photos
 * @throws FitError not-found
 */
export const expandInputs = (inputs: readonly string[], tell: Tell = () => {}): string[] =>
  inputs.flatMap((input) => expandInput(input, tell));

/**
 * Decides what is read and what is written before anything is done, so that a typing error costs nothing. Files named
 * by -o and --overlay are written as named or refused; for those that are named here, a free name is found.
 *
 * @throws FitError usage | not-found
 */
export function planJobs(inputs: readonly string[], options: PlanOptions): Job[] {
  const files = expandInputs(inputs, options.tell);
  const isBatch = files.length > 1 || inputs.some(isFolder);
  const alsoRead = [...files, ...(options.alsoRead ?? [])];
  const outputs = planOutputs(files.map(stemOf), { ...options, alsoRead }, isBatch);
  return files.map((input, i) => ({ input, outputs: outputs[i] }));
}

/**
 * The files that come of each thing that is read, as planJobs says.
 *
 * @param stems   what files are named after that the user does not name: their path without the ending
 * @param isBatch whether -o means a folder even where it does not say so
 * @throws FitError usage
 */
export function planOutputs(stems: readonly string[], options: PlanOptions, isBatch = false): Output[][] {
  const { output, json, overlay, endings = FIT_ENDINGS, files = noFiles() } = options;
  const folder = outputFolder(stems.length, isBatch, output);
  const overlayFolder = overlay !== undefined && namesFolder(overlay) ? overlay : null;
  if (overlay !== undefined && overlayFolder === null && stems.length > 1) {
    throw usage(
      '--overlay',
      `it names one file, but there are ${stems.length} inputs.`,
      'Give a folder: --overlay out/.',
    );
  }
  const named = folder === null ? output.map((file) => ({ format: formatOf(file, endings), file })) : [];
  if (named.length > 0 && options.formats !== undefined) {
    throw usage(
      '--format',
      'the names after -o already say which formats to write.',
      'Give a folder after -o, or leave out --format.',
    );
  }
  if (overlay !== undefined && overlayFolder === null) named.push({ format: overlayFormat(overlay), file: overlay });
  addRead(files, options.alsoRead ?? []);
  for (const { file } of named) claimFile(file, files);

  const isDefault = folder !== null || (output.length === 0 && !(json && options.formats === undefined));
  const formats = isDefault ? (options.formats ?? (Object.keys(endings) as Format[]).slice(0, 1)) : [];
  return stems.map((stem) => {
    const free = (format: Format, where: string): Output => ({
      format,
      file: freeFile(path.join(where, path.basename(stem)), endings[format] ?? `.${format}`, files),
    });
    const beside = formats.map((format) => free(format, folder ?? path.dirname(stem)));
    if (overlayFolder !== null) beside.push(free('png', overlayFolder));
    return [...beside, ...named];
  });
}

/** The path of a file without its ending. */
export function stemOf(file: string): string {
  const { dir, name } = path.parse(file);
  return path.join(dir, name);
}

const isFolder = (name: string): boolean => existsSync(name) && statSync(name).isDirectory();
const namesFolder = (name: string): boolean => /[\\/]$/.test(name) || isFolder(name);

/** A folder stands for the photos in it, in the order of their names; hidden files and our own pictures are none. */
function expandInput(input: string, tell: Tell): string[] {
  if (!isFolder(input)) return [input];
  const names = readFolder(input);
  const textures = texturesOf(input, names);
  const pictures = names.filter((name) => PHOTO.test(name) && !name.startsWith('.'));
  const ours = pictures.filter((name) => OVERLAY.test(name) || textures.has(name));
  if (ours.length > 0) tell(`${input}: left out ${inWords(ours)}`);
  const photos = pictures.filter((name) => !ours.includes(name)).map((name) => path.join(input, name));
  if (photos.length > 0) return photos;
  const todo = 'Give JPEG, PNG, WebP, AVIF, TIFF or GIF files.';
  throw new FitError('not-found', input, 'there is no photo in this folder.', todo);
}

/** How many names a message tells. */
const MAX_TOLD = 3;

function inWords(names: readonly string[]): string {
  const count = names.length === 1 ? '1 file that looks' : `${names.length} files that look`;
  const more = names.length > MAX_TOLD ? ', ...' : '';
  return `${count} like pictures of photorig's own: ${names.slice(0, MAX_TOLD).join(', ')}${more}`;
}

/** The pictures that material libraries of a folder name: an OBJ written beside its photo leaves one there. */
function texturesOf(folder: string, names: readonly string[]): Set<string> {
  const libraries = names.filter((name) => /\.mtl$/i.test(name)).map((name) => libraryText(path.join(folder, name)));
  const lines = libraries.flatMap((text) => text.split(/\r?\n/));
  return new Set(lines.flatMap((line) => /^map_Kd (.+)$/.exec(line)?.[1] ?? []));
}

/** Ours have a kilobyte; what is far larger, or cannot be read, is none of them. */
function libraryText(file: string): string {
  try {
    const status = statSync(file);
    return status.isFile() && status.size < 1e6 ? readFileSync(file, 'utf8') : '';
  } catch {
    return '';
  }
}

/** The folder that -o names, or null when it names files. */
function outputFolder(fileCount: number, isBatch: boolean, output: readonly string[]): string | null {
  if (output.length === 1 && (namesFolder(output[0]) || (isBatch && path.extname(output[0]) === ''))) return output[0];
  if (output.some(namesFolder)) {
    throw usage('-o', 'a folder and other outputs cannot be mixed.', 'Give one folder, or files only.');
  }
  if (output.length === 0 || fileCount === 1) return null;
  throw usage('-o', `it names a file, but there are ${fileCount} inputs.`, 'Give a folder: -o out/.');
}

function formatOf(file: string, endings: Endings): Format {
  const extension = path.extname(file).slice(1).toLowerCase();
  if (Object.hasOwn(endings, extension)) return extension as Format;
  const known = Object.keys(endings)
    .map((format) => `.${format}`)
    .join(', ');
  if (file === '-') throw usage(file, 'photorig writes files, not to a pipe.', `Give a name that ends in ${known}.`);
  const what = extension === '' ? 'it has no extension.' : `the extension .${extension} is not the name of a format.`;
  throw usage(file, what, `Use ${known}, or a folder ending in /.`);
}

function overlayFormat(file: string): Format {
  if (path.extname(file).toLowerCase() === '.png') return 'png';
  throw usage(file, 'overlays are written as PNG.', 'Give --overlay a name that ends in .png.');
}

const usage = (where: string, what: string, todo: string): FitError => new FitError('usage', where, what, todo);
