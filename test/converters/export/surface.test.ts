import { expect, test } from 'vitest';
import { splitSurfaces } from '../../../converters/export/surface.js';
import type { RiggedBody } from '../../../core/types.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

/** A sphere of rings around +z as an eye: ring r at `latitudes[r]` degrees from the forward pole, 8 vertices each. */
function ringEye(latitudes: readonly number[], centre: readonly [number, number, number]): RiggedBody {
  const vertices = latitudes.flatMap((latitude) =>
    Array.from({ length: 8 }, (_, i) => {
      const [polar, turn] = [(latitude * Math.PI) / 180, (i * Math.PI) / 4];
      const ring = 0.015 * Math.sin(polar);
      return [
        centre[0] + ring * Math.cos(turn),
        centre[1] + ring * Math.sin(turn),
        centre[2] + 0.015 * Math.cos(polar),
      ];
    }).flat(),
  );
  const faces = latitudes.slice(1).flatMap((_, r) =>
    Array.from({ length: 8 }, (_, i) => {
      const [a, b] = [8 * r + i, 8 * r + ((i + 1) % 8)];
      return [a, a + 8, b, b, a + 8, b + 8];
    }).flat(),
  );
  const V = vertices.length / 3;
  return {
    ...tinyRiggedBody(),
    restVertices: Float32Array.from(vertices),
    faces: Uint32Array.from(faces),
    uv: null,
    part: new Uint8Array(V).fill(1),
  };
}

test('every face is in one surface, with its own corners and texture coordinates', () => {
  const body = tinyRiggedBody();
  const surfaces = splitSurfaces(body);
  const seen = new Set<string>();
  for (const { vertices, uv, indices } of surfaces) {
    for (let i = 0; i < indices.length; i += 3) {
      const corners = [...indices.slice(i, i + 3)].map((n) => `${vertices[n]}:${uv?.[2 * n]},${uv?.[2 * n + 1]}`);
      seen.add(corners.join(' '));
    }
  }
  const { coordinates, faces: texels } = body.uv!;
  const expected = new Set<string>();
  for (let i = 0; i < body.faces.length; i += 3) {
    // glTF counts v downwards; the file holds float32.
    const corner = (c: number) =>
      `${body.faces[c]}:${coordinates[2 * texels[c]]},${Math.fround(1 - coordinates[2 * texels[c] + 1])}`;
    expected.add([corner(i), corner(i + 1), corner(i + 2)].join(' '));
  }
  expect(expected.size).toBe(body.faces.length / 3);
  expect(seen).toEqual(expected);
});

test('a vertex is split only where the atlas has a seam', () => {
  const body = tinyRiggedBody();
  const count = (surfaces: ReturnType<typeof splitSurfaces>) => surfaces.reduce((sum, s) => sum + s.vertices.length, 0);
  // Three sides meet at each of the 208 corners, and each side has its own square.
  expect(count(splitSurfaces(body))).toBe(3 * 208);
  expect(count(splitSurfaces({ ...body, uv: null }))).toBe(208);
});

test('a body that does not say what its parts are is all skin', () => {
  const surfaces = splitSurfaces({ ...tinyRiggedBody(), part: null });
  expect(surfaces.map(({ substance, indices }) => [substance, indices.length / 3])).toEqual([['skin', 312]]);
});

test('an eye is pupil, iris and sclera by the angle from its forward axis', () => {
  // A whole sphere, so that its vertices' mean is its centre.
  const latitudes = [5, 11, 22.5, 45, 90, 135, 157.5, 169, 175];
  for (const centre of [
    [0.03, 1.6, 0.1],
    [-0.03, 1.6, 0.1],
  ] as const) {
    const surfaces = splitSurfaces(ringEye(latitudes, centre));
    const faces = Object.fromEntries(surfaces.map(({ substance, indices }) => [substance, indices.length / 3]));
    // Sixteen triangles a belt: 5-11 is pupil, 11-22.5 iris, the other six sclera.
    expect(faces).toEqual({ pupil: 16, iris: 16, sclera: 96 });
  }
});
