import { expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { measureBody } from '../../../core/body/measure.js';
import { type LinearMeasurement, linearMeasurements } from '../../../core/body/measure-jacobian.js';
import { seededRandom } from '../../../models/build/random.js';

const body = await openBody('neutral');
const at = ({ value, directions }: LinearMeasurement, betas: ArrayLike<number>): number =>
  directions.reduce((sum, direction, b) => sum + direction * betas[b], value);

test('around a shape it has the value and the slopes of the measurements', () => {
  const random = seededRandom(5);
  const betas = Float64Array.from({ length: 10 }, () => random.normal());
  const linear = linearMeasurements(body, betas);
  const exact = measureBody(body, betas);
  expect(at(linear.height, betas)).toBeCloseTo(exact.height, 6);
  expect(at(linear.logWeight, betas)).toBeCloseTo(Math.log(exact.weight), 6);
  const step = 1 / 64; // vertices are float32: 1e-7 / step
  for (let b = 0; b < 10; b++) {
    const [minus, plus] = [-step, step].map((move) =>
      measureBody(
        body,
        betas.map((beta, i) => beta + (i === b ? move : 0)),
      ),
    );
    expect(linear.height.directions[b]).toBeCloseTo((plus.height - minus.height) / (2 * step), 4);
    expect(linear.logWeight.directions[b]).toBeCloseTo(Math.log(plus.weight / minus.weight) / (2 * step), 4);
  }
});

test('linearised at the mean shape it holds for the population', () => {
  const random = seededRandom(6);
  const linear = linearMeasurements(body);
  for (let person = 0; person < 20; person++) {
    const betas = Float64Array.from({ length: 10 }, () => random.normal());
    const { height, weight } = measureBody(body, betas);
    expect(Math.abs(at(linear.height, betas) - height), `person ${person} of seed 6`).toBeLessThan(0.01);
    expect(Math.abs(at(linear.logWeight, betas) - Math.log(weight)), `person ${person} of seed 6`).toBeLessThan(0.06);
  }
});
