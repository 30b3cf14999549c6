import { expect, test } from 'vitest';
import type { Person } from '../../../core/detect/follow-seed.js';
import { isSamePerson } from '../../../core/detect/same-person.js';
import { withoutDoubles } from '../../../core/detect/search.js';
import { STANDING } from './fake-runtime.js';

const FIRST_OF_BODY = 11;
type Move = (x: number, y: number) => [number, number];

/** Somebody standing whose face and body are moved on their own. */
function person(score: number, face: Move, body: Move): Person {
  const xy = Float64Array.from(STANDING.flatMap(([x, y], k) => (k < FIRST_OF_BODY ? face(x, y) : body(x, y))));
  const region = { x: 32, y: 32, size: 64, rotation: 0 };
  return { landmarks: { xy, region } as Person['landmarks'], confidence: new Float64Array(33).fill(0.5), score };
}
const stay: Move = (x, y) => [x, y];
const aside: Move = (x, y) => [x + 20, y];
/** Legs and all between the shoulders and the hips. */
const squat: Move = (x, y) => [32 + 0.5 * (x - 32), 19 + 0.33 * (y - 19)];
const standing = person(0.9, stay, stay);

test('the same pose is one person', () => {
  expect(isSamePerson(standing, person(0.8, stay, stay))).toBe(true);
  expect(isSamePerson(standing, person(0.8, aside, aside))).toBe(false);
});

test('a body folded into the chest of somebody with the same face is no second person', () => {
  const phantom = person(0.7, (x, y) => [x + 0.5, y], squat);
  expect(isSamePerson(standing, phantom)).toBe(true);
  expect(isSamePerson(phantom, standing)).toBe(true);
  expect(withoutDoubles([phantom, standing])).toEqual([standing]);
});

test('one face is not enough, where the bodies stand beside each other; nor is a body in front with a face', () => {
  expect(isSamePerson(standing, person(0.7, stay, aside))).toBe(false);
  expect(
    isSamePerson(
      standing,
      person(0.7, (x, y) => [x, y + 8], squat),
    ),
  ).toBe(false);
});
