import { expect, test } from 'vitest';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { findRim } from '../../../core/fit/rim.js';
import { type BodyOnGrid, bodyOnGrid } from '../../../core/fit/rim-grid.js';
import { type RimMesh, rimMesh } from '../../../core/fit/rim-mesh.js';
import type { Mask } from '../../../core/types.js';
import { sphere } from '../../support/sphere.js';
import { tinyBody } from '../../support/tiny-body.js';

const DEPTH = 20;
const SIZE = 128;
/** A cell is a pixel is a centimetre: the ball's outline has a radius of 40 cells about (64, 64). */
const camera = { focalLength: 2000, principalPoint: [64, 64], width: SIZE, height: SIZE } as const;
const grid = { size: SIZE, toImage: { a: 1, b: 0, x: 0, y: 0 } };
const everywhere = (): boolean => true;

/** A ball that one joint carries, thinned and before the camera. */
function ballOf(joint: (typeof SMPL_JOINTS)[number]): { mesh: RimMesh; on: BodyOnGrid } {
  const { vertices, faces } = sphere([0, 0, 0], 0.4);
  const V = vertices.length / 3;
  const weights = new Float32Array(24 * V);
  for (let v = 0; v < V; v++) weights[24 * v + SMPL_JOINTS.indexOf(joint)] = 1;
  const mesh = rimMesh({ ...tinyBody(), template: vertices, vertexCount: V, faces, weights, part: null });
  const xyz = new Float64Array(3 * mesh.vertices.length);
  mesh.vertices.forEach((v, m) => {
    xyz.set([vertices[3 * v], vertices[3 * v + 1], DEPTH + vertices[3 * v + 2]], 3 * m);
  });
  return { mesh, on: bodyOnGrid(xyz, mesh.faces, camera, grid) };
}

/** A disc about (64, 64) with an edge two cells wide. */
function disc(radius: number): Mask {
  const values = Float32Array.from({ length: SIZE * SIZE }, (_, i) => {
    const distance = Math.hypot((i % SIZE) + 0.5 - 64, Math.floor(i / SIZE) + 0.5 - 64);
    return Math.min(1, Math.max(0, 0.5 + (radius - distance) / 2));
  });
  return { ...grid, values };
}

test.each([44, 37])('the edge of a disc of radius %d is as far from the ball as it is', (radius) => {
  const { mesh, on } = ballOf('spine3');
  const { vertex, normals, distances } = findRim(mesh, on, disc(radius), 8, everywhere);
  expect(vertex.length).toBeGreaterThan(40); // of a circumference of 2.5 m
  vertex.forEach((m, p) => {
    const [u, v] = [on.uv[2 * m] - 64, on.uv[2 * m + 1] - 64];
    const [nu, nv] = normals.slice(2 * p, 2 * p + 2);
    // The mask is linear between its cells' centres, a circle is not.
    expect(Math.hypot(u + distances[p] * nu, v + distances[p] * nv)).toBeCloseTo(radius, 0.8);
    // A thinned ball is as rough as its faces: 30 degrees.
    expect((nu * u + nv * v) / Math.hypot(u, v)).toBeGreaterThan(0.85);
  });
});

test('points are left out where the edge is out of reach or out of the picture, and of parts that are covered', () => {
  const { mesh, on } = ballOf('spine3');
  expect(findRim(mesh, on, disc(44), 2, everywhere).vertex).toEqual([]);
  const left = findRim(mesh, on, disc(44), 8, (u) => u < 64).vertex;
  expect(left.length).toBeGreaterThan(15);
  expect(left.every((m) => on.uv[2 * m] < 64)).toBe(true);
  const head = ballOf('head');
  expect(findRim(head.mesh, head.on, disc(44), 8, everywhere).vertex).toEqual([]);
});

test('points are left out where the body goes on outside them', () => {
  const { mesh, on } = ballOf('spine3');
  const face = on.face.map((f, i) => (i % SIZE < 24 ? 0 : f)); // something to the left, from the ball's own edge on
  const clear = findRim(mesh, { ...on, face }, disc(44), 8, everywhere).vertex;
  expect(clear.length).toBeGreaterThan(30);
  expect(clear.every((m) => on.uv[2 * m] > 27)).toBe(true);
});
