import { existsSync } from 'node:fs';
import path from 'node:path';
import { FitError } from '../../../core/error.js';
import type { BodyModel, RiggedBody } from '../../../core/types.js';
import { largest } from '../../../models/extremes.js';
import type { BodyGender } from '../../../models/gendered-body.js';
import { SHIPPED_BODIES } from '../../../models/registry.js';
import { writeBodyNpz, writeBodyPickle } from '../../../models/write-body.js';
import {
  type ExportedFile,
  exportAvatars,
  exportParameters,
  isAvatarFormat,
  isParameterFormat,
  type NameFile,
} from '../../export/exporters.js';
import { DEFAULT_FRAME_RATE, expectFrameRate } from '../../formats/frame-rate.js';
import type { UpAxis } from '../../formats/parameters.js';
import { readLspGenderCsv } from '../../import/lsp-gender-csv.js';
import { kindOfFile } from '../../import/read-parameters.js';
import { bodyOpener, expectNoGenders, expectNoOtherBody, expectOneBody } from '../choose-body.js';
import { type ExitCode, reportError } from '../exit.js';
import { expectWritable, readBytes, writeBytes } from '../node-files.js';
import { bodyOfFile } from '../node-models.js';
import { CONVERT_ENDINGS, type Format, type Job, planJobs } from '../plan.js';
import { addRead, noFiles, type RunFiles, writePlanned } from '../run-files.js';
import { reportNobody, runJobs, type Say, sayUnless } from '../run-jobs.js';
import { rigFigure, type Scene, type SceneOptions, sceneOfParameters, scenesOfKeypoints } from '../scenes.js';
import { openSession, type Session } from '../session.js';
import { warnStillOutputs } from '../still-outputs.js';
import { expectPossiblePose, warnUnusedForKind, warnUnusedOptions } from '../unused-options.js';
import { describeFit } from './describe-fit.js';
import { type ExportFlags, exportOptions } from './export-flags.js';
import { expectUnfitted, tiltChoice } from './fit-input.js';
import { focalChoice } from './photo-options.js';

/** What the options of `photorig convert` say, already checked one by one. */
export interface ConvertCommandOptions extends SceneOptions, ExportFlags {
  readonly output?: readonly string[];
  readonly format?: readonly Format[];
  readonly split?: boolean;
  /** A table of genders, one an image: picks the body of each. */
  readonly genderCsv?: string;
  /** The axis that points up in motion files that are written (default: z, as AMASS has it). */
  readonly up?: UpAxis;
  readonly focal?: number;
  readonly fov?: number;
  /** Of keypoints, which are fitted: see PeopleOptions. */
  readonly pitch?: number;
  readonly upright?: boolean;
  readonly quiet?: boolean;
}

/** What a job opens, each once. */
interface Models {
  body(nameOrPath: string): Promise<BodyModel>;
  session(nameOrPath: string): Promise<Session>;
}

/**
 * `photorig convert IN... -o OUT`: bodies, results, motions and keypoints in, any export out. What IN is, its content
 * tells.
 */
export async function convertCommand(inputs: readonly string[], options: ConvertCommandOptions): Promise<ExitCode> {
  const say = sayUnless(options.quiet ?? false);
  // Refused, if at all, before any work.
  expectOneBody(options);
  focalChoice(options);
  tiltChoice(options);
  const { output = [], format: formats, genderCsv, body } = options;
  const files = noFiles();
  const jobs = planJobs(inputs, {
    output,
    json: false,
    endings: CONVERT_ENDINGS,
    ...(formats && { formats }),
    alsoRead: [genderCsv, body].filter((file) => file !== undefined),
    files,
    tell: say,
  });
  const written = jobs.flatMap(({ outputs }) => outputs);
  expectPossiblePose(options, written);
  warnUnusedOptions(options, written, true, say);
  const models = openModels(options);
  const genders = genderCsv === undefined ? [] : readLspGenderCsv(genderCsv, await readText(genderCsv));
  return runJobs(jobs, say, (job) => runJob(job, models, genders, options, files, say));
}

function openModels(options: ConvertCommandOptions): Models {
  const { betas } = options;
  const sessions = new Map<string, Promise<Session>>();
  return {
    body: bodyOpener(options),
    session(body) {
      const session = sessions.get(body) ?? openSession({ body, ...(betas !== undefined && { betas }) });
      sessions.set(body, session);
      return session;
    },
  };
}

const readText = async (file: string): Promise<string> => new TextDecoder().decode(await readBytes(file));

type Genders = readonly (BodyGender | undefined)[];

