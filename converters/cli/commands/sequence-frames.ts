import { cameraFor } from '../../../core/camera/pinhole.js';
import { FitError } from '../../../core/error.js';
import type { StatedCamera } from '../../../core/fit/camera-of-people.js';
import { MAX_FRAMES } from '../../../core/sequence/sequence.js';
import type { Camera, Detection } from '../../../core/types.js';
import { largest } from '../../../models/extremes.js';
import { DEFAULT_FRAME_RATE } from '../../formats/frame-rate.js';
import type { KeypointFile } from '../../import/keypoints-json.js';
import { readKeypoints } from '../../import/read-keypoints.js';
import { animationFrames } from '../animation-frames.js';
import { withNamedPhoto } from '../named-photo.js';
import { readBytes } from '../node-files.js';
import { readDelays, readImage } from '../node-image.js';
import { SIZE_GUESSED } from '../options.js';
import type { Say } from '../run-jobs.js';
import type { Session } from '../session.js';
import { warnOverruled } from '../unused-options.js';
import { isVideo, type VideoFrames, type VideoPart, withVideoFrames } from '../video-frames.js';
import { isKeypointFile } from './fit-input.js';
import type { FitCommandOptions } from './fit-options.js';
import { focalChoice } from './photo-options.js';

/** A line of progress every so many frames. */
export const SAY_EVERY = 20;
/** The people of every frame, and what saw them. */
export interface Found extends StatedCamera {
  /** Where each frame is from. */
  readonly paths: readonly string[];
  readonly people: readonly (readonly Detection[])[];
  /** Frames a second. */
  readonly frameRate: number;
}

/** An image or keypoint file, and what messages and JSON call it. */
interface FrameFile {
  readonly file: string;
  readonly name: string;
  /** Which frame of the file, where it is an animation. */
  readonly page?: number;
}

/**
 * Refuses more frames than can be fitted and parts of what is no video, before anything is read.
 *
 * @param inputs as the user gave them
 * @throws FitError usage | unsupported
 */
export function expectFrames(inputs: readonly string[], frames: readonly string[], options: VideoPart): void {
  const { from, to } = options;
  if ((from !== undefined || to !== undefined) && !isVideo(frames[0])) {
    const todo = 'Give only the frames you want.';
    throw new FitError('usage', from === undefined ? '--to' : '--from', 'this option needs a video.', todo);
  }
  if (to !== undefined && to <= (from ?? 0)) {
    throw new FitError('usage', '--to', `${to} s is not after the start at ${from ?? 0} s.`, 'Give a later time.');
  }
  expectFewEnough(inputs.length === 1 ? inputs[0] : '--sequence', frames.length);
}

function expectFewEnough(where: string, count: number): void {
  if (count <= MAX_FRAMES) return;
  const what = `there are ${count} frames, more than ${MAX_FRAMES}.`;
  throw new FitError('unsupported', where, what, 'Give them in several parts.');
}

/** Reads the frames of a sequence and finds the people in each. */
export async function findAll(
  frames: readonly string[],
  session: Session,
  options: FitCommandOptions,
  say: Say,
): Promise<Found> {
  const frameRate = options.fps ?? DEFAULT_FRAME_RATE;
  if (isKeypointFile(frames[0])) return readAll(frames, options, frameRate, say);
  const detect = (files: readonly FrameFile[], rate: number) => detectAll(files, session, options, rate, say);
  const [video] = frames;
  // By their times, as W3C's media fragments are written: the images are soon gone.
  const nameAt = (time: number): string => `${video}#t=${time.toFixed(3)}`;
  if (isVideo(video)) {
    return withVideoFrames(video, options, (taken) => {
      tellTaken(video, taken, options, say);
      return detect(
        taken.files.map((file, t) => ({ file, name: nameAt(taken.times[t]) })),
        taken.frameRate,
      );
    });
  }
  const delays = frames.length === 1 ? await readDelays(video) : [];
  if (delays.length === 0) {
    return detect(
      frames.map((file) => ({ file, name: file })),
      frameRate,
    );
  }
  const taken = animationFrames(delays, options.fps);
  expectFewEnough(video, taken.pages.length);
  tellTaken(video, { ...taken, files: taken.pages.map(() => video), complaint: null }, options, say);
  return detect(
    taken.pages.map((page, t) => ({ file: video, name: nameAt(taken.times[t]), page })),
    taken.frameRate,
  );
}

