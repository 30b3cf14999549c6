import path from 'node:path';
import { rigMotion } from '../../../core/body/rigged-motion.js';
import { FitError } from '../../../core/error.js';
import type { StatedCamera } from '../../../core/fit/camera-of-people.js';
import { evidenceOf, knownOf, lacksTilt, NOBODY_TELLS_TILT, suitingCamera } from '../../../core/fit/fit-people.js';
import { showsPerspective } from '../../../core/fit/focal-length.js';
import { withBuildWarning } from '../../../core/fit/unlikely-build.js';
import { unseenKeypoints } from '../../../core/keypoints/unseen-keypoints.js';
import { liftAndFitSequence } from '../../../core/lift/lift-and-fit-sequence.js';
import type { SequenceFrame } from '../../../core/sequence/frame.js';
import { createSequenceFitter, type SequenceFit } from '../../../core/sequence/sequence.js';
import { followPeople, type Track } from '../../../core/sequence/track.js';
import type { Detection } from '../../../core/types.js';
import {
  type ExportedFile,
  exportAvatars,
  exportParameters,
  isAvatarFormat,
  type NameFile,
} from '../../export/exporters.js';
import { toFitJson } from '../../export/fit-json.js';
import { SEQUENCE_FORMAT } from '../../formats/format-names.js';
import { bodyFor } from '../choose-body.js';
import { EXIT, type ExitCode, reportError } from '../exit.js';
import { expectWritable } from '../node-files.js';
import { flagOf } from '../options.js';
import { expandInputs, type Format, planOutputs } from '../plan.js';
import { noFiles, type RunFiles, writePlanned } from '../run-files.js';
import { reportNobody, type Say, sayUnless } from '../run-jobs.js';
import { openSession, type Session } from '../session.js';
import { warnStillOutputs } from '../still-outputs.js';
import { expectPossiblePose, usesOfInputs, warnUnusedOptions } from '../unused-options.js';
import { isVideo } from '../video-frames.js';
import { describeCamera } from './describe-fit.js';
import { exportOptions } from './export-flags.js';
import { isKeypointFile } from './fit-input.js';
import type { FitCommandOptions } from './fit-options.js';
import { focalChoice } from './photo-options.js';
import { expectFrames, type Found, findAll, numberOfFrames, SAY_EVERY } from './sequence-frames.js';

/** From how many frames the focal length is told. */
const CAMERA_FRAMES = 5;
/** A person who is away for longer is another one. Seconds. */
const LONGEST_ABSENCE = 1;
/** What a sequence can be written as besides avatars. */
const WRITTEN: readonly Format[] = ['npz', 'json'];

/** `photorig fit FRAMES... --sequence`: the frames of one movement in, a moving avatar out. */
export async function fitSequenceCommand(inputs: readonly string[], options: FitCommandOptions): Promise<ExitCode> {
  const say = sayUnless(options.quiet ?? false);
  expectSequenceOptions(options);
  focalChoice(options); // refused, if at all, before any work
  const files = noFiles();
  const { frames, outputs } = planSequence(inputs, options, files, say);
  expectPossiblePose(options, outputs);
  warnUnusedOptions(options, outputs, usesOfInputs([isKeypointFile(frames[0])]), say);
  try {
    for (const { file } of outputs) await expectWritable(file);
    const { betas, detail } = options;
    const session = await openSession({
      body: bodyFor(options),
      ...(detail && { detail }),
      ...(betas !== undefined && { betas }),
    });
    const seen = await findAll(frames, session, options, say);
    const track = trackOf(inputs[0], seen, options);
    if (track === null) {
      reportNobody(inputs[0], options.at !== undefined || options.box !== undefined);
      return EXIT.nobody;
    }
    const found = { ...seen, ...(await cameraOfTrack(track, seen, session, options)) };
    say(describeCamera(found));
    if (lacksTilt(found.camera, options)) say(`warning: ${NOBODY_TELLS_TILT}`);
    const fit = withBuildWarning(await fitTrack(track, found, session, options, say), session.body, options);
    for (const warning of fit.warnings) say(`warning: ${warning}`);
    warnStillOutputs(outputs, fit.frames.length, say);
    const json = () => sequenceJson(fit, track, found, session);
    for (const { format, file } of outputs) {
      const { name } = path.parse(file);
      const encoded = (nameFile: NameFile) =>
        encode(format, name, fit, session, { ...options, nameFile }, found.frameRate, json);
      for (const written of await writePlanned(file, files, encoded)) say(`wrote ${written}`);
    }
    if (options.json) process.stdout.write(`${JSON.stringify(json(), null, 2)}\n`);
    return EXIT.ok;
  } catch (error) {
    return reportError(error);
  }
}

/** Refuses what a sequence of one person cannot heed. */
function expectSequenceOptions(options: FitCommandOptions): void {
  const { person, split, overlay, withPhoto, keypoints, method, explain, nearer, farther } = options;
  const refuse = (flag: string, what: string, todo: string): never => {
    throw new FitError('usage', flag, what, todo);
  };
  if (person === 'all') refuse('--person', 'a sequence follows one person.', 'Give --person with best or a number.');
  if (keypoints !== undefined)
    refuse('--keypoints', 'a sequence has many frames.', 'Give the keypoint files as inputs.');
  if (method === 'smplify') refuse('--method', 'smplify only fits single photos.', 'Leave it out.');
  const meant = Object.entries({ split, overlay, withPhoto, explain, nearer, farther }).find(([, value]) => value);
  if (meant === undefined) return;
  refuse(flagOf(meant[0]), 'it is for photos, not for sequences.', 'Use it to fit a single frame.');
}

