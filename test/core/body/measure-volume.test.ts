import { expect, test } from 'vitest';
import { meshVolume, skinFaces, volumeGradient } from '../../../core/body/measure-volume.js';
import { largestDifference, numericJacobian } from '../../support/numeric-jacobian.js';
import { sphere } from '../../support/sphere.js';
import { tinyBody } from '../../support/tiny-body.js';

const BOX = 0.06 ** 3;
const HEAD = 0.22 ** 3;

test('the volume of a sphere, wherever it lies', () => {
  const { vertices, faces } = sphere([3, -1, 2], 0.5);
  // The polyhedron is inside the sphere, by a share of about 2.5 (π/96)² = 0.3 %.
  expect(meshVolume(vertices, faces) / ((4 / 3) * Math.PI * 0.125)).toBeCloseTo(1, 2);
});

test('eyes are no part of the skin', () => {
  const body = tinyBody();
  // 23 boxes and a larger one for the head; the template is float32.
  expect(meshVolume(body.template, skinFaces(body))).toBeCloseTo(23 * BOX + HEAD, 7);
  expect(skinFaces({ ...body, part: null })).toBe(body.faces);
});

test('the gradient agrees with central differences', () => {
  const { vertices, faces } = sphere([0.2, 0.1, 0], 0.5, 2);
  const volumeAt = (x: Float64Array): Float64Array => Float64Array.of(meshVolume(Float32Array.from(x), faces));
  // Vertices are float32: steps of 1/1024 m, exact in it, leave rounding of 1e-7 / 1e-3.
  const numeric = numericJacobian(volumeAt, Float64Array.from(vertices), 1 / 1024);
  expect(largestDifference(volumeGradient(vertices, faces), numeric)).toBeLessThan(2e-4);
});
