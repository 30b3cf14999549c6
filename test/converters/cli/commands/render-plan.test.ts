import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { mapFiles } from '../../../../converters/cli/commands/render-maps.js';
import { planMaps } from '../../../../converters/cli/commands/render-plan.js';

const folder = mkdtempSync(path.join(tmpdir(), 'photorig render ü-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (...names: string[]): string => path.join(folder, ...names);
mkdirSync(at('photos'));
mkdirSync(at('out.d'));
for (const name of ['b.PNG', 'a.jpg', 'notes.txt']) writeFileSync(at('photos', name), '');

/** The files that come of each input. */
const plan = (inputs: string[], output?: string, alsoRead: string[] = []): string[][] =>
  planMaps(inputs, mapFiles(['overlay', 'depth']), { alsoRead, ...(output !== undefined && { output }) }).map(
    ({ outputs }) => outputs.map(({ file }) => file),
  );
const files = (stem: string): string[] => ['-overlay.png', '-depth.png', '-depth.npz'].map((ending) => stem + ending);

test('beside the input', () => {
  expect(plan([path.join('in', 'my photo.jpg')])).toEqual([files(path.join('in', 'my photo'))]);
  expect(planMaps(['me.png'], mapFiles(['depth']), { alsoRead: [] })).toEqual([
    {
      input: 'me.png',
      outputs: [
        { format: 'png', file: 'me-depth.png' },
        { format: 'npz', file: 'me-depth.npz' },
      ],
    },
  ]);
});

test('into a folder, there or not, with or without a slash, and several inputs of one name', () => {
  expect(plan(['me.jpg'], at('new'))).toEqual([files(at('new', 'me'))]);
  expect(plan(['me.jpg'], `${at('new')}/`)).toEqual([files(at('new', 'me'))]);
  expect(plan(['me.jpg'], at('out.d'))).toEqual([files(at('out.d', 'me'))]);
  expect(plan(['x/me.jpg', 'y/me.jpg'], at('new'))).toEqual([files(at('new', 'me')), files(at('new', 'me-2'))]);
});

test('a folder stands for the photos in it', () => {
  expect(plan([at('photos')], at('new'))).toEqual([files(at('new', 'a')), files(at('new', 'b'))]);
});

test.each<[string, () => unknown, RegExp]>([
  ['-o depth.png', () => plan(['me.jpg'], 'depth.png'), /^depth\.png: maps are several files\./],
  ['-o of a file', () => plan(['me.jpg'], at('photos', 'notes.txt')), /notes\.txt: it is a file; maps/],
  ['an input', () => plan(['me.jpg', 'me-depth.png']), /^me-depth\.png: it is an input, and would be overwritten\./],
  ['the photo', () => plan(['me.json'], undefined, ['me-overlay.png']), /^me-overlay\.png: it is an input/],
])('refused: %s', (_, attempt, message) => {
  expect(attempt).toThrow(message);
  expect(attempt).toThrow(expect.objectContaining({ name: 'FitError', code: 'usage' }));
});
