import { expect, test } from 'vitest';
import { toOpenposeJson } from '../../../converters/export/openpose-json.js';
import { foundPeople } from '../../support/found-people.js';

/**
 * BlazePose's numbers of BODY-25's keypoints, from the two descriptions: nose, neck, right arm, left arm, mid hip, right
 * leg, left leg, eyes, ears, left and right foot; null: it has none of its own.
 */
const BLAZEPOSE_OF_BODY25 = [
  ...[0, null, 12, 14, 16, 11, 13, 15, null, 24, 26, 28, 23, 25, 27],
  ...[5, 2, 8, 7, 31, null, 29, 32, null, 30],
];

/** Rows x, y, confidence of the only person. */
function convert(...args: Parameters<typeof foundPeople>): number[][] {
  const { people } = JSON.parse(JSON.stringify(toOpenposeJson(foundPeople(...args))));
  expect(people).toHaveLength(1);
  const flat: number[] = people[0].pose_keypoints_2d;
  expect(flat).toHaveLength(75);
  return Array.from({ length: 25 }, (_, k) => flat.slice(3 * k, 3 * k + 3));
}

test('version, and the lists that readers look for', () => {
  const file = JSON.parse(JSON.stringify(toOpenposeJson(foundPeople())));
  expect(Object.keys(file)).toEqual(['version', 'people']);
  expect(file.version).toBe(1.3);
  expect(file.people[0]).toMatchObject({
    person_id: [-1],
    ...{ face_keypoints_2d: [], hand_left_keypoints_2d: [], hand_right_keypoints_2d: [], pose_keypoints_3d: [] },
  });
});

test('keypoints by name; neck and mid hip halfway between two; no small toes', () => {
  const expected = BLAZEPOSE_OF_BODY25.map((k) => (k === null ? [0, 0, 0] : [10 * k, 10 * k + 1, 0.9]));
  expected[1] = [115, 116, 0.9]; // between 11 and 12
  expected[8] = [235, 236, 0.9]; // between 23 and 24
  expect(convert()).toEqual(expected);
});

test('a middle is as sure as its less sure end, and missing when one is', () => {
  const rows = convert({ 11: 0.25, 24: 0 });
  expect(rows[1]).toEqual([115, 116, 0.25]);
  expect([rows[8], rows[9]]).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);
  expect(rows[12]).toEqual([230, 231, 0.9]);
});
