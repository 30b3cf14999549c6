import { expect, test } from 'vitest';
import { around, aroundPerson, moved, zoomed } from '../../../plugins/workbench/picture-region.js';

const PHOTO = { width: 600, height: 400 };
const TALL = { width: 200, height: 400 };

test('a region around a box has the shape of the view and the box in its middle', () => {
  const region = around({ x: 0, y: 0, ...PHOTO }, TALL);
  expect(region).toEqual({ x: 0, y: -400, width: 600, height: 1200 });
});

test('a small person is shown from near, one who fills the photo with all of it', () => {
  const near = aroundPerson([300, 100, 40, 100], PHOTO, TALL);
  expect(near.width / near.height).toBeCloseTo(0.5, 12);
  expect(near.x).toBeLessThan(300);
  expect(near.x + near.width).toBeGreaterThan(340);
  expect(near.height).toBeLessThan(200);
  expect(aroundPerson([50, 10, 500, 380], PHOTO, PHOTO)).toEqual({ x: 0, y: 0, ...PHOTO });
});

test('zooming keeps the point under the pointer where it is, and ends at the whole photo', () => {
  const region = { x: 100, y: 100, width: 300, height: 200 };
  const closer = zoomed(region, 0.5, [160, 120], PHOTO);
  expect(closer.width).toBe(150);
  expect((160 - closer.x) / closer.width).toBeCloseTo((160 - 100) / 300, 12);
  expect((120 - closer.y) / closer.height).toBeCloseTo((120 - 100) / 200, 12);
  expect(zoomed(region, 100, [160, 120], PHOTO)).toEqual({ x: 0, y: 0, ...PHOTO });
  expect(zoomed(region, 1e-6, [160, 120], PHOTO).width).toBe(40);
});

test('moving ends at the edges of the photo; what does not fill the view stays in its middle', () => {
  const region = { x: 100, y: 100, width: 300, height: 200 };
  expect(moved(region, -1000, 1000, PHOTO)).toEqual({ x: 0, y: 200, width: 300, height: 200 });
  const whole = { x: 0, y: -400, width: 600, height: 1200 };
  expect(moved(whole, 50, 50, PHOTO)).toEqual(whole);
});
