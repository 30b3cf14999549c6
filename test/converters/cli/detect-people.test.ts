import { expect, test } from 'vitest';
import { detectPeople } from '../../../converters/cli/detect-people.js';
import { blankPhoto, fakeRuntime, type Scene } from '../../core/detect/fake-runtime.js';

const SCENE: Scene = { width: 400, height: 300, people: [{ x: 280, y: 150, size: 256, score: 0.9 }] };
const runtime = fakeRuntime(SCENE);
const photo = blankPhoto(SCENE);

test('everybody, unless options say whom', async () => {
  const people = [...SCENE.people, { x: 80, y: 150, size: 128, score: 0.9 }];
  const two = fakeRuntime({ ...SCENE, people });
  const found = async (options: object) =>
    (await detectPeople('me.jpg', photo, two, { detail: 'balanced', ...options })).people.length;
  expect(await found({})).toBe(2);
  expect(await found({ person: 'best' })).toBe(1);
  expect(await found({ at: [80, 150] })).toBe(1);
});

test('a photo of its size, and the focal length when somebody said so', async () => {
  const detect = async (image: object, options: object) => {
    const found = await detectPeople('me.jpg', { ...photo, ...image }, runtime, { detail: 'balanced', ...options });
    expect(found.people).toHaveLength(1);
    expect(found.image).toEqual({ path: 'me.jpg', width: 400, height: 300 });
    return found.focalLength;
  };
  expect(await detect({}, {})).toBeUndefined();
  expect(await detect({ focalLength: 500 }, {})).toBe(500);
  expect(await detect({ focalLength: 500 }, { focalLength: 600 })).toBe(600);
  // tan(45°) = 1: half the height.
  expect(await detect({}, { verticalFov: 90 })).toBeCloseTo(150, 9);
});
