import { expect, test } from 'vitest';
import { createKinematics } from '../../../core/body/kinematics.js';
import { linearMeasurements } from '../../../core/body/measure-jacobian.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { objectiveBody } from '../../../core/fit/objective-body.js';
import { goldenBody } from '../../support/golden-body.js';
import { smallPrior } from '../../support/mixture.js';

const model = goldenBody();
const skeleton = skeletonOf(model);
const body = objectiveBody(model, skeleton, createKinematics(skeleton).layout, smallPrior().mixture);

test('what takes long is done once', () => {
  expect(body.capsules()).toBe(body.capsules());
  expect(body.measurementsAt([])).toBe(body.measurementsAt([]));
});

test('measurements are those of the shape that is asked for', () => {
  const betas = [1, -1, 0.5];
  expect(body.measurementsAt(betas)).toEqual(linearMeasurements(model, betas));
  expect(body.measurementsAt([])).toEqual(linearMeasurements(model));
});

test('the same shape asked for again is linearised once, another one anew', () => {
  const first = body.measurementsAt([1, -1, 0.5]);
  const mean = body.measurementsAt([]);
  expect(body.measurementsAt(Float64Array.of(1, -1, 0.5))).toBe(first);
  expect(body.measurementsAt([1, -1, 0.25])).toEqual(linearMeasurements(model, [1, -1, 0.25]));
  expect(body.measurementsAt([])).toBe(mean);
});
