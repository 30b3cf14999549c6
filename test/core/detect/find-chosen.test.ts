import { expect, test } from 'vitest';
import { expectOneWho, findChosen, type WhoOptions } from '../../../core/detect/find-chosen.js';
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
  [
    'a point as a text',
    { at: '230,240' as unknown as [number, number] },
    /^at: "230,240" is not such a place\. .*\[x, y\]/,
  ],
  ['a point as an object', { at: { x: 1, y: 2 } as unknown as [number, number] }, /^at: .* is not such a place\. /],
  ['a point of texts', { at: ['1', '2'] as unknown as [number, number] }, /^at: 1,2 is not such a place\. /],
  ['a box as a text', { box: '0,0,4,4' as never }, /^box: "0,0,4,4" is not .*\[x, y, width, height\]/],
  ['a box of two', { box: [0, 0] as never }, /^box: 0,0 is not such a place/],
  ['a place and a rank', { at: [1, 1], person: 'all' }, /^person and at: each of them chooses a person\. /],
  ['two places', { at: [1, 1], box: [0, 0, 10, 10] }, /^at and box: each of them chooses a person\. /],
  ['a rank as a text', { person: '1' as unknown as number }, /^person: "1" is not a choice of people\. /],
  ['a box without size', { box: [10, 10, 0, 20] }, /the box 10,10,0,20 is not inside/],
])('refused before anything is looked at: %s', async (_, options, message) => {
  runs.length = 0;
  await expect(find(options)).rejects.toMatchObject({ name: 'FitError', code: 'usage' });
  await expect(find(options)).rejects.toThrow(message);
  expect(runs).toEqual([]);
});

test('whom to take is said once, by the names that the caller has for it', () => {
  const at = [1, 2] as const;
  const box = [1, 2, 3, 4] as const;
  for (const one of [{}, { person: 1 }, { person: 'all' as const }, { at }, { box }]) expectOneWho(one);
  expect(() => expectOneWho({ person: 1, box }, '--')).toThrow(/^--person and --box: each of them chooses a person\./);
  expect(() => expectOneWho({ at, box }, '--')).toThrow(/^--at and --box: /);
});
