import path from 'node:path';
import type { Image } from '../../../core/types.js';
import {
  type AvatarFormat,
  type ExportedFile,
  exportAvatars,
  exportParameters,
  isAvatarFormat,
  isParameterFormat,
  type NameFile,
} from '../../export/exporters.js';
import { type FitResult, toFitJson } from '../../export/fit-json.js';
import { drawOverlay, placedPeople } from '../../export/fitted-people.js';
import { parametersOfFit } from '../../formats/parameters.js';
import { blankImage, expectDrawable } from '../blank-image.js';
import { encodePng } from '../node-png.js';
import type { Format, Output } from '../plan.js';
import { type RunFiles, writePlanned } from '../run-files.js';
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
  files: RunFiles,
): Promise<string[]> {
  const { name } = path.parse(file);
  return writePlanned(file, files, (nameFile) => encode(format, name, result, photo, { ...options, nameFile }));
}

type EncodeOptions = FitOutputOptions & { readonly nameFile: NameFile };

async function encode(
  format: Format,
  name: string,
  result: FitResult,
  photo: Image | null,
  options: EncodeOptions,
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
  { split = false, withPhoto = false, nameFile, ...flags }: EncodeOptions,
): Promise<ExportedFile[]> {
  const showsPhoto = withPhoto && photo !== null && holdsPhoto(format);
  const scene = showsPhoto ? await photoOfScene(photo, result.camera) : undefined;
  const exported = { ...(await exportOptions(flags, result.body, scene)), nameFile };
  return exportAvatars(format, placedPeople(result), name, exported, split);
}

/** Whether --with-photo is for a format. */
export const holdsPhoto = (format: Format): boolean => format === 'glb' || format === 'gltf';

/** White paper, for keypoints without a photo. */
function blankPhoto({ image: { path: where, width, height } }: FitResult): Image {
  expectDrawable(where, 'the overlay', { width, height });
  return blankImage(width, height);
}
