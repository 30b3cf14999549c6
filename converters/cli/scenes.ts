import { rigBody } from '../../core/body/rigged-body.js';
import { rigMotion } from '../../core/body/rigged-motion.js';
import type { PersonChoice } from '../../core/detect/select.js';
import { FitError } from '../../core/error.js';
import type { BodyModel, RiggedBody } from '../../core/types.js';
import type { BodyGender } from '../../models/gendered-body.js';
import type { Figure } from '../export/exporters.js';
import { type FitResult, toFitJson } from '../export/fit-json.js';
import { DEFAULT_FRAME_RATE } from '../formats/frame-rate.js';
import { parseJson, textOf } from '../formats/json-values.js';
import { type InputUp, parametersOfFit, toCameraFrame } from '../formats/parameters.js';
import { isFitJson } from '../import/fit-json.js';
import type { KeypointOptions } from '../import/given-people.js';
import { readKeypoints } from '../import/read-keypoints.js';
import { readParameters, takesUp } from '../import/read-parameters.js';
import { isSequenceJson } from '../import/sequence-json.js';
import { type BodyChoice, bodyFor } from './choose-body.js';
import { withNamedPhoto } from './named-photo.js';
import { SIZE_GUESSED } from './options.js';
import type { KeypointFitOptions, Session } from './session.js';
import { shapeOnBody } from './shape-on-body.js';
import { warnOverruled, warnUnusedOptions } from './unused-options.js';

/** The people of one image, or of a whole file. */
export interface Scene {
  /** Goes after the name of the output where a file holds several images. */
  readonly suffix: string;
  readonly figures: readonly Figure[];
  /** Where the people were fitted to keypoints. */
  readonly fit?: FitResult;
  /** The people as photorig-fit-1 or photorig-sequence-1, if they were fitted to keypoints, now or before. */
  readonly fitJson?: () => object | undefined;
  /** What was guessed in reading, for people to read. */
  readonly notes?: readonly string[];
  /** What the bodies at hand made of the people's shapes, of which fitJson, as it was read, knows nothing. */
  readonly bodyNotes?: readonly string[];
}

/** What people are read with. */
export interface SceneOptions extends BodyChoice, KeypointOptions {
  /** What is up in a motion file that is read, where the format has another than the file. */
  readonly inputUp?: InputUp;
  readonly person?: PersonChoice;
  /** Frames a second, where the file does not say or is wrong. */
  readonly frameRate?: number;
}

/** The people of a result or motion file, on the body that the options or the file name. */
export async function sceneOfParameters(
  input: string,
  bytes: Uint8Array,
  openBody: (nameOrPath: string) => Promise<BodyModel>,
  options: SceneOptions,
): Promise<Scene> {
  const { inputUp: up, frameRate } = options;
  const read = { ...(up !== undefined && { up }), ...(frameRate !== undefined && { frameRate }) };
  const people = chosen(input, await readParameters(input, bytes, read), options.person);
  const figures: Figure[] = [];
  const bodyNotes = new Set<string>();
  for (const person of people) {
    const model = await openBody(bodyFor(options, options.gender ?? person.gender));
    const { stored, note } = shapeOnBody(person, model);
    figures.push({ parameters: toCameraFrame(stored, model), model });
    if (note !== undefined) bodyNotes.add(note);
  }
  const notes = new Set(people.flatMap(({ notes = [] }) => notes));
  if (up !== undefined && !takesUp(input, bytes)) warnUnusedOptions({ inputUp: up }, [], [], (line) => notes.add(line));
  const fitJson = () => chosenFit(input, bytes, options);
  return { suffix: '', figures, notes: [...notes], bodyNotes: [...bodyNotes], fitJson };
}

/** One frame as a pose, several as a motion. */
export function rigFigure({ parameters, model }: Figure): RiggedBody {
  const { betas, poses, translations, camera, focalLength, frameRate = DEFAULT_FRAME_RATE } = parameters;
  const shared = { betas, ...(camera && { camera }), ...(focalLength !== undefined && { focalLength }) };
  return translations.length === 3
    ? rigBody(model, { ...shared, pose: poses, translation: translations })
    : rigMotion(model, { ...shared, poses, translations }, frameRate);
}

/**
 * A file of photorig-fit-1 that has been read, with those who were chosen, or one of photorig-sequence-1, at the rate that
 * was chosen; undefined when it is of another format.
 */
function chosenFit(input: string, bytes: Uint8Array, { person, frameRate }: SceneOptions): object | undefined {
  const root = parseJson(textOf(bytes));
  if (isSequenceJson(root)) return { ...root, ...(frameRate !== undefined && { frameRate }) };
  if (!isFitJson(root)) return undefined;
  return { ...root, persons: chosen(input, root.persons as readonly unknown[], person) };
}

/** Everybody, unless a number says who. */
function chosen<Person>(input: string, people: readonly Person[], person: PersonChoice = 'all'): readonly Person[] {
  if (person === 'all') return people;
  const index = person === 'best' ? 0 : person - 1;
  if (index in people || people.length === 0) return people.slice(index, index + 1);
  const what = `person ${person} was asked for, but the file has only ${people.length}.`;
  throw new FitError('not-found', input, what, `Choose 1 to ${people.length}, or all.`);
}

/**
 * The images of a keypoint file, each fitted when it is asked for, on the body of the gender that the table names for
 * it.
 *
 * @param genders of image i, from 0; the options' where there is none
 */
export function scenesOfKeypoints(
  input: string,
  bytes: Uint8Array,
  openSession: (body: string) => Promise<Session>,
  genders: readonly (BodyGender | undefined)[],
  options: SceneOptions & { readonly fit: KeypointFitOptions },
): (() => Promise<Scene>)[] {
  const images = readKeypoints(input, bytes, options);
  const digits = String(images.length - 1).length;
  return images.map((image, i) => async () => {
    const number = options.index ?? i;
    const gender = genders[number] ?? options.gender;
    const session = await openSession(bodyFor(options, gender));
    const { file, photo } = await withNamedPhoto(input, image);
    const fit = await session.fitKeypoints(image.imagePath ?? input, file, options.fit, photo);
    const figures = fit.people.map((person) => ({
      parameters: { ...parametersOfFit(person.fit), ...(gender !== undefined && { gender }) },
      model: session.body,
    }));
    const suffix = images.length === 1 ? '' : `-${String(number).padStart(digits, '0')}`;
    const notes: string[] = file.isSizeGuessed ? [SIZE_GUESSED] : [];
    warnOverruled(image, options, (line) => notes.push(line));
    return { suffix, figures, fit, fitJson: () => toFitJson(fit), notes };
  });
}
