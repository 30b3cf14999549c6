import { expect, test } from 'vitest';
import { isUsable, regionAround, toPhoto, wholePhoto } from '../../../core/detect/region.js';

const photo = { width: 600, height: 400, rgba: new Uint8Array(0) };

test('the letterbox is centred and as large as the longer side', () => {
  expect(wholePhoto(photo)).toEqual({ x: 300, y: 200, size: 600, rotation: 0 });
});

test.each([
  ['upright', { x: 100, y: 40 }, 0],
  ['lying, head to the right', { x: 160, y: 100 }, Math.PI / 2],
  ['lying, head to the left', { x: 40, y: 100 }, -Math.PI / 2],
])('region of a person %s', (_, top, rotation) => {
  const region = regionAround({ x: 100, y: 100 }, top, 1.25);
  expect(region).toMatchObject({ x: 100, y: 100, size: 150 });
  expect(region.rotation).toBeCloseTo(rotation, 12);
  // The head lies straight above the centre, 60 of 150 pixels up.
  const up = toPhoto(region, 0.5, 0.5 - 60 / 150);
  expect(up.x).toBeCloseTo(top.x, 9);
  expect(up.y).toBeCloseTo(top.y, 9);
});

test('a head straight down is half a turn, from either side', () => {
  expect(Math.abs(regionAround({ x: 0, y: 0 }, { x: 0, y: 10 }, 1).rotation)).toBeCloseTo(Math.PI, 12);
});

test('specks, giants, places far outside and NaN are not usable', () => {
  const region = { x: 300, y: 200, size: 100, rotation: 0 };
  expect(isUsable(region, photo)).toBe(true);
  expect(isUsable({ ...region, x: -40 }, photo)).toBe(true); // reaches in
  for (const wrong of [
    { size: 2 },
    { size: 1e6 },
    { x: -60 },
    { y: 460 },
    { size: Number.NaN },
    { rotation: Number.NaN },
  ]) {
    expect(isUsable({ ...region, ...wrong }, photo)).toBe(false);
  }
});
