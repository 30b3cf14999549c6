import path from 'node:path';
import type { FocalChoice } from '../../../core/camera/pinhole.js';
import type { Detail } from '../../../core/detect/people.js';
import type { PersonChoice } from '../../../core/detect/select.js';
import { FitError } from '../../../core/error.js';
import type { Image } from '../../../core/types.js';
import { type FitResult, toFitJson } from '../../export/fit-json.js';
import { toGlb } from '../../export/glb.js';
import type { PoseMode } from '../../export/gltf-options.js';
import type { Naming } from '../../export/names.js';
import { type KeypointFile, readKeypointsJson } from '../../import/keypoints-json.js';
import { EXIT, type ExitCode, reportError } from '../exit.js';
import { expectWritable, readBytes, writeBytes } from '../node-files.js';
import { readImage } from '../node-image.js';
import { encodePng } from '../node-png.js';
import { type Format, type Job, planJobs } from '../plan.js';
import { drawOverlay, openSession, rigPeople, type Session } from '../session.js';

/** What the options of `photorig fit` say, already checked one by one. */
export interface FitCommandOptions {
  readonly output?: readonly string[];
  readonly format?: readonly Format[];
  readonly overlay?: string;
  readonly body: string;
  readonly person: PersonChoice;
  readonly keypoints?: string;
  readonly focal?: number;
  readonly fov?: number;
  readonly detail: Detail;
  readonly naming: Naming;
  readonly pose: PoseMode;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `photorig fit INPUT...`: photos or keypoint files in, avatars out. */
export async function fitCommand(inputs: readonly string[], options: FitCommandOptions): Promise<ExitCode> {
  const say = (line: string): void => {
    if (!options.quiet) process.stderr.write(`${line}\n`);
  };
  if (options.focal !== undefined && options.fov !== undefined) {
    throw new FitError('usage', '--focal and --fov', 'they say the same thing.', 'Give one of them.');
  }
  const jobs = planFit(inputs, options);
  const session = await openSession({ body: options.body, detail: options.detail });
  const count = { done: 0, nobody: 0, failed: 0 };
  for (const job of jobs) {
    try {
      const found = await runJob(job, session, options, jobs.length === 1, say);
      count[found ? 'done' : 'nobody']++;
    } catch (error) {
      const code = reportError(error);
      if (jobs.length === 1) return code;
      count.failed++;
    }
  }
  if (jobs.length > 1) say(`${count.done} done, ${count.nobody} without people, ${count.failed} failed`);
  if (count.failed > 0) return EXIT.failure;
  return count.nobody > 0 ? EXIT.nobody : EXIT.ok;
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
  if (keypoints === undefined || (jobs.length === 1 && !isKeypointFile(jobs[0].input))) return jobs;
  const what =
    jobs.length > 1 ? `it names one file, there are ${jobs.length} inputs.` : 'the input is a keypoint file.';
  throw new FitError('usage', '--keypoints', what, 'Give it with one photo.');
}

const isKeypointFile = (file: string): boolean => /\.json$/i.test(file);

/** Fits one input and writes what was asked for; false when nobody was found. */
async function runJob(
  job: Job,
  session: Session,
  options: FitCommandOptions,
  alone: boolean,
  say: (line: string) => void,
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
    for (const { format, file } of outputs) {
      await writeBytes(file, await encode(format, result, photo, options));
      say(`${input}: wrote ${file}`);
    }
  } else {
    // Not among the messages that --quiet silences: it explains the exit code.
    process.stderr.write(`photorig: ${input}: nobody was found in the picture.\n`);
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
  say: (line: string) => void,
): Promise<{ result: FitResult; photo: Image | null }> {
  const focal: FocalChoice = {
    ...(options.focal === undefined ? {} : { focalLength: options.focal }),
    ...(options.fov === undefined ? {} : { verticalFov: options.fov }),
  };
  const choice = { ...focal, person: options.person };
  const isKeypoints = isKeypointFile(input);
  const keypointFile = isKeypoints ? input : options.keypoints;
  if (keypointFile === undefined) {
    const photo = await readImage(input);
    say(`${input}: looking for people in ${photo.width} x ${photo.height} pixels`);
    return { result: await session.fitImage(input, photo, choice), photo };
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

function describe({ people, camera, focalSource }: FitResult): string[] {
  const focal = `focal length ${camera.focalLength.toFixed(0)} px (${focalSource})`;
  const found = people[0].timings.detectMs > 0 ? `, found in ${people[0].timings.detectMs.toFixed(0)} ms` : '';
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
