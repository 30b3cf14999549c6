import { expect, test } from 'vitest';
import type { ObjMesh, Polygon } from '../../../../models/build/body/obj.js';
import { bodyTopology } from '../../../../models/build/body/topology.js';

const BASE_VERTICES = 19158;
const polygon = (vertices: number[], uvs = vertices.map((_, k) => 4 + k)): Polygon => ({ vertices, uvs });

/** Base mesh with the real vertex count and a few polygons. */
const mesh: ObjMesh = {
  vertices: new Float64Array(3 * BASE_VERTICES),
  uv: Float64Array.from({ length: 16 }, (_, k) => k / 16),
  groups: new Map([
    ['body', [polygon([0, 1, 2, 3]), polygon([1, 2, 13379])]],
    ['helper-skirt', [polygon([18002, 18003, 18004])]],
    ['helper-l-eye', [polygon([14598, 14599, 14600], [7, 6, 4])]],
  ]),
};
const identity = Uint32Array.from({ length: BASE_VERTICES }, (_, vertex) => vertex);

test('keeps skin and eyes, splits quads, drops helpers and unused texture coordinates', () => {
  const body = bodyTopology(mesh, identity);
  expect(body.source).toHaveLength(13524);
  expect(body.skinFaceCount).toBe(3);
  expect([...body.faces]).toEqual([0, 1, 2, 0, 2, 3, 1, 2, 13379, 13380, 13381, 13382]);
  expect([...body.uvFaces]).toEqual([0, 1, 2, 0, 2, 3, 0, 1, 2, 3, 2, 0]);
  expect([...body.uv]).toEqual([8, 9, 10, 11, 12, 13, 14, 15].map((k) => k / 16));
  expect([body.part[13379], body.part[13380]]).toEqual([0, 1]);
});

test('the mirror table is carried to kept vertices', () => {
  const swapped = identity.slice();
  swapped.set([14670], 14598);
  swapped.set([14598], 14670);
  const { mirror } = bodyTopology(mesh, swapped);
  expect([mirror[0], mirror[13380], mirror[13452]]).toEqual([0, 13452, 13380]);
});

test('a skin polygon over helper vertices is refused', () => {
  const groups = new Map([['body', [polygon([0, 1, 13500])]]]);
  expect(() => bodyTopology({ ...mesh, groups }, identity)).toThrow('vertex 13500');
});
