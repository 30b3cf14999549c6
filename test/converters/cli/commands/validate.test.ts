import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WebIO } from '@gltf-transform/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { validateCommand } from '../../../../converters/cli/commands/validate.js';
import { toBvh } from '../../../../converters/export/bvh.js';
import { toGlb } from '../../../../converters/export/glb.js';
import { riggedDocument } from '../../../../converters/export/gltf-document.js';
import { toObj } from '../../../../converters/export/obj.js';
import { captureOutput } from '../../../support/captured-output.js';
import { tinyRiggedBody } from '../../../support/tiny-body.js';

const { stdout, stderr } = captureOutput();
const folder = mkdtempSync(path.join(tmpdir(), 'photorig validate-'));
afterAll(() => rmSync(folder, { recursive: true }));
const [good, bad, text, cut] = ['good.glb', 'bad.glb', 'text.glb', 'cut.glb'].map((name) => path.join(folder, name));

beforeAll(async () => {
  const bytes = await toGlb([tinyRiggedBody()]);
  writeFileSync(good, bytes);
  writeFileSync(cut, bytes.subarray(0, bytes.length / 2));
  writeFileSync(text, 'this is text');
  const document = riggedDocument([tinyRiggedBody()]);
  for (const primitive of document.getRoot().listMeshes()[0].listPrimitives()) {
    const weights = primitive.getAttribute('WEIGHTS_0')!;
    weights.setArray(weights.getArray()!.map((weight: number) => weight / 2));
  }
  writeFileSync(bad, await new WebIO().writeBinary(document));
});

test('a good file: a line for it and one for its skeleton', async () => {
  expect(await validateCommand([good], {})).toBe(0);
  const [summary, skeleton, ...rest] = stdout().split('\n');
  expect(summary).toMatch(/: 0 errors, 0 warnings \(Khronos validator, .*\)$/);
  expect(summary).toContain(good);
  expect(skeleton).toMatch(/^ {2}skeleton Root: 25 joints, \d+ vertices, 312 triangles, 1\.\d\d m$/);
  expect([rest, stderr()]).toEqual([[''], '']);
});

test('a file with an error says which, and fails', async () => {
  expect(await validateCommand([bad], {})).toBe(1);
  expect(stdout()).toContain(`${bad}: 1 error, 0 warnings (`);
  expect(stdout()).toMatch(/\n {2}error ACCESSOR_WEIGHTS_NON_NORMALIZED: .* Scale the four weights .*\.\n/);
});

test('a file cut off half way has errors', async () => {
  expect(await validateCommand([cut], {})).toBe(1);
  expect(`${stdout()}${stderr()}`).toContain(cut);
  expect(`${stdout()}${stderr()}`).toMatch(/error GLB_\w+: /);
});

test('a broken file does not stop the others and is named', async () => {
  expect(await validateCommand([text, good], {})).toBe(1);
  expect(stderr()).toBe(`photorig: ${text}: this is not a .glb file. Give a binary glTF file.\n`);
  expect(stdout()).toContain(`${good}: 0 errors`);
});

test('other formats, and a clear word on those without checks', async () => {
  const [mesh, motion, photo] = ['a.obj', 'a.bvh', 'a.jpg'].map((name) => path.join(folder, name));
  writeFileSync(mesh, toObj([tinyRiggedBody()]).obj);
  writeFileSync(motion, toBvh(tinyRiggedBody()));
  writeFileSync(photo, '');
  expect(await validateCommand([mesh, motion], {})).toBe(0);
  expect(stdout()).toMatch(
    /a\.obj: 0 errors, 0 warnings .*\n.*a\.bvh: 0 errors, 0 warnings .*\n {2}skeleton Hips: 24 joints\n/,
  );
  expect(await validateCommand([photo], {})).toBe(1);
  expect(stderr()).toMatch(/a\.jpg: there are no checks for this kind of file\. Give one of \.glb, /);
});

test('--json: one object a line', async () => {
  expect(await validateCommand([good, bad], { json: true })).toBe(1);
  const reports = stdout()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(reports.map(({ file, valid }) => [file, valid])).toEqual([
    [good, true],
    [bad, false],
  ]);
});
