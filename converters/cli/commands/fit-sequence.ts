import path from 'node:path';
import { rigMotion } from '../../../core/body/rigged-motion.js';
import { cameraFor } from '../../../core/camera/pinhole.js';
import { FitError } from '../../../core/error.js';
import { createSequenceFitter, type SequenceFit, type SequenceFrame } from '../../../core/fit/sequence.js';
import { followPeople, type Track } from '../../../core/fit/sequence-track.js';
import type { Camera, Detection, FocalSource } from '../../../core/types.js';
import { type ExportedFile, exportAvatars, exportParameters, isAvatarFormat } from '../../export/exporters.js';
import { toFitJson } from '../../export/fit-json.js';
import { readKeypoints } from '../../import/read-keypoints.js';
import { bodyFor } from '../choose-body.js';
import { EXIT, type ExitCode, reportError } from '../exit.js';
import { expectWritable, readBytes, writeBytes } from '../node-files.js';
import { readImage } from '../node-image.js';
import { type Format, planJobs } from '../plan.js';
import { reportNobody, type Say, sayUnless } from '../run-jobs.js';
import { openSession, type Session } from '../session.js';
import { isVideo, withVideoFrames } from '../video-frames.js';
import { exportOptions } from './export-flags.js';
import type { FitCommandOptions } from './fit.js';
import { isKeypointFile } from './fit-input.js';
import { focalChoice } from './photo-options.js';

/** The name that our files of sequences carry. */
export const SEQUENCE_FORMAT = 'photorig-sequence-1';

/** Frames a second where nobody says. */
const DEFAULT_FRAME_RATE = 30;
/** A person who is away for longer is another one. Seconds. */
const LONGEST_ABSENCE = 1;
/** A line of progress every so many frames. */
const SAY_EVERY = 20;
/** What a sequence can be written as besides avatars. */
const WRITTEN: readonly Format[] = ['npz', 'json'];

/** The people of every frame, and what saw them. */
interface Found {
  /** Where each frame is from. */
  readonly paths: readonly string[];
  readonly people: readonly (readonly Detection[])[];
  readonly camera: Camera;
  readonly focalSource: FocalSource;
}

/** `photorig fit FRAMES... --sequence`: the frames of one movement in, a moving avatar out. */
export async function fitSequenceCommand(inputs: readonly string[], options: FitCommandOptions): Promise<ExitCode> {
  const say = sayUnless(options.quiet ?? false);
  expectOnePerson(options);
  focalChoice(options); // refused, if at all, before any work
  const { frames, outputs } = planSequence(inputs, options);
  const frameRate = options.fps ?? DEFAULT_FRAME_RATE;
  try {
    for (const { file } of outputs) await expectWritable(file);
    const { betas, detail } = options;
    const session = await openSession({ body: bodyFor(options), detail, ...(betas !== undefined && { betas }) });
    const find = (files: readonly string[]): Promise<Found> => findAll(files, session, options, say);
    const isOneVideo = frames.length === 1 && isVideo(frames[0]);
    const found = isOneVideo ? await withVideoFrames(frames[0], frameRate, find) : await find(frames);
    const track = trackOf(inputs[0], found, options, frameRate);
    if (track === null) {
      reportNobody(inputs[0], options.at !== undefined || options.box !== undefined);
      return EXIT.nobody;
    }
    const fit = await fitTrack(track, found, session, options, frameRate, say);
    for (const warning of fit.warnings) say(`warning: ${warning}`);
    const json = () => sequenceJson(fit, track, found, session, frameRate);
    for (const { format, file } of outputs) {
      for (const { ending, content } of await encode(
        format,
        path.parse(file).name,
        fit,
        session,
        options,
        frameRate,
        json,
      )) {
        const target = path.join(path.dirname(file), path.parse(file).name + ending);
        await writeBytes(target, content);
        say(`wrote ${target}`);
      }
    }
    if (options.json) process.stdout.write(`${JSON.stringify(json(), null, 2)}\n`);
    return EXIT.ok;
  } catch (error) {
    return reportError(error);
  }
}

