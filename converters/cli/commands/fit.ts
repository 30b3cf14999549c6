import path from 'node:path';
import { FitError } from '../../../core/error.js';
import type { Image } from '../../../core/types.js';
import { type FitResult, toFitJson } from '../../export/fit-json.js';
import { toGlb } from '../../export/glb.js';
import type { PoseMode } from '../../export/gltf-options.js';
import type { Naming } from '../../export/names.js';
import { type KeypointFile, readKeypointsJson } from '../../import/keypoints-json.js';
import type { ExitCode } from '../exit.js';
import { expectWritable, readBytes, writeBytes } from '../node-files.js';
import { readImage } from '../node-image.js';
import { encodePng } from '../node-png.js';
import { type Format, type Job, type Output, planJobs } from '../plan.js';
import { reportNobody, runJobs, type Say, sayUnless } from '../run-jobs.js';
import { drawOverlay, openSession, rigPeople, type Session } from '../session.js';
import { expectOneWho, focalChoice, type PhotoOptions } from './photo-options.js';

/** What the options of `photorig fit` say, already checked one by one. */
export interface FitCommandOptions extends PhotoOptions {
  readonly output?: readonly string[];
  readonly format?: readonly Format[];
  readonly overlay?: string;
  readonly split?: boolean;
  readonly body: string;
  readonly keypoints?: string;
  readonly naming: Naming;
  readonly pose: PoseMode;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `photorig fit INPUT...`: photos or keypoint files in, avatars out. */
export async function fitCommand(inputs: readonly string[], options: FitCommandOptions): Promise<ExitCode> {
  const say = sayUnless(options.quiet ?? false);
  expectOneWho(options);
  focalChoice(options); // refused, if at all, before any work
  const jobs = planFit(inputs, options);
  const session = await openSession({ body: options.body, detail: options.detail });
  return runJobs(jobs, say, (job) => runJob(job, session, options, jobs.length === 1, say));
}

function planFit(inputs: readonly string[], { output = [], json = false, ...options }: FitCommandOptions): Job[] {
  const { format: formats, overlay, keypoints } = options;
  const jobs = planJobs(inputs, {
    output,
    json,
    ...(formats !== undefined && { formats }),
    ...(overlay !== undefined && { overlay }),
    ...(keypoints !== undefined && { alsoRead: [keypoints] }),
  });
  const hasKeypointFile = jobs.some(({ input }) => isKeypointFile(input));
  if (keypoints !== undefined && (jobs.length > 1 || hasKeypointFile)) {
    const what =
      jobs.length > 1 ? `it names one file, there are ${jobs.length} inputs.` : 'the input is a keypoint file.';
    throw new FitError('usage', '--keypoints', what, 'Give it with one photo.');
  }
  if (isPlaceGiven(options) && (keypoints !== undefined || hasKeypointFile)) {
    const what = 'only a photo can be looked at there, not a keypoint file.';
    throw new FitError('usage', options.at ? '--at' : '--box', what, 'Choose with --person.');
  }
  expectSplittable(jobs, options);
  return jobs;
}

/** Refuses --split where it could do nothing. */
function expectSplittable(jobs: readonly Job[], { split = false, person }: Partial<FitCommandOptions>): void {
  if (!split) return;
  if (person !== 'all') {
    throw new FitError('usage', '--split', 'one person needs no splitting.', 'Give --person all with it.');
  }
  if (jobs.some(({ outputs }) => outputs.some(({ format }) => format === 'glb'))) return;
  throw new FitError('usage', '--split', 'it splits .glb files, and none is written.', 'Add -o avatar.glb.');
}

const isPlaceGiven = ({ at, box }: Partial<FitCommandOptions>): boolean => at !== undefined || box !== undefined;

const isKeypointFile = (file: string): boolean => /\.json$/i.test(file);

/** Fits one input and writes what was asked for; false when nobody was found. */
async function runJob(
  job: Job,
  session: Session,
  options: FitCommandOptions,
  alone: boolean,
  say: Say,
): Promise<boolean> {
  const { input, outputs } = job;
  for (const { file } of outputs) await expectWritable(file);
  const wantsPhoto = outputs.some(({ format }) => format === 'png');
  const { result, photo } = await fitInput(input, session, options, wantsPhoto, say);
  const overwriting = outputs.find(({ file }) => path.resolve(file) === path.resolve(result.image.path));
  if (overwriting !== undefined) {
    throw new FitError('usage', overwriting.file, 'this is the photo itself.', 'Choose another name.');
  }
  const found = result.people.length > 0;
  if (found) {
    for (const line of describe(result)) say(`${input}: ${line}`);
    for (const output of outputs) {
      for (const { file, content } of splitOutput(output, result, options.split ?? false)) {
        await writeBytes(file, await encode(output.format, content, photo, options));
        say(`${input}: wrote ${file}`);
      }
    }
  } else {
    reportNobody(input, isPlaceGiven(options));
  }
  // Last, so that a reader who closes the pipe early (head) loses no file.
  if (options.json) process.stdout.write(`${JSON.stringify(toFitJson(result), null, alone ? 2 : 0)}\n`);
  return found;
}

async function fitInput(
  input: string,
  session: Session,
  options: FitCommandOptions,
  wantsPhoto: boolean,
  say: Say,
): Promise<{ result: FitResult; photo: Image | null }> {
  const { person, at, box } = options;
  const choice = { ...focalChoice(options), ...(person !== undefined && { person }) };
  const isKeypoints = isKeypointFile(input);
  const keypointFile = isKeypoints ? input : options.keypoints;
  if (keypointFile === undefined) {
    const photo = await readImage(input);
    say(`${input}: looking for people in ${photo.width} x ${photo.height} pixels`);
    const place = { ...(at && { at }), ...(box && { box }) };
    return { result: await session.fitImage(input, photo, { ...choice, ...place }), photo };
  }
  const file = readKeypointsJson(keypointFile, new TextDecoder().decode(await readBytes(keypointFile)));
  const photoPath = isKeypoints ? photoOf(input, file) : input;
  // The keypoints are enough to fit; their photo is only drawn on.
  const photo = photoPath === null || (isKeypoints && !wantsPhoto) ? null : await readImage(photoPath);
  if (photo !== null && (photo.width !== file.width || photo.height !== file.height)) {
    const what = `it is for ${file.width} x ${file.height} pixels, the photo has ${photo.width} x ${photo.height}.`;
    throw new FitError('bad-input', keypointFile, what, 'Give the photo that the keypoints were found in.');
  }
  return { result: session.fitKeypoints(photoPath ?? input, file, choice, photo ?? {}), photo };
}

/** Where the photo of a keypoint file is: its path is relative to the file. */
const photoOf = (keypointFile: string, { imagePath }: KeypointFile): string | null =>
  imagePath ? path.resolve(path.dirname(keypointFile), imagePath) : null;

/** The files of an output and whom each shows: all in one, or one GLB a person, avatar-1.glb, avatar-2.glb ... */
function splitOutput(
  { format, file }: Output,
  result: FitResult,
  split: boolean,
): { file: string; content: FitResult }[] {
  if (!split || format !== 'glb') return [{ file, content: result }];
  const { dir, name, ext } = path.parse(file);
  return result.people.map((person, i) => ({
    file: path.join(dir, `${name}-${i + 1}${ext}`),
    content: { ...result, people: [person] },
  }));
}

async function encode(
  format: Format,
  result: FitResult,
  photo: Image | null,
  { naming, pose }: FitCommandOptions,
): Promise<Uint8Array | string> {
  if (format === 'json') return `${JSON.stringify(toFitJson(result), null, 2)}\n`;
  if (format === 'glb') return toGlb(rigPeople(result), { naming, pose });
  return encodePng(drawOverlay(result, photo ?? blankPhoto(result)));
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

/** Loading that took less is not worth a word: the networks were there. Milliseconds. */
const LEAST_TOLD = 5;

function describe({ people, camera, focalSource }: FitResult): string[] {
  const focal = `focal length ${camera.focalLength.toFixed(0)} px (${focalSource})`;
  const { loadMs, detectMs } = people[0].timings;
  const loaded = loadMs >= LEAST_TOLD ? ` (networks loaded in ${loadMs.toFixed(0)} ms)` : '';
  const found = detectMs > 0 ? `, found in ${detectMs.toFixed(0)} ms${loaded}` : '';
  const lines = [`${people.length} ${people.length === 1 ? 'person' : 'people'}${found}, ${focal}`];
  people.forEach(({ fit, timings }, i) => {
    const who = people.length === 1 ? 'fitted' : `person ${i + 1} fitted`;
    lines.push(
      `${who} in ${timings.fitMs.toFixed(0)} ms, ${fit.iterations} iterations, ` +
        `${fit.reprojectionError.toFixed(1)} px off the keypoints, ${fit.translation[2].toFixed(1)} m away`,
    );
    for (const warning of fit.warnings) lines.push(`warning: ${warning}`);
  });
  return lines;
}
