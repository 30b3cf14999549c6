import { expect, test } from 'vitest';
import { forEachTexel, growIslands } from '../../../core/skin/fill-atlas.js';

/** Two triangles that cover the texture's lower left quarter; places equal texture coordinates. */
const mesh = {
  positions: Float32Array.of(0, 0, 0, 0.5, 0, 1, 0.5, 0.5, 1, 0, 0.5, 0),
  normals: Float32Array.of(0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0),
  faces: Uint32Array.of(0, 1, 2, 0, 2, 3),
  part: Uint8Array.of(1, 1, 1, 1),
  uv: {
    coordinates: Float32Array.of(0, 0, 0.5, 0, 0.5, 0.5, 0, 0.5),
    faces: Uint32Array.of(0, 1, 2, 0, 2, 3),
  },
};

test('every texel inside is painted, at its own place, and no other', () => {
  const size = 16;
  const painted = new Map<number, readonly number[]>();
  forEachTexel(mesh, size, (index, { u, v, x, y, z, part }) => painted.set(index, [u, v, x, y, z, part]));
  expect(painted.size).toBe(64);
  for (const [index, [u, v, x, y, z, part]] of painted) {
    expect(index % size).toBe(Math.floor(u * size));
    // The top row comes first, v points up.
    expect(Math.floor(index / size)).toBe(size - 1 - Math.floor(v * size));
    expect([x, y, z].map((value) => value.toFixed(6))).toEqual([u, v, 2 * u].map((value) => value.toFixed(6)));
    expect(part).toBe(1);
  }
});

test('islands grow by whole rings and keep their own texels', () => {
  const size = 9;
  const rgba = new Uint8ClampedArray(4 * size * size);
  const middle = 4 * (4 * size + 4);
  rgba.set([10, 20, 30, 255], middle);
  growIslands(rgba, size, 2);
  const painted = [...Array(size * size).keys()].filter((i) => rgba[4 * i + 3] !== 0);
  // A diamond of radius 2: 1 + 4 + 8 texels.
  expect(painted).toHaveLength(13);
  for (const i of painted) expect([...rgba.subarray(4 * i, 4 * i + 4)]).toEqual([10, 20, 30, 255]);
});

test('a texel between two islands takes their mean', () => {
  const rgba = new Uint8ClampedArray(4 * 3 * 3);
  rgba.set([0, 0, 0, 255], 4 * 3);
  rgba.set([200, 100, 50, 255], 4 * 5);
  growIslands(rgba, 3, 1);
  expect([...rgba.subarray(16, 20)]).toEqual([100, 50, 25, 255]);
});
