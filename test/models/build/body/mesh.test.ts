import { expect, test } from 'vitest';
import { meshHeight, meshVolume, neighbours } from '../../../../models/build/body/mesh.js';

// A tetrahedron with edges along the axes, wound outwards, away from the origin.
const CORNERS = [1, 2, 3, 2, 2, 3, 1, 4, 3, 1, 2, 6];
const FACES = Uint32Array.of(0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3);

test('volume of a tetrahedron: a sixth of its box', () => {
  expect(meshVolume(CORNERS, FACES)).toBeCloseTo((1 * 2 * 3) / 6, 12);
  expect(meshVolume(CORNERS, FACES.slice().reverse())).toBeCloseTo(-1, 12);
});

test('height counts the first vertices only', () => {
  expect(meshHeight(CORNERS)).toBe(2);
  expect(meshHeight(CORNERS, 2)).toBe(0);
});

test('in a tetrahedron every vertex neighbours the three others', () => {
  expect(neighbours(FACES, 4).map((list) => list.sort())).toEqual([
    [1, 2, 3],
    [0, 2, 3],
    [0, 1, 3],
    [0, 1, 2],
  ]);
});