export const numberOfFrames = (count: number): string => `${count} ${count === 1 ? 'frame' : 'frames'}`;

function tellTaken(
  video: string,
  { files, times, frameRate, ownFrameRate, complaint }: VideoFrames,
  { fps: asked, from, to }: VideoPart,
  say: Say,
): void {
  const rounded = Number(frameRate.toFixed(2));
  const [first, last] = [times[0], times[times.length - 1]].map((time) => Number(time.toFixed(3)));
  const part = from === undefined && to === undefined ? '' : ` from ${first} to ${last} s,`;
  say(`took ${numberOfFrames(files.length)} of ${video},${part} ${rounded} a second`);
  if (ownFrameRate !== null && asked !== undefined && asked > ownFrameRate) {
    say(`warning: ${video} has only ${rounded} frames a second; --fps ${asked} takes them all`);
  }
  if (complaint !== null) say(`warning: ${video} is damaged, frames may be missing (ffmpeg: ${complaint})`);
}

/** The camera of the first frame is that of all. */
async function detectAll(
  frames: readonly FrameFile[],
  session: Session,
  options: FitCommandOptions,
  frameRate: number,
  say: Say,
): Promise<Found> {
  const people: Detection[][] = [];
  let first: ReturnType<typeof cameraFor> | null = null;
  for (const [t, { file, name, page }] of frames.entries()) {
    const image = await readImage(file, name, page);
    if (page === undefined && image.frameCount !== undefined) {
      const what = `it is an animation of ${image.frameCount} frames.`;
      throw new FitError('usage', name, what, 'Give one animation alone, or still pictures.');
    }
    first ??= cameraFor(image, focalChoice(options));
    expectSize(name, image, first.camera);
    people.push(await session.find(name, image, { person: 'all' }));
    if ((t + 1) % SAY_EVERY === 0 || t + 1 === frames.length)
      say(`looked for people in ${t + 1} of ${numberOfFrames(frames.length)}`);
  }
  const { camera, source } = first as ReturnType<typeof cameraFor>;
  return { paths: frames.map(({ name }) => name), people, camera, source, frameRate };
}

async function readAll(
  files: readonly string[],
  options: FitCommandOptions,
  frameRate: number,
  say: Say,
): Promise<Found> {
  const images = [];
  for (const file of files) {
    for (const image of readKeypoints(file, await readBytes(file), options)) {
      images.push({ path: image.imagePath ?? file, file, image });
    }
    expectFewEnough(file, images.length);
  }
  const overruled = new Set<string>();
  for (const { image } of images) warnOverruled(image, options, (line) => overruled.add(line));
  for (const line of overruled) say(line);
  // What one frame states of the camera holds for all: they are of one video.
  const stated = images.filter(({ image }) => !image.isSizeGuessed);
  const told = stated.find(({ image }) => image.focalLength !== undefined) ?? stated[0];
  const named = told ?? images.find(({ image }) => image.imagePath !== undefined);
  const seen = named === undefined ? null : await withNamedPhoto(named.file, named.image);
  const sized = seen === null || seen.file.isSizeGuessed ? null : seen.file;
  if (sized === null) say(SIZE_GUESSED);
  const first = sized ?? aroundAll(images.map(({ image }) => image));
  const { camera: centred, source } = cameraFor({ ...seen?.photo, ...first }, focalChoice(options));
  const { principalPoint = centred.principalPoint } = first;
  for (const { path: file, image } of stated) expectSize(file, image, centred);
  return {
    paths: images.map((entry) => entry.path),
    people: images.map(({ image }) => image.people),
    camera: { ...centred, principalPoint },
    source: source === 'exif' && first.focalLength !== undefined ? 'file' : source,
    frameRate,
  };
}

/** The first frame, as large as the people of all need: each file's guess is of its own. */
const aroundAll = (frames: readonly KeypointFile[]): KeypointFile => ({
  ...frames[0],
  width: largest(frames.map(({ width }) => width)),
  height: largest(frames.map(({ height }) => height)),
});

function expectSize(file: string, { width, height }: { width: number; height: number }, camera: Camera): void {
  if (width === camera.width && height === camera.height) return;
  const what = `it has ${width} x ${height} pixels, but the first frame has ${camera.width} x ${camera.height}.`;
  throw new FitError('bad-input', file, what, 'Give the frames of one video.');
}
