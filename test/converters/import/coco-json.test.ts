import { expect, test } from 'vitest';
import { readCocoJson } from '../../../converters/import/coco-json.js';

const KEYPOINTS = Array.from({ length: 51 }, (_, i) => (i % 3 === 2 ? 2 : 10 * i));
const read = (annotations: unknown[], images: unknown[] = []) => readCocoJson('c.json', { images, annotations }, {});

test.each<[string, object]>([
  ['annotation 7', { id: 7 }],
  ['annotation a', { id: 'a' }],
  ['annotations[2]', {}],
  ['annotations[2]', { id: null }],
  ['annotations[2]', { id: {} }],
])('%s is what an error calls %j, third of the list', (name, annotation) => {
  const triples = [null, { keypoints: KEYPOINTS }, { ...annotation, keypoints: ['a'] }];
  expect(() => read(triples)).toThrow(`c.json: ${name}: keypoints must be triples of numbers. Give COCO annotations.`);
  const layout = [null, { keypoints: KEYPOINTS }, { ...annotation, keypoints: [1, 2, 2] }];
  expect(() => read(layout)).toThrow(`c.json: ${name}: `);
});

test('annotations stand under their images, in the order of the images, those without an image after them', () => {
  const at = (image_id: number, x: number) => ({ image_id, keypoints: [x, ...KEYPOINTS.slice(1)] });
  const images = [
    { id: 5, width: 640, height: 480 },
    { id: 3, width: 640, height: 480 },
  ];
  const files = read([at(3, 1), at(5, 2), at(9, 3), at(3, 4)], images);
  expect(files.map(({ people }) => people.map(({ keypoints }) => keypoints.xy[0]))).toEqual([[2], [1, 4], [3]]);
});
