import { expect, test } from 'vitest';
import { mergeMeshes } from '../../../core/render/merge-meshes.js';
import { partAt } from '../../../core/render/part-at.js';

const triangle = { vertices: new Float32Array(9), faces: Uint32Array.of(0, 1, 2) };
const J = 3;

test('the largest weight names the part', () => {
  const weights = Float32Array.of(0.1, 0.7, 0.2, 0.2, 0.5, 0.3, 0, 1, 0);
  const part = partAt(mergeMeshes([triangle]), [weights], J);
  expect(part(0, Float64Array.of(0.2, 0.3, 0.5))).toBe(1);
});

test('between corners of different parts the border is where the weights are equal', () => {
  // Along the edge from corner 0 to corner 1, weight 0 falls from 0.9 to 0.2: the border is at 0.4/0.7 of the way.
  const weights = Float32Array.of(0.9, 0.1, 0, 0.2, 0.8, 0, 0.5, 0.5, 0);
  const part = partAt(mergeMeshes([triangle]), [weights], J);
  const border = 0.4 / 0.7;
  expect(part(0, Float64Array.of(1 - border + 0.01, border - 0.01, 0))).toBe(0);
  expect(part(0, Float64Array.of(1 - border - 0.01, border + 0.01, 0))).toBe(1);
});

test('a part that is largest at no corner may be largest between them', () => {
  const weights = Float32Array.of(0.55, 0.45, 0, 0, 0.45, 0.55, 0.55, 0.45, 0);
  const part = partAt(mergeMeshes([triangle]), [weights], J);
  expect(part(0, Float64Array.of(0.5, 0.5, 0))).toBe(1);
});

test('each person has weights of their own', () => {
  const all = (joint: number) => Float32Array.from({ length: 3 * J }, (_, i) => (i % J === joint ? 1 : 0));
  const part = partAt(mergeMeshes([triangle, triangle]), [all(2), all(1)], J);
  const middle = Float64Array.of(1 / 3, 1 / 3, 1 / 3);
  expect([part(0, middle), part(1, middle)]).toEqual([2, 1]);
});
