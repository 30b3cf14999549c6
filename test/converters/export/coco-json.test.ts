import { expect, test } from 'vitest';
import { toCocoJson } from '../../../converters/export/coco-json.js';
import { foundPeople } from '../../support/found-people.js';

/** BlazePose's numbers of COCO's 17, from the two papers: nose, eyes, ears, shoulders ... ankles. */
const BLAZEPOSE_OF_COCO = [0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];
/** As in person_keypoints_val2017.json. */
const SKELETON = [
  ...[
    [16, 14],
    [14, 12],
    [17, 15],
    [15, 13],
    [12, 13],
    [6, 12],
    [7, 13],
    [6, 7],
    [6, 8],
    [7, 9],
  ],
  ...[
    [8, 10],
    [9, 11],
    [2, 3],
    [1, 2],
    [1, 3],
    [2, 4],
    [3, 5],
    [4, 6],
    [5, 7],
  ],
];

const convert = (...args: Parameters<typeof foundPeople>) =>
  JSON.parse(JSON.stringify(toCocoJson(foundPeople(...args))));

test('an image, its people, and the category', () => {
  const { images, annotations, categories } = convert();
  expect(images).toEqual([{ id: 1, file_name: 'photos/me ü.jpg', width: 640, height: 480 }]);
  expect(annotations).toEqual([
    {
      id: 1,
      image_id: 1,
      category_id: 1,
      keypoints: BLAZEPOSE_OF_COCO.flatMap((k) => [10 * k, 10 * k + 1, 2]),
      num_keypoints: 17,
      bbox: [10, 20, 30, 40],
      area: 1200,
      score: 0.75,
      iscrowd: 0,
    },
  ]);
  expect(categories).toMatchObject([{ id: 1, name: 'person', supercategory: 'person' }]);
  expect(categories[0].keypoints.slice(0, 7)).toEqual([
    ...['nose', 'left_eye', 'right_eye', 'left_ear', 'right_ear', 'left_shoulder', 'right_shoulder'],
  ]);
});

test("the skeleton is COCO's", () => {
  const sorted = (pairs: number[][]): string[] => pairs.map((pair) => [...pair].sort((a, b) => a - b).join()).sort();
  expect(sorted(convert().categories[0].skeleton)).toEqual(sorted(SKELETON));
});

test('v: 2 seen, 1 doubtful, 0 nothing known; num_keypoints counts those known', () => {
  // BlazePose 2 and 5 are the eyes; 1, the inner corner of the left eye, has no part in COCO.
  const [{ keypoints, num_keypoints: count }] = convert({ 1: 0, 2: 0, 5: 0.05 }).annotations;
  expect(keypoints.slice(3, 9)).toEqual([0, 0, 0, 50, 51, 1]);
  expect(count).toBe(16);
});

test('people have numbers of their own', () => {
  const found = foundPeople();
  const twice = toCocoJson({ ...found, people: [...found.people, ...found.people] }) as {
    annotations: { id: number }[];
  };
  expect(twice.annotations.map(({ id }) => id)).toEqual([1, 2]);
});