function expectOnePerson({ person, split, overlay, withPhoto, keypoints, method, explain }: FitCommandOptions): void {
  const refuse = (flag: string, what: string, todo: string): never => {
    throw new FitError('usage', flag, what, todo);
  };
  if (person === 'all') refuse('--person', 'a sequence follows one person.', 'Give --person with best or a number.');
  if (keypoints !== undefined)
    refuse('--keypoints', 'a sequence has many frames.', 'Give the keypoint files as inputs.');
  if (method === 'smplify') refuse('--method', 'smplify knows single photos only.', 'Leave it out.');
  const meant = Object.entries({ split, overlay, withPhoto, explain }).find(([, value]) => value);
  if (meant === undefined) return;
  const flag = meant[0].replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
  refuse(`--${flag}`, 'it is for photos, not for sequences.', 'Fit a single frame with it.');
}

/** The frames in order, and what is written of them. */
function planSequence(inputs: readonly string[], { output = [], json = false, format: formats }: FitCommandOptions) {
  const frames = planJobs(inputs, { output: [], json: true }).map(({ input }) => input);
  if (
    !frames.every(isKeypointFile) &&
    frames.some((file) => isKeypointFile(file) || (isVideo(file) && frames.length > 1))
  ) {
    throw new FitError(
      'usage',
      '--sequence',
      'the inputs are of several kinds.',
      'Give images, keypoints, or one video.',
    );
  }
  // What images are called after is their folder; of files with numbers, what they share.
  const { dir, name } = path.parse(path.resolve(frames[0]));
  const stem = inputs.length === 1 && frames.length === 1 ? name : name.replace(/[-_. ]*\d+$/, '');
  const pseudo =
    frames.length > 1 && inputs.length === 1
      ? `${path.resolve(inputs[0])}.sequence`
      : path.join(dir, `${stem || 'sequence'}.sequence`);
  const [{ outputs }] = planJobs([pseudo], { output, json, alsoRead: frames, ...(formats && { formats }) });
  for (const { format, file } of outputs) {
    if (isAvatarFormat(format) || WRITTEN.includes(format)) continue;
    throw new FitError(
      'usage',
      file,
      `a sequence cannot be written as ${format}.`,
      'Write .glb, .vrma, .fbx, .bvh, .npz or .json.',
    );
  }
  const numbers = new Intl.Collator('en', { numeric: true });
  return { frames: [...frames].sort(numbers.compare), outputs };
}

async function findAll(
  files: readonly string[],
  session: Session,
  options: FitCommandOptions,
  say: Say,
): Promise<Found> {
  return isKeypointFile(files[0]) ? readAll(files, options) : detectAll(files, session, options, say);
}

/** The camera of the first frame is that of all. */
async function detectAll(
  files: readonly string[],
  session: Session,
  options: FitCommandOptions,
  say: Say,
): Promise<Found> {
  const people: Detection[][] = [];
  let first: ReturnType<typeof cameraFor> | null = null;
  for (const [t, file] of files.entries()) {
    const image = await readImage(file);
    first ??= cameraFor(image, focalChoice(options));
    expectSize(file, image, first.camera);
    people.push(await session.find(file, image, { person: 'all' }));
    if ((t + 1) % SAY_EVERY === 0 || t + 1 === files.length)
      say(`looked for people in ${t + 1} of ${files.length} frames`);
  }
  const { camera, source } = first as ReturnType<typeof cameraFor>;
  return { paths: files, people, camera, focalSource: source };
}

async function readAll(files: readonly string[], options: FitCommandOptions): Promise<Found> {
  const images = [];
  for (const file of files) {
    for (const image of readKeypoints(file, await readBytes(file), options)) {
      images.push({ path: image.imagePath ?? file, image });
    }
  }
  const [{ image: first }] = images;
  const { camera: centred, source } = cameraFor(first, focalChoice(options));
  const { principalPoint = centred.principalPoint } = first;
  for (const { path: file, image } of images) expectSize(file, image, centred);
  return {
    paths: images.map((entry) => entry.path),
    people: images.map(({ image }) => image.people),
    camera: { ...centred, principalPoint },
    focalSource: source === 'exif' ? 'file' : source,
  };
}

function expectSize(file: string, { width, height }: { width: number; height: number }, camera: Camera): void {
  if (width === camera.width && height === camera.height) return;
  const what = `it has ${width} x ${height} pixels, the first frame has ${camera.width} x ${camera.height}.`;
  throw new FitError('bad-input', file, what, 'Give the frames of one video.');
}

