import { expect, test } from 'vitest';
import type { Gender } from '../../../../models/build/body/macro.js';
import { drawPerson } from '../../../../models/build/body/population.js';
import { seededRandom } from '../../../../models/build/random.js';

const N = 4000;
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const draw = (gender: Gender) => {
  const random = seededRandom(3);
  return Array.from({ length: N }, () => drawPerson(random, gender));
};

test.each([
  ['female', 1.63, 0.065, 25.5],
  ['male', 1.76, 0.07, 26],
] as const)('%s: stature and BMI follow the surveys (seed 3)', (gender, stature, sd, bmi) => {
  const people = draw(gender);
  const statures = people.map((each) => each.stature);
  // Four standard errors of a mean of 4,000 draws; clipping at ±3 sd takes a little off the spread.
  expect(Math.abs(mean(statures) - stature)).toBeLessThan((4 * sd) / Math.sqrt(N));
  expect(Math.sqrt(mean(statures.map((each) => (each - mean(statures)) ** 2)))).toBeCloseTo(sd, 2);
  const bmis = people.map((each) => each.bmi).sort((a, b) => a - b);
  expect(Math.abs(bmis[N / 2] - bmi)).toBeLessThan(0.4); // four standard errors of a median at log sd 0.17
});

test('properties stay where MakeHuman has targets', () => {
  const inRange = (value: number, low: number, high: number): boolean => value >= low && value <= high;
  const strays = [...draw('female'), ...draw('male')].filter(({ person }) => {
    const macros = [person.muscle, person.proportions, person.cup, person.firmness];
    const shares = person.race[0] + person.race[1] + person.race[2];
    return !(
      Math.abs(shares - 1) < 1e-12 &&
      inRange(person.age, 0.5, 0.85) && // 65 years is 0.81
      macros.every((value) => inRange(value, 0, 1)) &&
      person.locals.every((weight) => inRange(weight, -1, 1))
    );
  });
  expect(strays).toEqual([]);
});

test('the same seed draws the same people', () => {
  expect(drawPerson(seededRandom(5), 'male')).toEqual(drawPerson(seededRandom(5), 'male'));
  expect(drawPerson(seededRandom(5), 'male')).not.toEqual(drawPerson(seededRandom(6), 'male'));
});
