import { expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { measureBody } from '../../../core/body/measure.js';
import { buildWarning } from '../../../core/fit/unlikely-build.js';

const body = await openBody('neutral');

test('only what was stated is warned of, and only where the body goes far to meet it', () => {
  expect(buildWarning(body, [9, 0], {})).toBeNull();
  const likely = [3.4, -3.4];
  expect(buildWarning(body, likely, { height: measureBody(body, likely).height })).toBeNull();
  expect(buildWarning(body, [0, -3.6], { height: 1.9, weight: 50 })).toMatch(
    /^for 1\.90 m and 50 kg the shape is 3\.6 standard deviations from the average, hardly a person/,
  );
  expect(buildWarning(body, [3.6], { weight: 210 })).toMatch(/^for 210 kg the shape/);
});

test('a weight that several betas share is as unlikely as one that a single beta bears', () => {
  // Along the weight's gradient, no beta beyond 3.5.
  const heavy = [0.61, 0.13, -0.09, 0.74, 0.2].map((part) => 4.5 * part);
  expect(Math.max(...heavy)).toBeLessThan(3.5);
  expect(buildWarning(body, heavy, { weight: 170 })).toMatch(/^for 170 kg the shape is 4\.4 standard deviations/);
  expect(buildWarning(body, heavy, { height: measureBody(body, heavy).height })).toBeNull();
});

test('the range holds the bodies of one beta that are likely, and little more', () => {
  const told = buildWarning(body, [9], { height: 2.6 }) ?? '';
  const [, low, high] = /(\d\.\d\d) to (\d\.\d\d) m tall/.exec(told) ?? [];
  const { height: shortest } = measureBody(body, [-3.5]);
  const { height: tallest } = measureBody(body, [3.5]);
  // Beta 0 is nearly all of the height: the others add less than 3 cm.
  expect(shortest - Number(low)).toBeGreaterThan(-0.005);
  expect(shortest - Number(low)).toBeLessThan(0.03);
  expect(Number(high) - tallest).toBeGreaterThan(-0.005);
  expect(Number(high) - tallest).toBeLessThan(0.03);
});

test('what the body has instead is said of what was not met, and of that alone', () => {
  const betas = [9];
  const { height, weight } = measureBody(body, betas);
  const told = (stated: { height?: number; weight?: number }): string => buildWarning(body, betas, stated) ?? '';
  expect(told({ height, weight })).not.toContain('and yet');
  expect(told({ height: height + 0.015, weight: weight - 3 })).not.toContain('and yet');
  const [tall, heavy] = [`is ${height.toFixed(2)} m tall`, `weighs ${weight.toFixed(0)} kg`];
  expect(told({ height, weight: weight - 5 })).toContain(`hardly a person, and yet it ${heavy}: likely`);
  expect(told({ height: height - 0.03 })).toContain(`hardly a person, and yet it ${tall}: likely`);
  expect(told({ height: height + 0.03, weight: weight + 5 })).toContain(`and yet it ${tall} and ${heavy}: likely`);
});

test('a likely body that is not as stated is told, a child that is a tenth too heavy as well', () => {
  const { height, weight } = measureBody(body, [-1]);
  expect(buildWarning(body, [-1], { height, weight })).toBeNull();
  expect(buildWarning(body, [-1], { height: height - 0.1 })).toContain(
    `no likely body was found, this one is ${height.toFixed(2)} m tall: likely`,
  );
  const small = [-3, -2];
  const kilograms = measureBody(body, small).weight;
  expect(kilograms).toBeLessThan(50);
  expect(buildWarning(body, small, { weight: 0.97 * kilograms })).toBeNull();
  expect(buildWarning(body, small, { weight: 0.91 * kilograms })).toContain(`weighs ${kilograms.toFixed(0)} kg`);
});
