import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { fitInput } from '../../../../converters/cli/commands/fit-input.js';
import type { Session } from '../../../../converters/cli/session.js';
import { PHOTO } from '../../../support/fit-commands.js';
import { makeAnimation } from '../../../support/make-animation.js';

const folder = mkdtempSync(path.join(tmpdir(), 'photorig input-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('of an animation one frame is looked at, which is said', async () => {
  const session = { fitImage: async () => ({ people: [] }) } as unknown as Session;
  const saidOf = async (file: string): Promise<string[]> => {
    const said: string[] = [];
    await fitInput(file, session, { detail: 'best' }, false, (line) => said.push(line));
    return said;
  };
  const file = path.join(folder, 'a.gif');
  writeFileSync(file, await makeAnimation('gif', ['red', 'blue'], [50, 50]));
  expect(await saidOf(file)).toEqual([
    `${file}: looking for people in 8 x 8 pixels`,
    `${file}: only the first of 2 frames is read; photorig fit --sequence reads them all`,
  ]);
  expect(await saidOf(PHOTO)).toEqual([`${PHOTO}: looking for people in 640 x 424 pixels`]);
});

test('--with-photo: keypoints that name no photo are refused before the fit', async () => {
  const file = path.join(folder, 'k.json');
  const keypoints = { format: 'photorig-keypoints-1', image: { width: 640, height: 424 }, persons: [] };
  writeFileSync(file, JSON.stringify(keypoints));
  const fitKeypoints = vi.fn(async () => ({ people: [] }));
  const fitted = (input: string, options: object) =>
    fitInput(input, { fitKeypoints } as unknown as Session, { detail: 'best', ...options }, true, () => {});
  await expect(fitted(file, { needsPhoto: true })).rejects.toMatchObject({
    code: 'usage',
    where: '--with-photo',
    what: `${file} does not say which photo it is of.`,
    todo: `Give the photo, and --keypoints ${file} with it.`,
  });
  expect(fitKeypoints).not.toHaveBeenCalled();
  await fitted(file, {}); // an overlay may lie on white
  await fitted(PHOTO, { needsPhoto: true, keypoints: file });
  expect(fitKeypoints).toHaveBeenCalledTimes(2);
});

test('what the file says itself is believed before options, with a warning', async () => {
  const file = path.join(folder, 'sized.json');
  const keypoints = { format: 'photorig-keypoints-1', image: { width: 640, height: 424 }, persons: [] };
  writeFileSync(file, JSON.stringify(keypoints));
  const session = { fitKeypoints: async () => ({ people: [] }) } as unknown as Session;
  const said: string[] = [];
  await fitInput(file, session, { imageSize: [99, 99] }, false, (line) => said.push(line));
  expect(said).toEqual([`${file}: warning: --image-size does nothing here: the file says 640 x 424 itself`]);
});
