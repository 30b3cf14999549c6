import { expect, test } from 'vitest';
import { mergeMeshes } from '../../../core/render/merge-meshes.js';

test('meshes follow each other, and each face knows its own', () => {
  const first = { vertices: Float32Array.of(0, 0, 1, 1, 0, 1, 0, 1, 1), faces: Uint32Array.of(0, 1, 2) };
  const second = {
    vertices: Float32Array.of(0, 0, 2, 3, 0, 2, 0, 3, 2, 3, 3, 2),
    faces: Uint32Array.of(0, 1, 2, 2, 1, 3),
  };
  const merged = mergeMeshes([first, second]);
  expect([...merged.vertices]).toEqual([...first.vertices, ...second.vertices]);
  expect([...merged.faces]).toEqual([0, 1, 2, 3, 4, 5, 5, 4, 6]);
  expect([...merged.owner]).toEqual([0, 1, 1]);
  expect(merged.firstVertex).toEqual([0, 3]);
});

test('nothing merged is nothing', () => {
  const { vertices, faces } = mergeMeshes([]);
  expect([vertices.length, faces.length]).toEqual([0, 0]);
});