/** The frames in order, and what is written of them. */
function planSequence(inputs: readonly string[], options: FitCommandOptions, files: RunFiles, tell: Say) {
  const { output = [], json = false, format: formats, body } = options;
  const frames = expandInputs(inputs, tell);
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
  expectFrames(inputs, frames, options);
  const stem = stemOfFrames(inputs, frames);
  const [outputs] = planOutputs([stem], {
    output,
    json,
    alsoRead: body === undefined ? frames : [...frames, body],
    files,
    ...(formats && { formats }),
  });
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

/** What the outputs are named after: the folder of the frames, the one file, or what numbered files share. */
function stemOfFrames(inputs: readonly string[], frames: readonly string[]): string {
  const { dir, name, base } = path.parse(
    path.resolve(frames.length > 1 && inputs.length === 1 ? inputs[0] : frames[0]),
  );
  const folder = path.relative('', dir); // `.` and `..` have names only as absolute paths
  if (frames.length > 1 && inputs.length === 1) return path.join(folder, base);
  const shared = frames.length === 1 ? name : name.replace(/[-_. ]*\d+$/, '');
  return path.join(folder, shared || 'sequence');
}

/** The person whom the options mean, in all frames; null when nobody is there. */
function trackOf(where: string, { people, frameRate }: Found, { person, at, box }: FitCommandOptions): Track | null {
  const tracks = followPeople(people, LONGEST_ABSENCE * frameRate);
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
  const what = `person ${rank} was asked for, but the frames show only ${tracks.length}.`;
  throw new FitError('not-found', where, what, `Choose 1 to ${tracks.length}, or best.`);
}

/** Whether somebody's box, when first seen, holds a point. */
function isAt(seen: Detection | null | undefined, [px, py]: readonly number[]): boolean {
  if (!seen) return false;
  const [x, y, width, height] = seen.box;
  return px >= x && py >= y && px <= x + width && py <= y + height;
}

/**
 * The camera; where its focal length is a guess, or its tilt is asked for, the one that suits some frames of the
 * person.
 */
async function cameraOfTrack(
  track: Track,
  { camera, source }: StatedCamera,
  session: Session,
  options: FitCommandOptions,
): Promise<StatedCamera> {
  const seen = track.filter((person) => person !== null && showsPerspective(person.keypoints)) as Detection[];
  const step = Math.max(1, seen.length / CAMERA_FRAMES);
  const some = Array.from({ length: Math.min(CAMERA_FRAMES, seen.length) }, (_, i) => seen[Math.floor(i * step)]);
  return suitingCamera(session.fit, some.map(knownOf(options)), { camera, source }, options, true);
}

async function fitTrack(
  track: Track,
  { camera, frameRate }: Found,
  session: Session,
  options: FitCommandOptions,
  say: Say,
): Promise<SequenceFit> {
  const frames = track.map((seen): SequenceFrame | null => {
    if (seen === null) return null;
    const { mask, ...person } = seen; // sequences look at no outlines
    return { keypoints: seen.keypoints, evidence: evidenceOf(person, options) };
  });
  const start = performance.now();
  const sequences = createSequenceFitter(session.body, session.prior, session.fitter);
  const onFrame = (done: number, of: number): void => {
    if (done % SAY_EVERY === 0 && done < of) say(`fitted the body to ${done} of ${numberOfFrames(of)}`);
  };
  const fit = await liftAndFitSequence(sequences, session, frames, camera, { frameRate, onFrame });
  // A frame that was bridged has nothing to be off from, and 0 for it.
  const errors = fit.frames.map(({ reprojectionError }) => reprojectionError).filter((own) => own > 0);
  const error = errors.reduce((sum, own) => sum + own, 0) / Math.max(1, errors.length);
  const ms = (performance.now() - start) / fit.frames.length;
  say(
    `${numberOfFrames(fit.frames.length)} fitted in ${ms.toFixed(0)} ms each, ${error.toFixed(1)} px off the keypoints`,
  );
  return fit;
}

async function encode(
  format: Format,
  name: string,
  { betas, frames }: SequenceFit,
  { body }: Session,
  { nameFile, ...options }: FitCommandOptions & { readonly nameFile: NameFile },
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
  return exportAvatars(format, avatars, name, { ...(await exportOptions(options, body)), nameFile });
}

/** A sequence as photorig-sequence-1: what all frames share, and each as photorig-fit-1. */
function sequenceJson(fit: SequenceFit, track: Track, found: Found, session: Session): object {
  const { width, height } = found.camera;
  const { betas, first, warnings } = fit;
  return {
    format: SEQUENCE_FORMAT,
    frameRate: found.frameRate,
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
        focalSource: found.source,
        people: [{ detection: seen ?? NOBODY, fit: own, timings: { loadMs: 0, detectMs: 0, fitMs: 0 } }],
      });
    }),
  };
}

/** Of a frame that was bridged. */
const NOBODY: Detection = { box: [0, 0, 0, 0], score: 0, keypoints: unseenKeypoints('coco17') };
