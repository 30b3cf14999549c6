import { describe, expect, test } from 'vitest';
import { toGlb, toGltf } from '../../../converters/export/glb.js';
import type { Compression } from '../../../converters/export/gltf-options.js';
import { extensionsUsed, generatorOf, readDocument } from '../../../converters/formats/read-document.js';
import { validateGlb, validateGltf } from '../../../converters/validate/validate-glb.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const body = tinyRiggedBody(1);

describe('compressed files are read and checked like others', () => {
  for (const compression of ['quantize', 'meshopt', 'draco'] as Compression[]) {
    test(compression, async () => {
      const { findings, skeletons } = await validateGlb(await toGlb([body], { compression }));
      expect(findings).toEqual([]);
      expect(skeletons.map(({ joints, triangles }) => [joints, triangles])).toEqual([[25, 312]]);
      const plain = await validateGlb(await toGlb([body]));
      // Draco and quantize both have a step of 0.1 mm on a body of 1.7 m.
      expect(Math.abs(skeletons[0].height - plain.skeletons[0].height)).toBeLessThan(2e-4);
    });
  }
});

test('a .gltf is checked as a .glb is', async () => {
  const { findings, skeletons } = await validateGltf(await toGltf([body]));
  expect(findings).toEqual([]);
  expect(skeletons).toHaveLength(1);
});

const gltf = (json: object): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ asset: { version: '2.0' }, ...json }));

test('data in another file is not looked for', async () => {
  const bytes = gltf({ buffers: [{ byteLength: 4, uri: 'body.bin' }] });
  await expect(readDocument(bytes)).rejects.toThrow('another file, body.bin');
  const { findings, valid } = await validateGltf(bytes);
  expect(findings.map(({ code }) => code)).toContain('unreadable');
  expect(valid).toBe(false);
});

test('numbers that are only claimed are not allocated', async () => {
  const accessors = [{ type: 'MAT4', componentType: 5126, count: 4e9 }];
  await expect(readDocument(gltf({ accessors }))).rejects.toThrow('claims 64000000000 numbers');
  const endless = [{ type: 'SCALAR', componentType: 5126, count: 'many' }];
  await expect(readDocument(gltf({ accessors: endless }))).rejects.toThrow('accessors[0].count is no whole number');
});

test.each<[string, Uint8Array]>([
  ['it is neither GLB nor JSON', new TextEncoder().encode('{')],
  ['it is a GLB that is not whole', new TextEncoder().encode('glTF and no more')],
  ['nodes[0].name is no text', gltf({ nodes: [{ name: 7 }] })],
  ['nodes[0] is below itself', gltf({ nodes: [{ children: [0] }] })],
  [
    'it needs the extension "EXT_unheard_of", which is not known here',
    gltf({ extensionsRequired: ['EXT_unheard_of'] }),
  ],
  ['its parts do not fit together', gltf({ nodes: [], skins: [{ joints: 'all' }] })],
])('%s', async (message, bytes) => {
  await expect(readDocument(bytes)).rejects.toThrow(new Error(message));
});

test('whoever wrote a file says so in a text or not at all', () => {
  expect(generatorOf(gltf({ asset: { version: '2.0', generator: 'someone' } }))).toBe('someone');
  expect(generatorOf(gltf({ asset: { version: '2.0', generator: {} } }))).toBe('unknown');
});

test('extensions of a file that is damaged are none', () => {
  expect(extensionsUsed(gltf({ extensionsUsed: ['VRMC_vrm'] }))).toEqual(['VRMC_vrm']);
  expect(extensionsUsed(gltf({ extensionsUsed: 'VRMC_vrm' }))).toEqual([]);
});
