import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { shapeBody } from '../../../core/body/shape.js';
import { loadBody } from '../../../models/load-body.js';
import { dress, linearColor } from '../../../samples/build/clothes.js';
import { SCENES } from '../../../samples/build/scenes.js';
import { pointOf, subtract } from '../../../samples/build/vector.js';

const { clothes } = SCENES[0];
const body = loadBody('female', readFileSync(new URL('../../../models/body/female.npz', import.meta.url)), {
  name: 'female',
});
const shaped = shapeBody(body, []);
const wardrobe = dress(body, shaped, clothes);
const moved = Array.from({ length: body.vertexCount }, (_, v) =>
  Math.hypot(...subtract(pointOf(wardrobe.vertices, v), pointOf(shaped.vertices, v))),
);

test('clothes lie on the body: nothing moves further than a few centimetres', () => {
  expect(Math.max(...moved)).toBeLessThan(0.05);
  expect(moved.filter((distance) => distance > 0.003).length).toBeGreaterThan(body.vertexCount / 4);
});

test('eyes, nose and fingers stay bare', () => {
  body.part!.forEach((part, v) => {
    if (part === 1) expect(moved[v]).toBe(0);
  });
  expect(moved[body.keypointVertices.nose]).toBe(0);
  const fingertip = [...Array(body.vertexCount).keys()].reduce((a, b) =>
    shaped.vertices[3 * a] > shaped.vertices[3 * b] ? a : b,
  );
  expect(moved[fingertip]).toBe(0);
});

test('each garment is where it belongs', () => {
  const colorAt = (name: string) => wardrobe.colorAt(pointOf(shaped.vertices, body.keypointVertices[name]), false);
  expect(colorAt('nose')).toEqual(linearColor(clothes.skin));
  expect(colorAt('head_top')).toEqual(linearColor(clothes.hair));
  expect(colorAt('left_heel')).toEqual(linearColor(clothes.shoes));
  const joint = (j: number) => wardrobe.colorAt(pointOf(shaped.joints, j), false);
  expect(joint(9)).toEqual(linearColor(clothes.shirt)); // spine3
  expect(joint(4)).toEqual(linearColor(clothes.trousers)); // left_knee
  expect(joint(20)).toEqual(linearColor(clothes.skin)); // left_wrist
});

test('sRGB to linear light', () => {
  expect(linearColor('#000000')).toEqual([0, 0, 0]);
  expect(linearColor('#ffffff')).toEqual([1, 1, 1]);
  // IEC 61966-2-1: 188 is nearly half the light.
  expect(linearColor('#bcbcbc')[1]).toBeCloseTo(0.503, 3);
});
