import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { isVideo, withVideoFrames } from '../../../converters/cli/video-frames.js';

const folder = mkdtempSync(path.join(tmpdir(), 'photorig video-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program that stands for ffmpeg. */
function program(name: string, script: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

test('videos are told by their names', () => {
  expect(['a.mp4', 'b.MOV', 'c.webm'].every(isVideo)).toBe(true);
  expect(['a.jpg', 'mp4', 'a.json'].some(isVideo)).toBe(false);
});

test('without ffmpeg: what to do instead', async () => {
  const missing = path.join(folder, 'no such program');
  await expect(withVideoFrames('walk.mp4', 30, async () => 1, missing)).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringMatching(/^walk\.mp4: a video needs ffmpeg, which is not installed\. .*frames\/\*\.jpg/),
  });
});

test.skipIf(process.platform === 'win32')('the frames are there while they are used, in order, then gone', async () => {
  // The last parameter is the pattern of the names; -i is followed by the video.
  const fake = program(
    'fake',
    'for last; do :; done; d=$(dirname "$last"); echo "$@" > "$d/000003.jpg"; : > "$d/000001.jpg"',
  );
  const frames = await withVideoFrames(
    '-y.mp4',
    12.5,
    async (files) => {
      expect(files.every(existsSync)).toBe(true);
      return files;
    },
    fake,
  );
  expect(frames.map((file) => path.basename(file))).toEqual(['000001.jpg', '000003.jpg']);
  expect(frames.some(existsSync)).toBe(false);
});

test.skipIf(process.platform === 'win32')('what ffmpeg says goes into the message', async () => {
  const broken = program('broken', 'echo "moov atom not found" >&2; exit 1');
  await expect(withVideoFrames('a.mp4', 30, async () => 1, broken)).rejects.toThrow(
    'a.mp4: ffmpeg cannot read it (moov atom not found). Check that it is a video.',
  );
  const empty = program('empty', 'exit 0');
  await expect(withVideoFrames('a.mp4', 30, async () => 1, empty)).rejects.toThrow(/no picture/);
});
