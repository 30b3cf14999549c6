import { describe, expect, test } from 'vitest';
import {
  fromUpright,
  type Parameters,
  parametersOfFit,
  restPelvis,
  toCameraFrame,
  toUpright,
} from '../../../converters/import/parameters.js';
import { shapeBody } from '../../../core/body/shape.js';
import { poseVertices } from '../../../core/body/skinning.js';
import type { Fit } from '../../../core/types.js';
import { largestDifference } from '../../support/numeric-jacobian.js';
import { randomParameters, tinyBody } from '../../support/tiny-body.js';

const body = tinyBody();

/** Two frames of different people in one shape. */
const [a, b] = [randomParameters(1), randomParameters(2)];
const moving: Parameters = {
  betas: Float64Array.from(a.betas),
  poses: Float64Array.from([...Array.from(a.pose), ...Array.from(b.pose)]),
  translations: Float64Array.from([...Array.from(a.translation), ...Array.from(b.translation)]),
  frameRate: 25,
};
const pelvis = restPelvis(body, moving.betas);

function vertices({ betas, poses, translations }: Parameters, frame: number): Float32Array {
  const pose = poses.subarray(72 * frame, 72 * (frame + 1));
  return poseVertices(body, shapeBody(body, betas), pose, translations.subarray(3 * frame, 3 * frame + 3));
}

/** Radians and metres, float64. */
const EXACT = 1e-12;

describe.each(['y', 'z'] as const)('%s up', (up) => {
  const upright = toUpright(moving, pelvis, up);

  test.each([0, 1])('frame %d: every vertex is that of the camera frame, turned about x', (frame) => {
    const seen = vertices(moving, frame);
    const turned = Array.from({ length: seen.length / 3 }, (_, v) => seen.slice(3 * v, 3 * v + 3)).flatMap(
      ([x, y, z]) => (up === 'y' ? [x, -y, -z] : [x, z, -y]),
    );
    // Vertices are float32, some metres from the origin.
    expect(largestDifference(vertices(upright, frame), turned)).toBeLessThan(2e-6);
  });

  test('and back', () => {
    const back = fromUpright(upright, pelvis);
    for (const frame of [0, 1])
      expect(largestDifference(vertices(back, frame), vertices(moving, frame))).toBeLessThan(2e-6);
    expect(largestDifference(back.translations, moving.translations)).toBeLessThan(EXACT);
    expect(back).not.toHaveProperty('up');
    expect(back.frameRate).toBe(25);
  });
});

test('somebody who stands upright in front of the camera stands upright', () => {
  const standing = { betas: new Float64Array(0), poses: new Float64Array(72), translations: Float64Array.of(0, 0, 3) };
  standing.poses[0] = Math.PI;
  const { poses } = toUpright(standing, [0, 0, 0], 'y');
  expect(Math.hypot(...poses)).toBeLessThan(1e-7); // no turn at all, but for the rounding of π near a half turn
});

test('where the pelvis stands is told from the translation of the body', () => {
  const at = moving.translations.map((value, i) => value + pelvis[i % 3]);
  const read = toCameraFrame({ ...moving, translations: at, translationOf: 'pelvis' }, body);
  expect(largestDifference(read.translations, moving.translations)).toBeLessThan(EXACT);
});

test('betas that the body lacks are left out', () => {
  const betas = new Float64Array(16).fill(1);
  expect(toCameraFrame({ ...moving, betas, up: 'z' }, body).betas).toHaveLength(body.betaCount);
});

test('a fit gives one frame', () => {
  const fit = {
    betas: moving.betas,
    pose: Float64Array.from(a.pose),
    translation: Float64Array.of(0, 0, 3),
    camera: a.camera,
  };
  expect(parametersOfFit(fit as unknown as Fit)).toEqual({
    betas: fit.betas,
    poses: fit.pose,
    translations: fit.translation,
    camera: a.camera,
  });
});
