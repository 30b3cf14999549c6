import { describe, expect, test } from 'vitest';
import { openBody } from '../../converters/cli/node-models.js';
import { vertexNormals } from '../../core/body/normals.js';
import { paramsOf } from '../support/shipped.js';
import { sphere } from '../support/sphere.js';
import { behind, createPenetrationCounter } from './synthetic-penetration.js';

describe('two spheres of 5 cm', () => {
  const pairsAt = (distance: number): number => {
    const [a, b] = [sphere([0, 0, 0], 0.05, 12), sphere([distance, 0, 0], 0.05, 12)];
    const V = a.vertices.length / 3;
    const vertices = Float32Array.from([...a.vertices, ...b.vertices]);
    const normals = vertexNormals(vertices, Uint32Array.from([...a.faces, ...b.faces.map((v) => v + V)]));
    const first = Array.from({ length: V }, (_, v) => v);
    return behind(vertices, normals, first, first.map((v) => v + V)); // biome-ignore format: one call
  };

  test('apart share nothing', () => expect(pairsAt(0.11)).toBe(0));
  test('share more the closer they are', () => {
    expect(pairsAt(0.08)).toBeGreaterThan(5);
    expect(pairsAt(0.04)).toBeGreaterThan(2 * pairsAt(0.08));
  });
});

test('a T-pose is free, hands in the belly are not', async () => {
  const count = createPenetrationCounter(await openBody('neutral'));
  const pairs = (params: Float64Array): number =>
    count({ translation: params.subarray(0, 3), pose: params.subarray(3, 75), betas: params.subarray(75) });
  expect(pairs(paramsOf([0, 0, 0], {}))).toBe(0);
  expect(pairs(paramsOf([0, 0, 0], { left_shoulder: [1, -0.3, -1.2], left_elbow: [0, -1.8, 0] }))).toBeGreaterThan(100);
});
