import { spawnSync } from 'node:child_process';

/** Whether tests of real videos can run. */
export const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

/** Makes a video with ffmpeg, by encoders that every build of it has; its path. */
export function makeVideo(file: string, input: readonly string[], output: readonly string[]): string {
  const encoder = file.endsWith('.webm') ? [] : ['-c:v', 'mpeg4', '-q:v', '4'];
  const parameters = ['-nostdin', '-v', 'error', '-y', ...input, ...encoder, ...output, `file:${file}`];
  const { status, stderr } = spawnSync('ffmpeg', parameters, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ffmpeg ${parameters.join(' ')}: ${stderr}`);
  return file;
}
