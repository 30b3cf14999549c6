import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findAll } from '../../../../converters/cli/commands/sequence-frames.js';
import type { Session } from '../../../../converters/cli/session.js';
import type { Image } from '../../../../core/types.js';
import { makeAnimation } from '../../../support/make-animation.js';

const folder = mkdtempSync(path.join(tmpdir(), 'photorig frames-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is looked at, without looking: the first red, green and blue of each picture. */
async function seenIn(files: readonly string[], fps?: number, imageSize?: readonly [number, number]) {
  const [colours, said]: [number[][], string[]] = [[], []];
  const find = async (_: string, { rgba }: Image) => {
    colours.push(Array.from(rgba.subarray(0, 3), (value) => 255 * Math.round(value / 255)));
    return [];
  };
  const options = { detail: 'fast', ...(fps !== undefined && { fps }), ...(imageSize && { imageSize }) } as const;
  const found = await findAll(files, { find } as unknown as Session, options, (line) => said.push(line));
  return { ...found, colours, said };
}

const [RED, LIME, BLUE] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
];

test.each(['gif', 'webp'] as const)('an animated %s is a small video: all frames, at its own rate', async (kind) => {
  const file = path.join(folder, `a.${kind}`);
  writeFileSync(file, await makeAnimation(kind, ['red', 'lime', 'blue'], [40, 40, 80]));
  const { colours, paths, frameRate, people, said } = await seenIn([file]);
  expect(colours).toEqual([RED, LIME, BLUE, BLUE]);
  expect(paths).toEqual(['0.000', '0.040', '0.080', '0.120'].map((time) => `${file}#t=${time}`));
  expect([frameRate, people.length]).toEqual([25, 4]);
  expect(said).toEqual([`took 4 frames of ${file}, 25 a second`, 'looked for people in 4 of 4 frames']);
});

test('one animation is a sequence, several are none; one is no plural', async () => {
  const files = ['b.gif', 'c.gif'].map((name) => path.join(folder, name));
  for (const file of files) writeFileSync(file, await makeAnimation('gif', ['red', 'blue'], [50, 50]));
  await expect(seenIn(files)).rejects.toThrow('b.gif: it is an animation of 2 frames. Give one animation alone');
  const { said, frameRate } = await seenIn(files.slice(0, 1), 2);
  expect(said).toEqual([`took 1 frame of ${files[0]}, 2 a second`, 'looked for people in 1 of 1 frame']);
  expect(frameRate).toBe(2);
});

test('keypoints whose files do not tell the size of the picture: one size for all frames, and that is said', async () => {
  // COCO-18: somebody who is nowhere but at two points, further right from frame to frame; then nobody.
  const files = [100, 130, null].map((right, t) => {
    const points = Array(54).fill(0);
    if (right !== null) points.splice(0, 6, right, 40, 1, right + 10, 80, 1);
    const file = path.join(folder, `op-${t}.json`);
    writeFileSync(file, JSON.stringify({ people: right === null ? [] : [{ pose_keypoints_2d: points }] }));
    return file;
  });
  const { camera, people, said } = await seenIn(files);
  expect(people.map(({ length }) => length)).toEqual([1, 1, 0]);
  expect(said).toEqual(['image size guessed from the keypoints; set it with --image-size']);
  expect(camera.width).toBeGreaterThan(140);
});

test('what one frame states of the camera holds for those that state nothing', async () => {
  const own = { format: 'photorig-keypoints-1', image: { width: 640, height: 424 }, focalLength: 900, persons: [] };
  const frames = { 'm-0.json': { people: [] }, 'm-1.json': own, 'm-2.json': [] };
  const files = Object.entries(frames).map(([name, content]) => {
    writeFileSync(path.join(folder, name), JSON.stringify(content));
    return path.join(folder, name);
  });
  const { camera, source, said } = await seenIn(files);
  expect([camera.width, camera.height, camera.focalLength, source]).toEqual([640, 424, 900, 'file']);
  expect(said).toEqual([]);
  const twice = [files[1], files[1]];
  expect((await seenIn(twice, undefined, [800, 600])).said).toEqual([
    'warning: --image-size does nothing here: the file says 640 x 424 itself',
  ]);
  const other = { ...own, image: { width: 320, height: 424 } };
  writeFileSync(path.join(folder, 'm-3.json'), JSON.stringify(other));
  await expect(seenIn([...files, path.join(folder, 'm-3.json')])).rejects.toThrow('m-3.json: it has 320 x 424 pixels');
});
