import { expect, test } from 'vitest';
import { rasterizeCoverage } from '../../../core/render/coverage.js';
import { projectTriangles } from '../../../core/render/project-triangles.js';
import { rasterizeWindow } from '../../../core/render/rasterize.js';
import type { Camera } from '../../../core/types.js';
import { sphere } from '../../support/sphere.js';

const [WIDTH, HEIGHT] = [60, 40];
const camera: Camera = { focalLength: 100, principalPoint: [30, 20], width: WIDTH, height: HEIGHT };

/** Coverage of the rectangle whose outline is at these pixels. */
function coverageOf(left: number, top: number, right: number, bottom: number): Uint8Array {
  const xy = Float64Array.of(left, top, left, bottom, right, bottom, left, top, right, bottom, right, top);
  const triangles = { count: 2, xy, inverseDepth: new Float64Array(6).fill(1), face: Int32Array.of(0, 1) };
  return rasterizeCoverage(triangles, WIDTH, HEIGHT);
}

test('whole pixels are full, those beside them empty', () => {
  coverageOf(10, 5, 20, 25).forEach((value, i) => {
    const [x, y] = [i % WIDTH, Math.floor(i / WIDTH)];
    expect(value).toBe(x >= 10 && x < 20 && y >= 5 && y < 25 ? 255 : 0);
  });
});

test('a pixel that is cut counts by its covered part', () => {
  const values = coverageOf(10, 5.25, 20.5, 25);
  expect([10, 19, 20, 21].map((x) => values[10 * WIDTH + x])).toEqual([255, 255, 128, 0]); // half
  expect(values[5 * WIDTH + 12]).toBe(191); // three quarters
  expect(values[5 * WIDTH + 20]).toBe(96); // three eighths
});

test('what is thinner than a pixel is not lost between the centres', () => {
  const values = coverageOf(10.7, 5, 10.95, 25);
  expect(values[10 * WIDTH + 10]).toBe(64);
});

test('a mesh: sixteen samples of the depth map a pixel', () => {
  const { vertices, faces } = sphere([0.02, -0.03, 2], 0.33, 12);
  const triangles = projectTriangles(vertices, faces, camera);
  const values = rasterizeCoverage(triangles, WIDTH, HEIGHT);
  const face = new Int32Array(16 * WIDTH * HEIGHT);
  const window = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
  rasterizeWindow(triangles, window, 4, new Float32Array(face.length), face);
  const counts = new Uint8Array(WIDTH * HEIGHT);
  face.forEach((seen, i) => {
    const [x, y] = [i % (4 * WIDTH), Math.floor(i / (4 * WIDTH))];
    if (seen >= 0) counts[(y >> 2) * WIDTH + (x >> 2)]++;
  });
  expect(values).toEqual(counts.map((count) => Math.round((255 * count) / 16)));
  expect(values.filter((value) => value > 0 && value < 255).length).toBeGreaterThan(50);
});

test('triangles that leave the picture stop at its border', () => {
  const values = coverageOf(-1000, -50, 30, 5000);
  values.forEach((value, i) => {
    expect(value).toBe(i % WIDTH < 30 ? 255 : 0);
  });
});
