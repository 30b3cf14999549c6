import { describe, expect, test } from 'vitest';
import { toGltf } from '../../../converters/export/glb.js';
import { complaintAboutGltf, dropNulls } from '../../../converters/formats/gltf-json.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

const of = (parts: object): string | null => complaintAboutGltf({ asset: { version: '2.0' }, ...parts });

test('a file of ours, and one that lists nothing, are sound', async () => {
  expect(complaintAboutGltf(JSON.parse(new TextDecoder().decode(await toGltf([tinyRiggedBody()]))))).toBeNull();
  expect(of({})).toBeNull();
});

test('so are nodes with transforms, children in any order and several trees', () => {
  const matrix = Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 1 : 0));
  const nodes = [{}, { children: [3, 0], rotation: [0, 0, 0, 1] }, { name: '', matrix }, { scale: [1, 1, 1] }];
  expect(of({ nodes, extensionsUsed: ['A'], extensionsRequired: [] })).toBeNull();
});

/** Nodes below each other, the lowest first. */
const chain = (length: number): object[] => Array.from({ length }, (_, i) => (i === 0 ? {} : { children: [i - 1] }));

test('so are a thousand nodes below each other, and many that are not', () => {
  expect(of({ nodes: chain(1000) })).toBeNull();
  expect(of({ nodes: Array(5000).fill({}) })).toBeNull();
});

test.each<[string, unknown]>([
  ['it holds no glTF', null],
  ['it holds no glTF', []],
  ['it holds no glTF', { nodes: [] }],
  ['it is glTF of version "1.0", not "2.0"', { asset: { version: '1.0' }, nodes: {} }],
  ['it is glTF of version missing, not "2.0"', { asset: {} }],
])('%s: %j', (complaint, json) => {
  expect(complaintAboutGltf(json)).toBe(complaint);
});

test.each<[string, object]>([
  ['extensionsUsed is no list of names', { extensionsUsed: 'VRMC_vrm' }],
  ['extensionsRequired is no list of names', { extensionsRequired: [7] }],
  ['accessors is no list', { accessors: { length: 1 } }],
  ['skins[1] is no object', { skins: [{}, null] }],
  ['meshes[0].name is no text', { meshes: [{ name: {} }] }],
  ['buffers[0].uri is no text', { buffers: [{ uri: 7 }] }],
  ["accessors[0].type is none of glTF's", { accessors: [{ count: 1 }] }],
  [
    'accessors[1].count is no whole number',
    {
      accessors: [
        { type: 'VEC2', count: 0 },
        { type: 'VEC2', count: -1 },
      ],
    },
  ],
  ['nodes[1].name is no text', { nodes: [{}, { name: 7 }] }],
  ['nodes[0].translation is not 3 numbers', { nodes: [{ translation: null }] }],
  ['nodes[0].rotation is not 4 numbers', { nodes: [{ rotation: [0, 0, 0] }] }],
  ['nodes[0].scale is not 3 numbers', { nodes: [{ scale: [1, 1, Number.POSITIVE_INFINITY] }] }],
  ['nodes[0].matrix is not 16 numbers', { nodes: [{ matrix: ['1'] }] }],
  ['nodes[0].children is no list', { nodes: [{ children: 0 }] }],
  ['nodes[0].children has 1, which is no node', { nodes: [{ children: [1] }] }],
  ['nodes[0].children has "0", which is no node', { nodes: [{ children: ['0'] }] }],
  ['nodes[0].children has -1, which is no node', { nodes: [{ children: [-1] }] }],
  ['nodes[0].children has 0.5, which is no node', { nodes: [{ children: [0.5] }, {}] }],
  ['more than 1000 of its nodes hang below each other', { nodes: chain(1001) }],
  [
    'it has 75000 joints of skins, more than the 50000 that can be read',
    { skins: Array(3000).fill({ joints: Array(25).fill(0) }) },
  ],
  [
    'it has 60000 channels of clips, more than the 50000 that can be read',
    { animations: Array(1000).fill({ channels: Array(60).fill({}) }) },
  ],
  ['nodes[2] has two parents', { nodes: [{ children: [2] }, { children: [2] }, {}] }],
])('%s', (complaint, parts) => {
  expect(of(parts)).toBe(complaint);
});

test('null is as if it was not there, but in a list', () => {
  const json = { cameras: null, nodes: [{ name: null, children: null, skin: 0 }, null], extras: { a: null } };
  dropNulls(json);
  expect(json).toEqual({ nodes: [{ skin: 0 }, null], extras: { a: null } });
  for (const other of [null, [], 'text']) expect(() => dropNulls(other)).not.toThrow();
});

describe('a node below itself', () => {
  const chain = (length: number, last: object) =>
    Array.from({ length }, (_, i) => (i < length - 1 ? { children: [i + 1] } : last));

  test.each([
    ['its own child', [{ children: [0] }]],
    ['beside a tree', [{ children: [1] }, {}, { children: [3] }, { children: [2] }]],
    ['a long way round', chain(100_000, { children: [0] })],
  ])('%s', (_, nodes) => {
    expect(of({ nodes })).toMatch(/^nodes\[\d+\] is below itself$/);
  });

  test('not in a long chain, whose nodes are passed once: that one is too deep', () => {
    expect(of({ nodes: chain(100_000, {}) })).toBe('more than 1000 of its nodes hang below each other');
  });
});
