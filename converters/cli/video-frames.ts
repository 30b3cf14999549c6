import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FitError } from '../../core/error.js';
import { readFolder } from './node-files.js';

const VIDEO = /\.(mp4|m4v|mov|mkv|webm|avi|mpe?g|ogv|wmv|3gp|mts)$/i;
export const isVideo = (file: string): boolean => VIDEO.test(file);

/** More than a sequence may have: the fit refuses it, but the disk is not filled first. */
const MOST_FRAMES = 3001;
/** JPEG as good as the video is: 2 of ffmpeg's 2 (best) to 31. */
const QUALITY = '2';

/**
 * Writes the frames of a video as images to a temporary folder, for as long as `use` takes. ffmpeg decodes; it is not part of
 * the package.
 *
 * @param frameRate frames a second that are taken, whatever the video has
 * @param program ffmpeg by name or path
 * @throws FitError unsupported without ffmpeg, bad-input when it cannot read the video
 */
export async function withVideoFrames<Result>(
  video: string,
  frameRate: number,
  use: (frames: readonly string[]) => Promise<Result>,
  program = 'ffmpeg',
): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'photorig-'));
  try {
    // An absolute path is neither an option nor the address of a server.
    const input = `file:${path.resolve(video)}`;
    const frames = ['-vf', `fps=${frameRate}`, '-frames:v', `${MOST_FRAMES}`, '-q:v', QUALITY];
    await run(program, video, ['-nostdin', '-v', 'error', '-i', input, ...frames, path.join(folder, '%06d.jpg')]);
    const names = readFolder(folder);
    if (names.length === 0) {
      throw new FitError('bad-input', video, 'ffmpeg found no picture in it.', 'Check that it is a video.');
    }
    return await use(names.map((name) => path.join(folder, name)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function run(program: string, video: string, parameters: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(0, 2000);
    });
    child.on('error', (cause) => {
      const todo = 'Install it (ffmpeg.org), or give the frames as images: a folder, or frames/*.jpg.';
      reject(new FitError('unsupported', video, 'a video needs ffmpeg, which is not installed.', todo, { cause }));
    });
    child.on('close', (code) => {
      if (code === 0) return resolve();
      const why = said.trim().split('\n').at(-1)?.trim() || `code ${code}`;
      reject(new FitError('bad-input', video, `ffmpeg cannot read it (${why}).`, 'Check that it is a video.'));
    });
  });
}
