import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { REGISTRY, shippedFile } from '../../models/registry.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test.each(REGISTRY)('$path is the file that the registry describes', async ({ path, sha256, bytes }) => {
  const content = await readFile(join(ROOT, path));
  expect(content.length).toBe(bytes);
  expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
});

test('every entry lies in the folder of its kind and says whose it is', () => {
  for (const { kind, path, licence, source } of REGISTRY) {
    expect(path).toMatch(new RegExp(`^models/${kind}/[\\w.-]+$`));
    expect(licence).not.toBe('');
    expect(source).not.toBe('');
  }
  expect(new Set(REGISTRY.map(({ path }) => path)).size).toBe(REGISTRY.length);
  expect(new Set(REGISTRY.map(({ kind, name }) => `${kind} ${name}`)).size).toBe(REGISTRY.length);
});

test.each([...new Set(REGISTRY.map(({ kind }) => kind))])(
  'nothing but that, its licence and its report lies in models/%s',
  async (kind) => {
    const listed = REGISTRY.filter((file) => file.kind === kind).map(({ path }) => path.split('/').at(-1));
    const found = (await readdir(join(ROOT, 'models', kind))).filter(
      (file) => file !== 'LICENSE' && file !== 'REPORT.md',
    );
    expect(found.sort()).toEqual(listed.sort());
  },
);

test('a file is found by kind and name; an unknown one is refused with the known ones', () => {
  expect(shippedFile('detector', 'pose_landmark_heavy').path).toBe('models/detector/pose_landmark_heavy.onnx');
  expect(() => shippedFile('detector', 'neutral')).toThrow(/detector neutral.*pose_detection, .*movenet_multipose/);
});
