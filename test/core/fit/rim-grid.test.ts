import { expect, test } from 'vitest';
import { bodyOnGrid, overlap } from '../../../core/fit/rim-grid.js';
import { sphere } from '../../support/sphere.js';

const RADIUS = 0.5;
const ball = sphere([0, 0, 20], RADIUS);
const camera = { focalLength: 2000, principalPoint: [320, 240], width: 640, height: 480 } as const;
/** Two pixels a cell, turned by a right angle: u runs down, v to the left. The ball's middle lies on (50, 60). */
const grid = { size: 128, toImage: { a: 0, b: 2, x: 320 + 120, y: 240 - 100 } };

test('a mesh lands where the similarity says and fills its cells', () => {
  const { face, uv } = bodyOnGrid(ball.vertices, ball.faces, camera, grid);
  const covered = [...face.keys()].filter((i) => face[i] >= 0);
  const mean = (of: (i: number) => number): number => covered.reduce((sum, i) => sum + of(i), 0) / covered.length;
  expect(mean((i) => (i % 128) + 0.5)).toBeCloseTo(50, 1);
  expect(mean((i) => Math.floor(i / 128) + 0.5)).toBeCloseTo(60, 1);
  // 50 pixels are 25 cells; a polygon of 96 corners, sampled once a cell, is within a percent of the disc.
  expect(covered.length / (Math.PI * 25 * 25)).toBeCloseTo(1, 1.5);
  expect(Math.hypot(uv[0] - 50, uv[1] - 60)).toBeLessThan(25.1);
});

test('the overlap is the share of common cells', () => {
  const body = bodyOnGrid(ball.vertices, ball.faces, camera, grid);
  const own = Float32Array.from(body.face, (f) => (f < 0 ? 0 : 1));
  expect(overlap(body, { ...grid, values: own })).toBe(1);
  expect(overlap(body, { ...grid, values: own.map((p) => p / 2) })).toBeCloseTo(0.5, 6);
  expect(overlap(body, { ...grid, values: own.map((p) => 1 - p) })).toBe(0);
});

test('what lies behind the camera is left out', () => {
  const behind = bodyOnGrid(
    ball.vertices.map((value, i) => (i % 3 === 2 ? -value : value)),
    ball.faces,
    camera,
    grid,
  );
  expect(behind.face.every((f) => f < 0)).toBe(true);
  expect(behind.uv.every(Number.isNaN)).toBe(true);
  expect(overlap(behind, { ...grid, values: new Float32Array(128 * 128) })).toBe(0);
});

test('what lies in the plane of the camera, or nowhere, is nowhere on the grid', () => {
  const { uv } = bodyOnGrid([0, 0, 0.1, 0, 0, 0.11, 0, 0, Number.NaN], new Uint32Array(0), camera, grid);
  expect([...uv].map(Number.isNaN)).toEqual([true, true, false, false, true, true]);
});
