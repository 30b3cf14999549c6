import { expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { measureBody } from '../../../core/body/measure.js';
import { shapeBody } from '../../../core/body/shape.js';
import { poseVertices } from '../../../core/body/skinning.js';
import { FitError } from '../../../core/error.js';
import type { Evidence } from '../../../core/fit/fitter.js';
import { checkMask } from '../../../core/fit/silhouette.js';
import type { Fit, Mask } from '../../../core/types.js';
import { idealMask } from '../../bench/silhouette-people.js';
import { paramsOf, shippedFitter } from '../../support/shipped.js';

const { fitter, project } = await shippedFitter();
const body = await openBody('neutral');
const camera = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 } as const;
const arms = { left_shoulder: [0, 0, -1], right_shoulder: [0, 0, 1] };

/** A person with hanging arms, and their waist against their height. */
function personWith(betas: readonly number[]) {
  const params = paramsOf([0, 0.1, 3.4], { pelvis: [Math.PI, 0, 0], ...arms }, betas);
  const vertices = poseVertices(body, shapeBody(body, betas), params.subarray(3, 75), params.subarray(0, 3));
  const mask = idealMask(vertices, body.faces, camera);
  const fitWith = (evidence: Evidence): Fit => fitter.fit(project(params, camera), camera, evidence);
  return { mask, fitWith, stoutness: stoutnessOf(betas) };
}

function stoutnessOf(betas: ArrayLike<number>): number {
  const { waist, height } = measureBody(body, betas);
  return waist / height;
}

test.each([
  { who: 'stout', betas: [0, 0, 0, 1.8], left: 0.9 },
  { who: 'slim', betas: [0, 0, 0, -1.5], left: 0.3 },
])('a mask tells a $who person', ({ betas, left }) => {
  const { mask, fitWith, stoutness } = personWith(betas);
  const without = fitWith({});
  const fit = fitWith({ mask });
  const error = (betas: ArrayLike<number>): number => Math.abs(stoutnessOf(betas) - stoutness);
  // Keypoints leave the mean shape. What lies outside it may be clothes, which costs the stout two thirds of their girth.
  expect(error(fit.betas)).toBeLessThan(left * error(without.betas));
  expect(fit.costByTerm.silhouette).toBeGreaterThan(0);
});

/** The same mask on a grid that lies turned on the photo, as that of a detector's turned region. */
function turned({ size: ownSize, values: own, toImage: { a, b, x, y } }: Mask, angle: number): Mask {
  const cell = Math.hypot(a, b);
  const size = Math.ceil(1.5 * ownSize); // room for its corners
  const [ta, tb] = [cell * Math.cos(angle), cell * Math.sin(angle)];
  const middle = [((a - b) * ownSize) / 2 + x, ((b + a) * ownSize) / 2 + y];
  const toImage = { a: ta, b: tb, x: middle[0] - ((ta - tb) * size) / 2, y: middle[1] - ((tb + ta) * size) / 2 };
  const values = Float32Array.from({ length: size * size }, (_, i) => {
    const [u, v] = [i % size, Math.floor(i / size)];
    const [px, py] = [ta * u - tb * v + toImage.x - x, tb * u + ta * v + toImage.y - y];
    const [column, row] = [a * px + b * py, a * py - b * px].map((value) => Math.round(value / cell ** 2));
    const isInside = column >= 0 && row >= 0 && column < ownSize && row < ownSize;
    return isInside ? own[row * ownSize + column] : 0;
  });
  return { size, values, toImage };
}

test('a mask whose grid lies turned on the photo tells the same', () => {
  const { mask, fitWith } = personWith([0, 0, 0, 1.8]);
  const [without, straight] = [fitWith({}), fitWith({ mask })];
  expect(stoutnessOf(straight.betas) - stoutnessOf(without.betas)).toBeGreaterThan(0.015);
  for (const degrees of [30, -50, 120]) {
    const fit = fitWith({ mask: turned(mask, (degrees * Math.PI) / 180) });
    // Cells that are chosen anew move the edge by up to half a cell, 1 px of 380.
    expect(Math.abs(stoutnessOf(fit.betas) - stoutnessOf(straight.betas)), `${degrees} degrees`).toBeLessThan(0.006);
    fit.pose.forEach((value, i) => {
      expect(Math.abs(value - straight.pose[i]), `${degrees} degrees, pose ${i}`).toBeLessThan(0.045);
    });
  }
});

test('a mask of something else, of nothing or without a place in the photo changes nothing', () => {
  const { mask, fitWith } = personWith([0.5, 0, 0, 1]);
  const without = fitWith({});
  const aside = { ...mask, toImage: { ...mask.toImage, x: mask.toImage.x + 150 } };
  const masks: Mask[] = [
    aside,
    { ...mask, values: mask.values.map(() => 0) },
    { ...mask, values: mask.values.map(() => 1) },
    { ...mask, values: mask.values.map(() => Number.NaN) },
  ];
  for (const other of masks) {
    const fit = fitWith({ mask: other });
    expect([...fit.betas]).toEqual([...without.betas]);
    expect([...fit.pose]).toEqual([...without.pose]);
    expect(fit.cost).toBe(without.cost);
  }
});

test('a refit does not look at the mask', () => {
  const params = paramsOf([0, 0.1, 3.4], { pelvis: [Math.PI, 0, 0], ...arms });
  const keypoints = project(params, camera);
  const { mask } = personWith([0, 0, 0, 2]);
  const first = fitter.fit(keypoints, camera);
  expect(fitter.refit(first, keypoints, camera, { mask }).betas).toEqual(fitter.refit(first, keypoints, camera).betas);
});

test.each<[string, Partial<Mask>]>([
  ['too few values', { values: new Float32Array(5) }],
  ['no cells', { size: 0, values: new Float32Array(0) }],
  ['no extent', { toImage: { a: 0, b: 0, x: 3, y: 4 } }],
  ['no place', { toImage: { a: 1, b: 0, x: Number.NaN, y: 4 } }],
])('a mask with %s is refused', (_, wrong) => {
  const mask = { size: 2, values: new Float32Array(4), toImage: { a: 1, b: 0, x: 0, y: 0 }, ...wrong };
  expect(() => checkMask(mask)).toThrow(FitError);
});
