import { expect, test } from 'vitest';
import { toKeypointsJson } from '../../../converters/export/keypoints-json.js';
import { readKeypointsJson } from '../../../converters/import/keypoints-json.js';
import { foundPeople } from '../../support/found-people.js';

const write = (found: Parameters<typeof toKeypointsJson>[0]): string => JSON.stringify(toKeypointsJson(found));

test('what is written is read again, to the last bit', () => {
  const found = foundPeople({ 3: 0, 5: 1 / 3 });
  const file = readKeypointsJson('k.json', write(found));
  const { image, focalLength, people } = found;
  expect(file).toMatchObject({ width: image.width, height: image.height, imagePath: image.path, focalLength });
  expect(file.people.map(({ keypoints, worldLandmarks }) => ({ keypoints, worldLandmarks }))).toEqual(
    people.map(({ keypoints, worldLandmarks }) => ({ keypoints, worldLandmarks })),
  );
});

test('what is not known is left out', () => {
  const { image, people } = foundPeople();
  const [{ box, score, keypoints }] = people;
  const file = JSON.parse(write({ image: { ...image, path: '' }, people: [{ box, score, keypoints }] }));
  expect(file.image).toEqual({ width: 640, height: 480 });
  expect(Object.keys(file)).toEqual(['format', 'image', 'persons']);
  expect(Object.keys(file.persons[0])).toEqual(['box', 'score', 'set', 'xy', 'confidence']);
  expect(file.persons[0]).toMatchObject({ box: [10, 20, 30, 40], score: 0.75 });
});

test('nobody: an empty list', () => {
  expect(readKeypointsJson('k.json', write({ ...foundPeople(), people: [] })).people).toEqual([]);
});
