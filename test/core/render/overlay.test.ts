import { expect, test } from 'vitest';
import { type DrawnPerson, renderOverlay } from '../../../core/render/overlay.js';
import type { Camera, Image } from '../../../core/types.js';
import { sphere } from '../../support/sphere.js';

const WIDTH = 120;
const HEIGHT = 200;
const camera: Camera = { focalLength: 100, principalPoint: [60, 100], width: WIDTH, height: HEIGHT };
const GREY = 50;

const photo = (): Image => {
  const rgba = new Uint8Array(4 * WIDTH * HEIGHT).fill(GREY);
  for (let i = 3; i < rgba.length; i += 4) rgba[i] = 255;
  return { width: WIDTH, height: HEIGHT, rgba };
};

/** A rectangle that faces the camera, its outline at these pixels. */
function card(left: number, top: number, right: number, bottom: number, Z: number, part = 0): DrawnPerson {
  const [x0, x1] = [left, right].map((x) => ((x - 60) * Z) / 100);
  const [y0, y1] = [top, bottom].map((y) => ((y - 100) * Z) / 100);
  return {
    vertices: Float32Array.of(x0, y0, Z, x0, y1, Z, x1, y1, Z, x1, y0, Z),
    faces: Uint32Array.of(0, 1, 2, 0, 2, 3),
    part: new Uint8Array(4).fill(part),
  };
}

const pixel = (image: Image, column: number, row: number): number[] => [
  ...image.rgba.slice(4 * (row * WIDTH + column), 4 * (row * WIDTH + column) + 4),
];

test('changes only the pixels that a body covers, and never the photo itself', () => {
  const image = photo();
  const drawn = renderOverlay(image, [card(20, 10, 40, 190, 2)], camera);
  expect(image).toEqual(photo());
  let changed = 0;
  for (let row = 0; row < HEIGHT; row++) {
    for (let column = 0; column < WIDTH; column++) {
      const inside = column >= 20 && column < 40 && row >= 10 && row < 190;
      const same = pixel(drawn, column, row).every((value, k) => value === (k === 3 ? 255 : GREY));
      expect(same).toBe(!inside);
      if (inside) changed++;
    }
  }
  expect(changed).toBe(20 * 180);
});

test('a flat card has one colour from top to bottom, across all bands', () => {
  const drawn = renderOverlay(photo(), [card(20, 10, 40, 190, 2)], camera);
  const first = pixel(drawn, 30, 10);
  for (let row = 10; row < 190; row++) expect(pixel(drawn, 30, row)).toEqual(first);
});

test('opacity mixes body and photo', () => {
  const opaque = pixel(renderOverlay(photo(), [card(20, 10, 40, 190, 2)], camera, { opacity: 1 }), 30, 50);
  const half = pixel(renderOverlay(photo(), [card(20, 10, 40, 190, 2)], camera, { opacity: 0.5 }), 30, 50);
  // One grey level for rounding.
  for (let k = 0; k < 3; k++) expect(Math.abs(half[k] - (opaque[k] + GREY) / 2)).toBeLessThanOrEqual(1);
});

test.each([
  [5, '5 is no share'],
  [-0.1, '-0.1 is no share'],
  [Number.NaN, 'NaN is no share'],
  ['0.5' as never, '"0.5" is not a number'],
])('an opacity of %s is refused', (opacity, message) => {
  expect(() => renderOverlay(photo(), [], camera, { opacity })).toThrow(`opacity: ${message}`);
});

test('an outline through the middle of a pixel covers it by half', () => {
  const drawn = renderOverlay(photo(), [card(20, 10, 40.5, 190, 2)], camera, { opacity: 1 });
  const inside = pixel(drawn, 30, 50);
  const edge = pixel(drawn, 40, 50);
  for (let k = 0; k < 3; k++) expect(Math.abs(edge[k] - (inside[k] + GREY) / 2)).toBeLessThanOrEqual(1);
});

test('the nearer person covers the farther one, each in a colour of their own', () => {
  const near = card(20, 10, 60, 190, 2);
  const far = card(40, 10, 80, 190, 4);
  for (const people of [
    [near, far],
    [far, near],
  ]) {
    const drawn = renderOverlay(photo(), people, camera);
    const [onlyNear, both, onlyFar] = [30, 50, 70].map((column) => pixel(drawn, column, 100));
    expect(both).toEqual(onlyNear);
    expect(both).not.toEqual(onlyFar);
  }
});

test('eyes are white', () => {
  const [red, green, blue] = pixel(renderOverlay(photo(), [card(20, 10, 40, 190, 2, 1)], camera), 30, 50);
  expect([red, blue]).toEqual([green, green]);
});

test('a sphere is brighter where the light is and smooth between', () => {
  const ball = sphere([0, 0, 2], 0.8, 16);
  const drawn = renderOverlay(photo(), [{ ...ball, part: null }], camera, { opacity: 1 });
  expect(pixel(drawn, 45, 75)[0]).toBeGreaterThan(1.7 * pixel(drawn, 75, 130)[0]);
  // 16 bands of flat facets would jump by some 20 levels at their edges.
  for (let row = 70; row < 130; row++) {
    expect(Math.abs(pixel(drawn, 60, row)[1] - pixel(drawn, 60, row + 1)[1])).toBeLessThan(8);
  }
});

test('nobody in the picture leaves the photo as it is', () => {
  expect(renderOverlay(photo(), [], camera).rgba).toEqual(Uint8ClampedArray.from(photo().rgba));
  expect(renderOverlay(photo(), [card(20, 10, 40, 190, -2)], camera).rgba[0]).toBe(GREY);
});

test('a camera of another size is refused', () => {
  expect(() => renderOverlay(photo(), [], { ...camera, width: 121 })).toThrow(/120×200.*121×200/);
});