async function runJob(
  job: Job,
  models: Models,
  genders: Genders,
  options: ConvertCommandOptions,
  files: RunFiles,
  say: Say,
): Promise<boolean> {
  const { input, outputs } = job;
  for (const { file } of outputs) await expectWritable(file);
  const own: Say = (line) => say(`${input}: ${line}`);
  if (SHIPPED_BODIES.includes(input) && !existsSync(input)) {
    expectUnfitted(input, options);
    expectNoGenders(input, options);
    expectNoOtherBody(input, options);
    warnUnusedForKind(options, 'body', own);
    return convertBody(job, await models.body(input), options, files, say);
  }
  const bytes = await readBytes(input);
  const kind = kindOfFile(input, bytes);
  if (kind !== 'keypoints') {
    expectUnfitted(input, options);
    expectNoGenders(input, options);
  }
  warnUnusedForKind(options, kind, own);
  if (kind === 'body') {
    expectNoOtherBody(input, options);
    return convertBody(job, bodyOfFile(input, bytes, options.betas), options, files, say);
  }
  if (kind === 'parameters') {
    const scene = await sceneOfParameters(input, bytes, models.body, options);
    return writeScene(job, scene, options, files, say);
  }
  const { person = 'all' } = options;
  const fit = { ...focalChoice(options), person, ...tiltChoice(options) };
  const scenes = scenesOfKeypoints(input, bytes, models.session, genders, { ...options, fit });
  return eachImage(input, scenes, say, async (open, name) => {
    const scene = await open();
    // The photo, by its path from the file that names it.
    if (scene.fit !== undefined) addRead(files, [path.resolve(path.dirname(input), scene.fit.image.path)]);
    return writeScene({ ...job, input: name }, scene, options, files, say);
  });
}

/**
 * One image after the other: one that fails does not stop the others.
 *
 * @param run is told what messages call the image
 * @returns false when nobody was in one of them
 */
async function eachImage<Image>(
  input: string,
  images: readonly Image[],
  say: Say,
  run: (image: Image, name: string) => Promise<boolean>,
): Promise<boolean> {
  if (images.length === 1) return run(images[0], input);
  const count = { done: 0, nobody: 0, failed: 0 };
  for (const [i, image] of images.entries()) {
    try {
      count[(await run(image, `${input}: image ${i}`)) ? 'done' : 'nobody']++;
    } catch (error) {
      reportError(error);
      count.failed++;
    }
  }
  const { done, nobody, failed } = count;
  say(`${input}: ${done} of ${images.length} images done, ${nobody} without people, ${failed} failed`);
  if (failed === 0) return nobody === 0;
  throw new FitError('bad-input', input, `${failed} of ${images.length} images failed.`, 'See the messages above.');
}

/** A body alone: as a body file in the other form, or as an avatar in the rest pose. */
async function convertBody(
  job: Job,
  model: BodyModel,
  options: ConvertCommandOptions,
  files: RunFiles,
  say: Say,
): Promise<boolean> {
  const pose = new Float64Array(3 * model.parents.length);
  pose[0] = Math.PI; // upright in front of the camera
  const parameters = { betas: new Float64Array(0), poses: pose, translations: new Float64Array(3) };
  const bodies = job.outputs.filter(({ format }) => isParameterFormat(format));
  for (const { format, file } of bodies) {
    await writeBytes(file, format === 'npz' ? writeBodyNpz(model) : writeBodyPickle(model));
    say(`${job.input}: wrote ${file}`);
  }
  const rest = { ...job, outputs: job.outputs.filter((output) => !bodies.includes(output)) };
  if (rest.outputs.length === 0) return true;
  return writeScene(rest, { suffix: '', figures: [{ parameters, model }] }, options, files, say);
}

/** Writes the people of a scene in every format that was asked for; false when there is nobody. */
async function writeScene(
  { input, outputs }: Job,
  scene: Scene,
  options: ConvertCommandOptions,
  files: RunFiles,
  say: Say,
): Promise<boolean> {
  const { suffix, figures, fit, notes = [], bodyNotes = [] } = scene;
  if (figures.length === 0) {
    reportNobody(input, false);
    return false;
  }
  for (const { parameters } of figures) expectFrameRate(input, parameters.frameRate ?? DEFAULT_FRAME_RATE);
  for (const line of [...notes, ...(fit === undefined ? [] : describeFit(fit))]) say(`${input}: ${line}`);
  if (outputs.some(({ format }) => format !== 'json')) for (const line of bodyNotes) say(`${input}: ${line}`);
  const frames = largest(figures.map(({ parameters }) => parameters.translations.length / 3));
  warnStillOutputs(outputs, frames, (line) => say(`${input}: ${line}`));
  const avatars = outputs.some(({ format }) => isAvatarFormat(format)) ? figures.map(rigFigure) : [];
  for (const { format, file } of outputs) {
    const name = path.parse(file).name + suffix;
    const encoded = (nameFile: NameFile) => encode(format, name, avatars, scene, { ...options, nameFile });
    for (const written of await writePlanned(file, files, encoded, suffix)) say(`${input}: wrote ${written}`);
  }
  return true;
}

async function encode(
  format: Format,
  name: string,
  avatars: readonly RiggedBody[],
  { figures, fitJson }: Scene,
  { nameFile, ...options }: ConvertCommandOptions & { readonly nameFile: NameFile },
): Promise<ExportedFile[]> {
  if (isAvatarFormat(format)) {
    const exported = { ...(await exportOptions(options, figures[0].model)), nameFile };
    return exportAvatars(format, avatars, name, exported, options.split ?? false);
  }
  if (isParameterFormat(format)) return exportParameters(format, figures, options.up);
  const fit = fitJson?.();
  if (fit !== undefined) return [{ ending: '.json', content: `${JSON.stringify(fit, null, 2)}\n` }];
  const what = 'only people fitted to keypoints can be written as a fit.';
  throw new FitError('unsupported', `${name}.${format}`, what, 'Write .npz or .pkl.');
}
