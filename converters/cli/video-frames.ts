import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FitError } from '../../core/error.js';
import { MAX_FRAMES } from '../../core/sequence/sequence.js';
import { DEFAULT_FRAME_RATE } from '../formats/frame-rate.js';
import { readFolder } from './node-files.js';

const VIDEO = /\.(mp4|m4v|mov|mkv|webm|avi|mpe?g|ogv|wmv|3gp|m2?ts)$/i;
export const isVideo = (file: string): boolean => VIDEO.test(file);

/** JPEG as good as the video is: 2 of ffmpeg's 2 (best) to 31. */
const QUALITY = '2';
/** Of faster videos every second, third ... frame is taken: enough to follow a person, and half the work of 60. */
const FASTEST = 32;
/**
 * Browsers' recordings have the time of each frame, no rate: ffmpeg then says 1000. No phone's slow motion is faster.
 */
const FASTEST_REAL = 250;
/** Half of the last digit of the times that name frames: a time taken from a name means that frame. Seconds. */
const TIME_TOLERANCE = 0.0005;
/** Decoding begins so long before a part. Seconds. */
const RUN_UP = 10;
/** Files in which ffmpeg finds a time only roughly, up to a key frame too late: they are decoded from their start. */
const WITHOUT_INDEX = /\.(mpe?g|m2?ts)$/i;
/** The prefix of an ffmpeg message: a component in brackets, or the file. */
const ADDRESS = /^\[[^\]]*\] *|^file:.*: (?=\w)/;
/** How ffmpeg says that it took no frame. */
const NOTHING_LEFT = 'Nothing was written into output file';
/** Characters of what ffmpeg prints. */
const REMEMBERED = 2000;

/** Which frames of a video to take; default: all, see takenFrameRate. */
export interface VideoPart {
  /** Frames a second. */
  readonly fps?: number;
  /** Seconds of the video. */
  readonly from?: number;
  /** Seconds of the video; the frame that is shown then is no longer taken. */
  readonly to?: number;
}

/** What was taken of a video. */
export interface VideoFrames {
  /** Images, in order. */
  readonly files: readonly string[];
  /** When each is shown, seconds of the video. */
  readonly times: readonly number[];
  /** Of the files, a second. */
  readonly frameRate: number;
  /** The video's own, or null where it has none. */
  readonly ownFrameRate: number | null;
  /** What ffmpeg found wrong with the video although it read frames; null: nothing. */
  readonly complaint: string | null;
}

/**
 * Writes the frames of a video as images to a temporary folder, for as long as `use` takes. ffmpeg decodes; it is not
 * part of the package.
 *
 * @param program ffmpeg by name or path
 * @throws FitError unsupported without ffmpeg or for too many frames, not-found, bad-input when it cannot read the
 *   video or none of its frames is in the part
 */
export async function withVideoFrames<Result>(
  video: string,
  part: VideoPart,
  use: (frames: VideoFrames) => Promise<Result>,
  program = 'ffmpeg',
): Promise<Result> {
  await expectContent(video);
  const ownFrameRate = await readFrameRate(video, program);
  const frameRate = takenFrameRate(ownFrameRate, part.fps);
  return withFolder(async (folder) => {
    const { complaint } = await decode(video, program, {
      ...inputOf(video, part, frameRate),
      // Named by their numbers in the whole video.
      output: ['-frames:v', `${MAX_FRAMES + 1}`, '-q:v', QUALITY, '-frame_pts', '1', path.join(folder, '%09d.jpg')],
    });
    const names = readFolder(folder);
    if (names.length === 0) throw withoutFrames(video, part, frameRate);
    if (names.length > MAX_FRAMES) {
      const what = `at ${round(frameRate)} frames a second it has more than ${MAX_FRAMES} frames.`;
      throw new FitError('unsupported', video, what, 'Take a part with --from and --to, or fewer with --fps.');
    }
    const files = names.map((name) => path.join(folder, name));
    const times = names.map((name) => Number.parseInt(name, 10) / frameRate);
    return use({ files, times, frameRate, ownFrameRate, complaint });
  });
}

/**
 * Frames a second to take of a video. Never more than it has: frames shown twice are a person who stops twice.
 *
 * @param own   the video's, null where it has none
 * @param asked undefined: its own, or a whole part of it that is no more than 32
 */
export function takenFrameRate(own: number | null, asked: number | undefined): number {
  if (asked !== undefined) return Math.min(asked, own ?? asked);
  return own === null ? DEFAULT_FRAME_RATE : own / Math.ceil(own / FASTEST);
}

/** A video's frames a second, as ffmpeg takes it to be; null where that is not a rate but a clock. */
async function readFrameRate(video: string, program: string): Promise<number | null> {
  // The checksums of one frame, above which stands the time between two of them: "#tb 0: 1001/30000".
  const output = ['-frames:v', '1', '-f', 'framecrc', '-'];
  const { printed } = await decode(video, program, { filter: filters('source_fps'), output });
  const [, time, base] = /^#tb 0: (\d+)\/(\d+)$/m.exec(printed) ?? [];
  const rate = Number(base) / Number(time);
  return rate > 0 && rate <= FASTEST_REAL ? rate : null;
}

