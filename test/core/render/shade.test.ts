import { expect, test } from 'vitest';
import { shadeVertices } from '../../../core/render/shade.js';
import { sphere } from '../../support/sphere.js';

test('light comes from above, from the left and from the camera, and no side is black', () => {
  const { vertices, faces } = sphere([0, 0, 0], 1, 24);
  const shade = shadeVertices(vertices, faces);
  const brightest = shade.indexOf(Math.max(...shade));
  const [x, y, z] = vertices.slice(3 * brightest, 3 * brightest + 3);
  // Camera frame: left is −x, up is −y, the camera is towards −z.
  expect([Math.sign(x), Math.sign(y), Math.sign(z)]).toEqual([-1, -1, -1]);
  // The ends of the scale, to a ring's width (7.5 degrees).
  expect(Math.max(...shade)).toBeCloseTo(1.08, 1);
  expect(Math.min(...shade)).toBeCloseTo(0.28, 1);
});
