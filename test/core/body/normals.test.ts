import { expect, test } from 'vitest';
import { vertexNormals } from '../../../core/body/normals.js';

test('a counter-clockwise triangle in the xy plane has normals along +z', () => {
  const normals = vertexNormals([0, 0, 0, 1, 0, 0, 0, 1, 0], Uint32Array.of(0, 1, 2));
  expect([...normals]).toEqual([0, 0, 1, 0, 0, 1, 0, 0, 1]);
});

test('larger triangles weigh more', () => {
  // One triangle of area 2 facing +z and one of area 0.5 facing +x share vertex 0.
  const vertices = [0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 1];
  const [x, y, z] = vertexNormals(vertices, Uint32Array.of(0, 1, 2, 0, 3, 4));
  expect(x / z).toBeCloseTo(0.25, 6);
  expect(y).toBe(0);
});

test('a vertex without a triangle still has a unit normal', () => {
  expect([...vertexNormals([5, 5, 5], new Uint32Array(0))]).toEqual([0, 1, 0]);
});
