import { expect, test } from 'vitest';
import { findChosen, type WhoOptions } from '../../../core/detect/find-chosen.js';
import type { NetworkName } from '../../../core/detect/runtime.js';
import { blankPhoto, fakeRuntime, type Scene } from './fake-runtime.js';

const SCENE: Scene = {
  width: 400,
  height: 300,
  people: [
    { x: 100, y: 150, size: 128, score: 0.9 },
    { x: 280, y: 150, size: 256, score: 0.9 },
  ],
};
const runs: NetworkName[] = [];
const runtime = fakeRuntime({ ...SCENE, runs });
const photo = blankPhoto(SCENE);
const find = (options: WhoOptions) => findChosen('me.jpg', photo, runtime, { detail: 'balanced', ...options });
/** Who was found: S(mall) or L(arge). */
const who = async (options: WhoOptions): Promise<string> =>
  (await find(options)).map(({ box: [, , , height] }) => (height < 150 ? 'S' : 'L')).join('');

test('by rank', async () => {
  expect(await who({})).toBe('L');
  expect(await who({ person: 'all' })).toBe('LS');
  expect(await who({ person: 2 })).toBe('S');
  await expect(find({ person: 3 })).rejects.toThrow('me.jpg: person 3 was asked for, 2 were found.');
});

test('by place', async () => {
  expect(await who({ at: [100, 150] })).toBe('S');
  expect(await who({ at: [280, 150] })).toBe('L');
  expect(await who({ box: [75, 100, 50, 95] })).toBe('S');
});

test.each<[string, WhoOptions, RegExp]>([
  ['a point beside', { at: [400.5, 10] }, /^me\.jpg: the point 400\.5,10 is not inside .* has 400 x 300 pixels\. /],
  ['a point above', { at: [10, -1] }, /the point 10,-1 is not inside/],
  ['no point', { at: [Number.NaN, 1] }, /the point NaN,1 is not inside/],
  ['a box that sticks out', { box: [390, 10, 20, 20] }, /the box 390,10,20,20 is not inside .* 400 x 300 pixels\. /],
  ['a box that hangs out', { box: [10, 290, 20, 20] }, /the box 10,290,20,20 is not inside/],
  ['a box without size', { box: [10, 10, 0, 20] }, /the box 10,10,0,20 is not inside/],
])('refused before anything is looked at: %s', async (_, options, message) => {
  runs.length = 0;
  await expect(find(options)).rejects.toMatchObject({ name: 'FitError', code: 'usage' });
  await expect(find(options)).rejects.toThrow(message);
  expect(runs).toEqual([]);
});
