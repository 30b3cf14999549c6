import { describe, expect, test } from 'vitest';
import { toGlb, toGltf } from '../../../converters/export/glb.js';
import { openGltf } from '../../../converters/formats/gltf-file.js';
import { readDocument } from '../../../converters/formats/read-document.js';
import { inspectGlb } from '../../../converters/import/inspect-glb.js';
import { readParameters } from '../../../converters/import/read-parameters.js';
import { validateGlb } from '../../../converters/validate/validate-glb.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const glb = await toGlb([tinyRiggedBody(1)]);
const JSON_START = 20;

/** A GLB with another JSON, its data and header as they were but for the lengths. */
function withJson(change: (json: Record<string, unknown>) => void): Uint8Array {
  const end = JSON_START + new DataView(glb.buffer, glb.byteOffset).getUint32(12, true);
  const json = JSON.parse(new TextDecoder().decode(glb.subarray(JSON_START, end)));
  change(json);
  const text = new TextEncoder().encode(JSON.stringify(json));
  const padded = new Uint8Array(4 * Math.ceil(text.length / 4)).fill(0x20);
  padded.set(text);
  const bytes = Uint8Array.from([...glb.subarray(0, JSON_START), ...padded, ...glb.subarray(end)]);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, bytes.length, true);
  view.setUint32(12, padded.length, true);
  return bytes;
}

/** A GLB with another number in its header. */
function withNumber(offset: number, value: number): Uint8Array {
  const bytes = glb.slice();
  new DataView(bytes.buffer).setUint32(offset, value, true);
  return bytes;
}

const entries = (json: Record<string, unknown>, list: string) => json[list] as Record<string, unknown>[];

describe('a GLB that cannot be read says why', () => {
  const end = JSON_START + new DataView(glb.buffer, glb.byteOffset).getUint32(12, true);
  test.each<[string, Uint8Array]>([
    ['it is a GLB that is not whole', glb.subarray(0, 16)],
    ['it is a GLB that is not whole', glb.subarray(0, end - 1)],
    ['it is a GLB that is not whole', glb.subarray(0, end)],
    ['it is a GLB that is not whole', glb.subarray(0, glb.length - 1)],
    ['it is a GLB of version 1, not 2', withNumber(4, 1)],
    ['it is a GLB that does not begin with JSON', withNumber(16, 7)],
    ['it is a GLB whose JSON is damaged', withNumber(JSON_START, 7)],
  ])('%s', async (complaint, bytes) => {
    expect(() => openGltf(bytes)).toThrow(new Error(complaint));
    await expect(inspectGlb('a.glb', bytes)).rejects.toThrow(`${complaint}.`);
    await expect(readParameters('a.glb', bytes)).rejects.toThrow(`a.glb: the file cannot be read: ${complaint}.`);
  });

  test('not for a length in its header that is not its own: its parts are all there', async () => {
    expect((await readDocument(withNumber(8, 7))).getRoot().listMeshes()).toHaveLength(1);
  });

  test('nor where it begins in the middle of other bytes', async () => {
    const shifted = new Uint8Array(glb.length + 1);
    shifted.set(glb, 1);
    expect(openGltf(shifted.subarray(1))).toEqual(openGltf(glb));
  });
});

describe('a file beside a whole one', () => {
  const outside = withJson((json) => {
    json.images = [{ uri: 'a.png' }];
    json.textures = [{ source: 0 }];
  });

  test('with an image is named by whoever needs it', async () => {
    await expect(inspectGlb('a.glb', outside)).rejects.toThrow('its data is in another file, a.png.');
    const { findings } = await validateGlb(outside);
    expect(findings.map(({ message }) => message).join()).toContain('its data is in another file, a.png');
  });

  test('with an image does not matter to a pose', async () => {
    const [{ poses }] = await readParameters('a.glb', outside);
    expect(poses).toEqual((await readParameters('a.glb', glb))[0].poses);
  });

  test('with its data is named by all', async () => {
    const bytes = withJson((json) => {
      entries(json, 'buffers')[0].uri = 'a.bin';
    });
    for (const attempt of [inspectGlb('a.glb', bytes), readParameters('a.glb', bytes)]) {
      await expect(attempt).rejects.toThrow('its data is in another file, a.bin.');
    }
  });
});

test('null for a list, a name or an index is as good as none, to all readers', async () => {
  const bytes = withJson((json) => {
    Object.assign(json, { cameras: null, extensionsRequired: null, extras: null });
    entries(json, 'meshes')[0].name = null;
    for (const node of entries(json, 'nodes')) {
      for (const key of ['name', 'children', 'camera', 'mesh', 'skin', 'scale', 'weights']) node[key] ??= null;
    }
  });
  const [{ poses }] = await readParameters('a.glb', bytes);
  expect(poses).toEqual((await readParameters('a.glb', glb))[0].poses);
  expect(await inspectGlb('a.glb', bytes)).toMatchObject({ kind: 'glb', 'clip Pose': '26 channels, 0.033 s' });
  expect(Object.keys(await inspectGlb('a.glb', bytes))).toContain('mesh');
  const text = JSON.parse(new TextDecoder().decode(await toGltf([tinyRiggedBody(1)])));
  const gltf = new TextEncoder().encode(JSON.stringify({ ...text, cameras: null, images: null }));
  expect((await readDocument(gltf)).getRoot().listMeshes()).toHaveLength(1);
});