/** Sampled evenly; upright as the video's tag says (ffmpeg does so unasked); pixels made square. */
const filters = (frameRate: number | 'source_fps', trim = ''): string =>
  `fps=${frameRate},${trim}scale=round(iw*sar):ih`;

/** The number of the first frame that is shown at a time or later, counted from 0 in the whole video. */
const numberAt = (seconds: number, frameRate: number): number =>
  Math.max(0, Math.ceil((seconds - TIME_TOLERANCE) * frameRate));

/**
 * How ffmpeg takes a part: the frames that it would take of the whole video, of them those with these numbers. Its
 * times stay the video's own (copyts), which begins at 0 whatever its file says.
 */
function inputOf(video: string, { from = 0, to }: VideoPart, frameRate: number): Omit<Decoding, 'output'> {
  if (from === 0 && to === undefined) return { filter: filters(frameRate) };
  const start = WITHOUT_INDEX.test(video) ? 0 : Math.max(0, from - RUN_UP);
  const end = to === undefined ? '' : `:end_pts=${numberAt(to, frameRate)}`;
  return {
    seek: [...(start > 0 ? ['-ss', start.toFixed(3)] : []), '-copyts', '-start_at_zero'],
    filter: filters(frameRate, `trim=start_pts=${numberAt(from, frameRate)}${end},`),
  };
}

function withoutFrames(video: string, { from = 0, to = Infinity }: VideoPart, frameRate: number): FitError {
  if (numberAt(from, frameRate) >= numberAt(to, frameRate)) {
    const what = `at ${round(frameRate)} frames a second there is no frame from ${from} to ${to} s.`;
    return new FitError('bad-input', video, what, 'Take a longer part.');
  }
  if (from === 0) return withoutPicture(video);
  return new FitError('bad-input', video, `it ends before ${from} s.`, 'Give an earlier --from.');
}

async function expectContent(video: string): Promise<void> {
  const found = await stat(video).catch((cause) => {
    throw new FitError('not-found', video, 'there is no such file.', 'Check the path.', { cause });
  });
  if (found.isFile() && found.size === 0) {
    throw new FitError('bad-input', video, 'the file is empty.', 'Copy or download it again.');
  }
}

const withoutPicture = (video: string): FitError =>
  new FitError('bad-input', video, 'it has no video track.', 'Check that it is a complete video.');

/** A temporary folder for as long as `use` takes, also where it ends by Ctrl-C: frames fill disks. */
async function withFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'photorig-'));
  const stop = (signal: NodeJS.Signals): void => {
    rmSync(folder, { recursive: true, force: true });
    process.kill(process.pid, signal); // now that nobody listens, it ends the process
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await use(folder);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await rm(folder, { recursive: true, force: true });
  }
}

/** What ffmpeg is told besides the video. */
interface Decoding {
  /** Options of the input. */
  readonly seek?: readonly string[];
  readonly filter: string;
  /** Options of the output, and where it goes. */
  readonly output: readonly string[];
}

/** Runs ffmpeg on the first track of pictures that move: a song's cover is none. */
function decode(video: string, program: string, { seek = [], filter, output }: Decoding) {
  // An absolute path is neither an option nor the address of a server.
  const input = ['-nostdin', '-v', 'error', ...seek, '-i', `file:${path.resolve(video)}`];
  const parameters = [...input, '-map', '0:V:0', '-vf', filter, ...output];
  return new Promise<{ printed: string; complaint: string | null }>((resolve, reject) => {
    const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    let [printed, said] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(0, REMEMBERED);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(0, REMEMBERED);
    });
    child.on('error', (cause) => reject(notRun(video, cause)));
    child.on('close', (code) => {
      const complaint = firstLine(said);
      if (code === 0) return resolve({ printed, complaint });
      // Since its version 6 ffmpeg fails where no frame is left; before, it had done its work.
      if (said.includes(NOTHING_LEFT)) return resolve({ printed, complaint: null });
      if (said.includes('matches no streams')) return reject(withoutPicture(video));
      const what = `ffmpeg cannot read it (${complaint ?? `code ${code}`}).`;
      reject(new FitError('bad-input', video, what, 'Check that it is a complete video.'));
    });
  });
}

function notRun(video: string, cause: NodeJS.ErrnoException): FitError {
  const what = cause.code === 'ENOENT' ? 'which is not installed' : `which cannot be run (${cause.code})`;
  const todo = 'Install it (ffmpeg.org), or give the frames as images: a folder, or frames/*.jpg.';
  return new FitError('unsupported', video, `a video needs ffmpeg, ${what}.`, todo, { cause });
}

/** What ffmpeg said first, which is nearest to the cause. */
function firstLine(said: string): string | null {
  const [line = ''] = said.trim().split('\n');
  return line.trim().replace(ADDRESS, '') || null;
}

const round = (rate: number): string => `${Number(rate.toFixed(2))}`;
