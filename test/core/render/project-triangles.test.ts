import { expect, test } from 'vitest';
import { projectTriangles } from '../../../core/render/project-triangles.js';
import type { Camera } from '../../../core/types.js';

const camera: Camera = { focalLength: 100, principalPoint: [50, 40], width: 100, height: 80 };
const face = Uint32Array.of(0, 1, 2);

test('a triangle in front is projected by the pinhole formula', () => {
  const {
    count,
    xy,
    inverseDepth,
    face: source,
  } = projectTriangles(Float32Array.of(0, 0, 2, 1, 0, 4, 0, -1, 5), face, camera);
  expect(count).toBe(1);
  expect([...xy.slice(0, 6)]).toEqual([50, 40, 75, 40, 50, 20]);
  expect([...inverseDepth.slice(0, 3)]).toEqual([0.5, 0.25, 0.2]);
  expect(source[0]).toBe(0);
});

test.each([
  ['no corner', [1, 2, 3], 1],
  ['one corner', [-1, 2, 3], 2],
  ['two corners', [-1, -2, 3], 1],
  ['all corners', [-1, -2, -3], 0],
])('%s behind the camera', (_, [a, b, c], triangles) => {
  const { count, inverseDepth } = projectTriangles(Float32Array.of(0, 0, a, 1, 0, b, 0, 1, c), face, camera);
  expect(count).toBe(triangles);
  // Cut corners lie on the near plane, 1 cm in front of the camera; none is nearer.
  const nearest = Math.max(0, ...inverseDepth.slice(0, 3 * count));
  expect(nearest).toBeCloseTo(a > 0 ? 1 : triangles === 0 ? 0 : 100, 9);
});

test('what is cut off is exactly the part behind the near plane', () => {
  // The edge from Z = −1 to Z = 1 at X = Z + 1 meets the plane Z = 0.01 at X = 1.01.
  const { xy } = projectTriangles(Float32Array.of(0, 0, -1, 2, 0, 1, 2, 1, 1), face, camera);
  const columns = [...xy.slice(0, 12)].filter((_, i) => i % 2 === 0);
  expect(Math.max(...columns)).toBeCloseTo((100 * 1.01) / 0.01 + 50, 6);
});

test('a corner that is not a number removes the face', () => {
  const { count } = projectTriangles(
    Float32Array.of(0, 0, Number.NaN, 1, 0, Number.NaN, 0, 1, Number.NaN),
    face,
    camera,
  );
  expect(count).toBe(0);
});
