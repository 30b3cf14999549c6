import { expect, test } from 'vitest';
import { factorNames, factorsOf, type MacroProperties, macroWeight } from '../../../../models/build/body/macro.js';

const AVERAGE: MacroProperties = {
  gender: 'female',
  age: 0.5,
  muscle: 0.5,
  weight: 0.5,
  height: 0.5,
  proportions: 0.5,
  cup: 0.5,
  firmness: 0.5,
  race: [0.2, 0.3, 0.5],
};

test.each([0, 0.2, 0.5, 0.75, 1, 1.25])('the hats of weight %s sum to one', (weight) => {
  const factors = factorsOf({ ...AVERAGE, weight, muscle: weight });
  for (const name of ['weight', 'muscle']) {
    expect(factors[`min${name}`] + factors[`average${name}`] + factors[`max${name}`]).toBeCloseTo(1, 12);
  }
  expect(factors.young + factors.old).toBe(1);
  expect(factors.african + factors.asian + factors.caucasian).toBeCloseTo(1, 12);
});

test('each hat is full at its own place', () => {
  expect(factorsOf({ ...AVERAGE, muscle: 0 }).minmuscle).toBe(1);
  expect(factorsOf({ ...AVERAGE, muscle: 0.5 }).averagemuscle).toBe(1);
  expect(factorsOf({ ...AVERAGE, muscle: 1 }).maxmuscle).toBe(1);
  expect(factorsOf({ ...AVERAGE, age: 1 }).old).toBe(1);
});

test('above one a line through average and max goes on', () => {
  const factors = factorsOf({ ...AVERAGE, weight: 1.25 });
  expect([factors.minweight, factors.averageweight, factors.maxweight]).toEqual([0, -0.5, 1.5]);
});

test('average height and proportions are the base mesh: no target of theirs weighs anything', () => {
  const factors = factorsOf(AVERAGE);
  for (const name of ['minheight', 'maxheight', 'idealproportions', 'uncommonproportions'])
    expect(factors[name]).toBe(0);
});

test('a target weighs the product of the factors in its name', () => {
  const names = factorNames('universal-female-old-minmuscle-maxweight');
  expect(names).toEqual(['female', 'old', 'minmuscle', 'maxweight']);
  const factors = factorsOf({ ...AVERAGE, age: 0.75, muscle: 0.25, weight: 0.75 });
  expect(macroWeight(names, factors)).toBe(1 * 0.5 * 0.5 * 0.5);
  expect(macroWeight(factorNames('universal-male-old-minmuscle-maxweight'), factors)).toBe(0);
  expect(macroWeight(['female', 'baby'], factors)).toBeNaN();
});
