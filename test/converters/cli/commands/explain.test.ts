import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { recordStages, withExplanation } from '../../../../converters/cli/commands/explain.js';
import { fitCommand } from '../../../../converters/cli/commands/fit.js';
import { noFiles } from '../../../../converters/cli/run-files.js';
import { captureOutput } from '../../../support/captured-output.js';
import { STANDING } from '../../../support/standing.js';

const { stderr } = captureOutput();
const folder = mkdtempSync(path.join(tmpdir(), 'photorig explain-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the page lies beside the first output, unless it is named', () => {
  const input = path.join('in', 'me.jpg');
  const glb = { format: 'glb', file: path.join('out', 'avatar.glb') } as const;
  const page = { format: 'html', file: 'why.html' } as const;
  expect(withExplanation({ input, outputs: [glb] }, noFiles()).outputs[1]).toEqual({
    format: 'html',
    file: path.join('out', 'avatar-explained.html'),
  });
  expect(withExplanation({ input, outputs: [] }, noFiles()).outputs[0].file).toBe(path.join('in', 'me-explained.html'));
  expect(withExplanation({ input, outputs: [page] }, noFiles()).outputs).toEqual([page]);
  const files = noFiles();
  const pages = ['me.jpg', 'me.png'].map(
    (name) => withExplanation({ input: name, outputs: [] }, files).outputs[0].file,
  );
  expect(pages).toEqual(['me-explained.html', 'me-explained-2.html']);
});

test('each person has stages of their own', () => {
  const { watch, stages } = recordStages();
  watch(1)('camera', []);
  watch(0)('lifted', []);
  expect(stages).toEqual([[{ stage: 'lifted', candidates: [] }], [{ stage: 'camera', candidates: [] }]]);
});

test('--explain: a page of what the fit went through', async () => {
  const input = path.join(folder, 'standing.json');
  const persons = [{ set: 'coco17', xy: STANDING, confidence: Array(17).fill(1) }];
  writeFileSync(input, JSON.stringify({ format: 'photorig-keypoints-1', image: { width: 640, height: 480 }, persons }));
  const json = path.join(folder, 'fit.json');
  expect(await fitCommand([input], { detail: 'best', output: [json], explain: true })).toBe(0);
  expect(stderr()).toContain(`wrote ${path.join(folder, 'fit-explained.html')}`);
  const page = readFileSync(path.join(folder, 'fit-explained.html'), 'utf8');
  expect(page).toMatch(/<summary>lifted: 1 candidate/);
  expect(page).toMatch(/<summary>last: /);
});
