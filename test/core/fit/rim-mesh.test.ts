import { expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { rimMesh } from '../../../core/fit/rim-mesh.js';

const body = await openBody('neutral');
const mesh = rimMesh(body);

test('a seventh of the vertices carries the surface', () => {
  const M = mesh.vertices.length;
  expect(M).toBeLessThan(body.vertexCount / 7);
  expect([...mesh.vertices]).toEqual([...new Set(mesh.vertices)].sort((a, b) => a - b));
  expect(mesh.faces.every((m) => m < M)).toBe(true);
  const box = (of: Iterable<number>, axis: number): number[] => {
    const values = Array.from(of, (v) => body.template[3 * v + axis]);
    return [Math.min(...values), Math.max(...values)];
  };
  for (const axis of [0, 1, 2]) {
    const thin = box(mesh.vertices, axis);
    const whole = box(Array(body.vertexCount).keys(), axis);
    // Half a cube's diagonal at most.
    expect(Math.abs(thin[0] - whole[0])).toBeLessThan(0.03);
    expect(Math.abs(thin[1] - whole[1])).toBeLessThan(0.03);
  }
});

test('an edge has the two faces that it says', () => {
  for (let e = 0; e < mesh.edges.length; e += 4) {
    for (const face of mesh.edges.subarray(e + 2, e + 4)) {
      const corners = [...mesh.faces.subarray(3 * face, 3 * face + 3)];
      expect(corners).toContain(mesh.edges[e]);
      expect(corners).toContain(mesh.edges[e + 1]);
    }
  }
  // Thinning leaves few edges with one face or three.
  expect(mesh.edges.length / 4).toBeGreaterThan(0.9 * (mesh.faces.length / 2));
});

test('a vertex belongs to the joint that carries it most', () => {
  const m = mesh.vertices.findIndex((v) => Math.abs(body.template[3 * v] - 0.35) < 0.03);
  expect(SMPL_JOINTS[mesh.joint[m]]).toMatch(/^left_(shoulder|elbow)$/);
});
