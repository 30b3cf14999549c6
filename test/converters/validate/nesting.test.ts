import { describe, expect, test } from 'vitest';
import { toGlb } from '../../../converters/export/glb.js';
import { expectShallow } from '../../../converters/validate/nesting.js';
import { validateGltf } from '../../../converters/validate/validate-glb.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const asset = { version: '2.0' };
const bytesOf = (json: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(json));
/** `count` nodes, each the child of the one before. */
const chain = (count: number) => Array.from({ length: count }, (_, i) => (i + 1 < count ? { children: [i + 1] } : {}));
/** Lists in lists. Text: JSON.stringify calls itself for each. */
const nested = (depth: number): Uint8Array =>
  new TextEncoder().encode(`{"asset":{"version":"2.0"},"extras":${'['.repeat(depth)}${']'.repeat(depth)}}`);

/** A GLB of these chunks of JSON. */
function glbOf(...texts: readonly Uint8Array[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from('glTF\x02\0\0\0\0\0\0\0', 'latin1')];
  for (const text of texts) {
    const head = Buffer.from('\0\0\0\0JSON', 'latin1');
    head.writeUInt32LE(text.length);
    parts.push(head, Buffer.from(text));
  }
  const bytes = Buffer.concat(parts);
  bytes.writeUInt32LE(bytes.length, 8);
  return bytes;
}

describe('passes', () => {
  test('our own', async () => {
    expectShallow(await toGlb([tinyRiggedBody()]), 'a');
  });

  test('a thousand nodes below each other, and any number side by side', () => {
    expectShallow(bytesOf({ asset, nodes: chain(1000) }), 'a');
    const many = Array.from({ length: 5000 }, () => ({}));
    expectShallow(bytesOf({ asset, nodes: [{ children: many.map((_, i) => i + 1) }, ...many] }), 'a');
  });

  test.each<[string, unknown]>([
    ['no list', 7],
    ['no objects', [null, 1, 'x']],
    ['children that are none', [{ children: [1, -1, 0.5, 'length', null, {}] }]],
    ['a small circle', [{ children: [1] }, { children: [0] }]],
  ])('what others complain about: nodes that are %s', (_, nodes) => {
    expectShallow(bytesOf({ asset, nodes }), 'a');
  });

  test('what is no JSON, and a GLB that is cut off', () => {
    for (const bytes of [new Uint8Array(0), new Uint8Array(64), glbOf(nested(5)).subarray(0, 30)]) {
      expectShallow(bytes, 'a');
    }
  });
});

describe('refuses', () => {
  const deepNodes = 'a: more than 1000 of its nodes hang below each other. Write the file again with its exporter.';
  const deepJson = 'a: its JSON is nested more than 1000 deep. Write the file again with its exporter.';

  test.each<[string, Uint8Array, string]>([
    ['a chain of nodes', bytesOf({ asset, nodes: chain(1001) }), deepNodes],
    [
      'one that has shorter ways to its nodes',
      bytesOf({ asset, nodes: [...chain(1001), { children: [500] }] }),
      deepNodes,
    ],
    ['a long circle', bytesOf({ asset, nodes: [...chain(1001).slice(0, -1), { children: [0] }] }), deepNodes],
    ['lists in lists', nested(1000), deepJson],
    ['a GLB', glbOf(nested(200_000)), deepJson],
    ['a GLB whose second chunk is the deep one', glbOf(bytesOf({ asset }), nested(1000)), deepJson],
  ])('%s', (_, bytes, message) => {
    expect(() => expectShallow(bytes, 'a')).toThrow(
      expect.objectContaining({ name: 'FitError', code: 'bad-input', message }),
    );
  });

  test('before the Khronos validator runs out of stack', async () => {
    for (const bytes of [bytesOf({ asset, scenes: [{ nodes: [0] }], nodes: chain(20_000) }), nested(200_000)]) {
      await expect(validateGltf(bytes)).rejects.toMatchObject({ name: 'FitError', code: 'bad-input' });
    }
  });
});
