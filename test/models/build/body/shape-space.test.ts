import { expect, test } from 'vitest';
import { morph, restrict, shapeSpace } from '../../../../models/build/body/shape-space.js';

// Vertices in decimetres: 0 and 1 are points of their own, 2 and 3 a joint cube, 4 is left out.
const BASE = Float64Array.of(10, 0, 0, 0, 20, 0, 0, 0, 30, 0, 0, 50, 9, 9, 9);
const TARGET = { points: Uint32Array.of(4, 3, 0), deltas: Float32Array.of(1, 1, 1, 0, 4, 0, 5, 0, 0) };
const space = shapeSpace(BASE, [[0], [1], [2, 3]], [TARGET]);

test('points are metres; a cube stands for its centre and moves with its vertices', () => {
  const points = new Float64Array(9);
  morph(space, Float64Array.of(2), points);
  // Vertex 0: 1 m + 2·0.5 m. Cube: centre (0, 0, 4) m, half of one vertex's 2·0.4 m.
  [2, 0, 0, 0, 2, 0, 0, 0.4, 4].forEach((expected, k) => {
    expect(points[k]).toBeCloseTo(expected, 6); // deltas are float32
  });
});

test('a restricted space moves its points as the whole one does', () => {
  const points = new Float64Array(6);
  morph(restrict(space, [2, 0]), Float64Array.of(-1), points);
  [0, -0.2, 4, 0.5, 0, 0].forEach((expected, k) => {
    expect(points[k]).toBeCloseTo(expected, 6);
  });
});
