import { expect, test } from 'vitest';
import { type PersonChoice, selectPeople } from '../../../core/detect/select.js';
import type { Detection } from '../../../core/types.js';

const person = (score: number): Detection => ({
  box: [0, 0, 1, 1],
  score,
  keypoints: { set: 'coco17', xy: new Float64Array(34), confidence: new Float64Array(17) },
});
const found = [person(0.5), person(0.9), person(0.7)];

test('best is the first of the order given, all are all, N counts from 1', () => {
  expect(selectPeople('a.jpg', found, 'best')).toEqual([found[0]]);
  expect(selectPeople('a.jpg', found, 'all')).toEqual(found);
  expect(selectPeople('a.jpg', found, 3)).toEqual([found[2]]);
});

test('from nobody nobody is chosen', () => {
  for (const choice of ['best', 'all', 2] as const) expect(selectPeople('a.jpg', [], choice)).toEqual([]);
});

test.each([0, 1.5, -1, Number.NaN, '2', 'everybody'] as PersonChoice[])(
  '%s is not a choice, whoever is there',
  (choice) => {
    for (const people of [found, []]) {
      expect(() => selectPeople('a.jpg', people, choice)).toThrow(
        expect.objectContaining({ name: 'FitError', code: 'usage', where: 'person' }),
      );
    }
  },
);

test.each([
  [4, 3, 'person 4 was asked for, 3 were found. Choose 1 to 3, best or all.'],
  [2, 1, 'person 2 was asked for, 1 was found. Choose 1, best or all.'],
])('person %d of %d', (choice, count, message) => {
  const attempt = () => selectPeople('a.jpg', found.slice(0, count), choice);
  expect(attempt).toThrow(expect.objectContaining({ name: 'FitError', code: 'not-found' }));
  expect(attempt).toThrow(`a.jpg: ${message}`);
});
