import { expect, test } from 'vitest';
import { loadBody } from '../../models/load-body.js';
import { writeNpy, writeNpyStrings } from '../../models/npy.js';
import { writeNpz } from '../../models/npz.js';
import { bodyArrays } from '../support/body-file.js';
import { goldenBody } from '../support/golden-body.js';
import { largestDifference } from '../support/numeric-jacobian.js';

const body = goldenBody({ nose: 3, head_top: 11 });
const arrays = bodyArrays(body);
const V = body.vertexCount;
const load = (changes: Record<string, Uint8Array> = {}, betaCount?: number) =>
  loadBody('b.npz', writeNpz({ ...arrays, ...changes }), { name: 'b', ...(betaCount ? { betaCount } : {}) });

test('a body written in SMPL keys is read back', () => {
  const back = load();
  expect(back.vertexCount).toBe(V);
  expect([...back.parents]).toEqual([...body.parents]);
  expect(back.keypointVertices).toEqual({ nose: 3, head_top: 11 });
  for (const key of ['template', 'shapeDirs', 'poseDirs', 'faces'] as const) {
    expect(largestDifference(back[key] ?? [], body[key] ?? [])).toBe(0);
  }
  expect(largestDifference(back.weights, body.weights)).toBeLessThan(1e-7); // rows are scaled to sum to one
  expect([...back.jointRegressor.start]).toEqual([...body.jointRegressor.start]);
});

test('fewer betas than the file has: the first ones', () => {
  const back = load({}, 2);
  expect(back.betaCount).toBe(2);
  expect(back.shapeDirs[2]).toBe(body.shapeDirs[3]);
});

test('posedirs of zeros are none', () => {
  const P = 9 * 23;
  expect(load({ posedirs: writeNpy(new Float32Array(3 * V * P), [V, 3, P]) }).poseDirs).toBeNull();
});

test('a point that we do not know is ignored', () => {
  const names = writeNpyStrings(['left_thumb', 'nose']);
  expect(load({ keypoint_names: names }).keypointVertices).toEqual({ nose: 11 });
});

const zeros = (...shape: number[]): Uint8Array =>
  writeNpy(new Float32Array(shape.reduce((product, size) => product * size, 1)), shape);
const nan = Float32Array.from(body.template, (value, i) => (i === 5 ? Number.NaN : value));

test.each([
  ['a missing array', { f: undefined }, 'it has no array f.'],
  ['a wrong shape', { v_template: zeros(V, 4) }, 'v_template has the shape'],
  ['sizes that disagree', { shapedirs: zeros(V + 1, 3, 2) }, 'shapedirs has the shape'],
  ['another number of joints', { weights: zeros(V, 52) }, 'kintree_table has the shape (2,24), expected (2, 52)'],
  ['another tree', { kintree_table: writeNpy(new Uint32Array(48), [2, 24]) }, 'its 24 joints are not the tree'],
  ['a face outside the mesh', { f: writeNpy(Uint32Array.of(0, 1, 99), [1, 3]) }, 'outside 0..11'],
  ['weights that do not sum to one', { weights: zeros(V, 24) }, 'weights do not sum to one'],
  ['a regressor that does not sum to one', { J_regressor: zeros(24, V) }, 'J_regressor do not sum to one'],
  ['NaN', { v_template: writeNpy(nan, [V, 3]) }, 'v_template holds numbers that are not finite'],
  [
    'an atlas with NaN',
    {
      vt: writeNpy(Float32Array.of(0, 0, 1, 0, Number.NaN, 1), [3, 2]),
      ft: writeNpy(Uint32Array.of(0, 1, 2), [1, 3]),
    },
    'vt holds numbers that are not finite',
  ],
  [
    'a body in millimetres',
    {
      v_template: writeNpy(
        body.template.map((value) => 1000 * value),
        [V, 3],
      ),
    },
    'It looks like millimetres: divide v_template, shapedirs and posedirs by 1000.',
  ],
  ['a keypoint outside the mesh', { keypoint_vertices: writeNpy(Uint32Array.of(3, 99), [2]) }, 'names vertex 99'],
] as [string, Record<string, Uint8Array | undefined>, string][])('%s is refused', (_, changes, message) => {
  const changed = Object.entries({ ...arrays, ...changes }).filter(([, bytes]) => bytes !== undefined);
  const file = writeNpz(Object.fromEntries(changed) as Record<string, Uint8Array>);
  expect(() => loadBody('b.npz', file, { name: 'b' })).toThrow(message);
});