/** The person whom the options mean, in all frames; null when nobody is there. */
function trackOf(where: string, { people }: Found, { person, at, box }: FitCommandOptions, rate: number): Track | null {
  const tracks = followPeople(people, LONGEST_ABSENCE * rate);
  if (tracks.length === 0) return null;
  const place = at ?? (box && [box[0] + box[2] / 2, box[1] + box[3] / 2]);
  if (place !== undefined)
    return (
      tracks.find((track) =>
        isAt(
          track.find((seen) => seen !== null),
          place,
        ),
      ) ?? null
    );
  const rank = typeof person === 'number' ? person : 1;
  const track = tracks[rank - 1];
  if (track !== undefined) return track;
  const what = `person ${rank} was asked for, ${tracks.length} were found over all frames.`;
  throw new FitError('not-found', where, what, `Choose 1 to ${tracks.length}, or best.`);
}

/** Whether somebody's box, when first seen, holds a point. */
function isAt(seen: Detection | null | undefined, [px, py]: readonly number[]): boolean {
  if (!seen) return false;
  const [x, y, width, height] = seen.box;
  return px >= x && py >= y && px <= x + width && py <= y + height;
}

async function fitTrack(
  track: Track,
  { camera }: Found,
  session: Session,
  { height, weight }: FitCommandOptions,
  frameRate: number,
  say: Say,
): Promise<SequenceFit> {
  const known = { ...(height !== undefined && { height }), ...(weight !== undefined && { weight }) };
  const frames: (SequenceFrame | null)[] = [];
  for (const seen of track) {
    if (seen === null) {
      frames.push(null);
      continue;
    }
    const { keypoints, worldLandmarks } = seen;
    const evidence = { ...known, ...(worldLandmarks && { worldLandmarks }) };
    const lifted = await session.lift(keypoints, camera, evidence);
    frames.push({ keypoints, evidence: lifted === null ? evidence : { ...evidence, lifted } });
  }
  const start = performance.now();
  const fit = createSequenceFitter(session.body, session.prior, session.fitter).fit(frames, camera, { frameRate });
  const error = fit.frames.reduce((sum, { reprojectionError }) => sum + reprojectionError, 0) / fit.frames.length;
  const ms = (performance.now() - start) / fit.frames.length;
  say(`${fit.frames.length} frames fitted in ${ms.toFixed(0)} ms each, ${error.toFixed(1)} px off the keypoints`);
  return fit;
}

async function encode(
  format: Format,
  name: string,
  { betas, frames }: SequenceFit,
  { body }: Session,
  options: FitCommandOptions,
  frameRate: number,
  json: () => object,
): Promise<ExportedFile[]> {
  if (format === 'json') return [{ ending: '.json', content: `${JSON.stringify(json(), null, 2)}\n` }];
  const parameters = {
    betas,
    poses: Float64Array.from(frames.flatMap(({ pose }) => [...pose])),
    translations: Float64Array.from(frames.flatMap(({ translation }) => [...translation])),
    camera: frames[0].camera,
    frameRate,
  };
  if (!isAvatarFormat(format)) return exportParameters('npz', [{ parameters, model: body }], options.up);
  const avatars = [rigMotion(body, parameters, frameRate)];
  return exportAvatars(format, avatars, name, await exportOptions(options, body));
}

/** A sequence as photorig-sequence-1: what all frames share, and each as photorig-fit-1. */
function sequenceJson(fit: SequenceFit, track: Track, found: Found, session: Session, frameRate: number): object {
  const { width, height } = found.camera;
  const { betas, first, warnings } = fit;
  return {
    format: SEQUENCE_FORMAT,
    frameRate,
    first,
    betas: [...betas],
    warnings,
    frames: fit.frames.map((own, t) => {
      const seen = track[first + t];
      return toFitJson({
        image: { path: found.paths[first + t], width, height },
        body: session.body,
        skeleton: session.fitter.skeleton,
        camera: found.camera,
        focalSource: found.focalSource,
        people: [{ detection: seen ?? NOBODY, fit: own, timings: { loadMs: 0, detectMs: 0, fitMs: 0 } }],
      });
    }),
  };
}

/** Of a frame that was bridged. */
const NOBODY: Detection = {
  box: [0, 0, 0, 0],
  score: 0,
  keypoints: { set: 'coco17', xy: new Float64Array(34), confidence: new Float64Array(17) },
};
