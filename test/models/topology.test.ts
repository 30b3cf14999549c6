import { expect, test } from 'vitest';
import { SURFACE_POINTS } from '../../core/body/joint-sets.js';
import { knownKeypointVertices } from '../../models/topology.js';

test.each([13_524, 6_890])('the mesh of %d vertices has every surface point, each inside it', (V) => {
  const points = knownKeypointVertices(V);
  expect(Object.keys(points ?? {}).sort()).toEqual([...SURFACE_POINTS].sort());
  expect(Object.values(points ?? {}).every((vertex) => vertex < V)).toBe(true);
});

test('another mesh is not known', () => {
  expect(knownKeypointVertices(5000)).toBeNull();
});
