import path from 'node:path';
import { FitError } from '../../../core/error.js';
import type { Image } from '../../../core/types.js';
import {
  type AvatarFormat,
  type ExportedFile,
  exportAvatars,
  exportParameters,
  isAvatarFormat,
  isParameterFormat,
} from '../../export/exporters.js';
import { type FitResult, toFitJson } from '../../export/fit-json.js';
import { parametersOfFit } from '../../import/parameters.js';
import { writeBytes } from '../node-files.js';
import { encodePng } from '../node-png.js';
import type { Format, Output } from '../plan.js';
import { drawOverlay, placedPeople } from '../session.js';
import { type ExportFlags, exportOptions, photoOfScene } from './export-flags.js';

/** What `fit` does with what it found. */
export interface FitOutputOptions extends ExportFlags {
  readonly split?: boolean;
  readonly withPhoto?: boolean;
}

/** Writes one output, which may be several files; returns their names. */
export async function writeOutput(
  { format, file }: Output,
  result: FitResult,
  photo: Image | null,
  options: FitOutputOptions,
): Promise<string[]> {
  const { dir, name, ext } = path.parse(file);
  const files = await encode(format, name, result, photo, options);
  const written: string[] = [];
  for (const { ending, content } of files) {
    // The ending as the user wrote it: avatar.GLB stays so.
    const own = ending.toLowerCase().endsWith(ext.toLowerCase()) ? ending.slice(0, -ext.length) + ext : ending;
    const target = path.join(dir, name + own);
    await writeBytes(target, content);
    written.push(target);
  }
  return written;
}

async function encode(
  format: Format,
  name: string,
  result: FitResult,
  photo: Image | null,
  options: FitOutputOptions,
): Promise<ExportedFile[]> {
  if (isAvatarFormat(format)) return encodeAvatars(format, name, result, photo, options);
  if (isParameterFormat(format)) {
    const { body: model, people } = result;
    return exportParameters(
      format,
      people.map(({ fit }) => ({ parameters: parametersOfFit(fit), model })),
      options.up,
    );
  }
  if (format === 'json') return [{ ending: '.json', content: `${JSON.stringify(toFitJson(result), null, 2)}\n` }];
  return [{ ending: '.png', content: await encodePng(drawOverlay(result, photo ?? blankPhoto(result))) }];
}

async function encodeAvatars(
  format: AvatarFormat,
  name: string,
  result: FitResult,
  photo: Image | null,
  { split = false, withPhoto = false, ...flags }: FitOutputOptions,
): Promise<ExportedFile[]> {
  const showsPhoto = withPhoto && photo !== null && (format === 'glb' || format === 'gltf');
  const scene = showsPhoto ? await photoOfScene(photo, result.camera) : undefined;
  return exportAvatars(format, placedPeople(result), name, await exportOptions(flags, result.body, scene), split);
}

/** A sheet of 400 MB; keypoint files may claim any size. */
const LARGEST_BLANK = 100e6;

/** White paper, for keypoints without a photo. */
function blankPhoto({ image: { path: where, width, height } }: FitResult): Image {
  if (width * height > LARGEST_BLANK) {
    const what = `an overlay of ${width} x ${height} pixels is too large.`;
    throw new FitError('bad-input', where, what, 'Scale the keypoints to a smaller image.');
  }
  return { width, height, rgba: new Uint8Array(4 * width * height).fill(255) };
}
