import { expect, test } from 'vitest';
import { cameraFor } from '../../../core/camera/pinhole.js';

const image = { width: 400, height: 300 };

test('flag before EXIF before the diagonal', () => {
  expect(cameraFor({ ...image, focalLength: 700 }, { focalLength: 900 })).toMatchObject({
    camera: { focalLength: 900, principalPoint: [200, 150] },
    source: 'flag',
  });
  expect(cameraFor({ ...image, focalLength: 700 })).toMatchObject({ camera: { focalLength: 700 }, source: 'exif' });
  for (const focalLength of [undefined, Number.NaN, 5e8]) {
    const told = focalLength === undefined ? image : { ...image, focalLength };
    expect(cameraFor(told)).toMatchObject({ camera: { focalLength: 500 }, source: 'default' });
  }
});

test('a vertical field of view of 90 degrees: half the height', () => {
  expect(cameraFor(image, { verticalFov: 90 }).camera.focalLength).toBeCloseTo(150, 10);
});

test.each([0, -500, 0.5, 2e7, Number.NaN, Number.POSITIVE_INFINITY])(
  'a focal length of %d is refused',
  (focalLength) => {
    expect(() => cameraFor(image, { focalLength })).toThrow('is not from 1 to 10000000');
  },
);

test.each([1e-9, 179.9999])('a field of view of %d, whose files nobody could read, is refused', (verticalFov) => {
  expect(() => cameraFor(image, { verticalFov })).toThrow(/the field of view .* makes a focal length of .* pixels/);
});

test.each([0, 180, Number.NaN])('a field of view of %d is refused', (verticalFov) => {
  expect(() => cameraFor(image, { verticalFov })).toThrow('between 0 and 180');
});

test('both ways of saying the focal length are refused, and so are texts', () => {
  const twice = () => cameraFor(image, { focalLength: 800, verticalFov: 50 });
  expect(twice).toThrow('focalLength and verticalFov: they say the same thing. Give one of them.');
  for (const name of ['focalLength', 'verticalFov']) {
    expect(() => cameraFor(image, { [name]: '50' })).toThrow(`${name}: "50" is not a number.`);
  }
});
