import { expect, test } from 'vitest';
import { minimizeSequence } from '../../../core/sequence/minimize.js';
import { type SequenceObjective, sequenceSystem } from '../../../core/sequence/system.js';
import { choleskySolve } from '../../../core/solver/cholesky.js';
import { acceleration } from '../../../core/terms/acceleration.js';
import { contact } from '../../../core/terms/contact.js';
import { shapePrior } from '../../../core/terms/shape-prior.js';
import { seededRandom } from '../../../models/build/random.js';
import { paramsOf, shippedFitter } from '../../support/shipped.js';

const { kinematics, fitter } = await shippedFitter();
const T = 4;
const FREE = Uint16Array.from({ length: 69 }, (_, n) => n);
const names = fitter.skeleton.points.map(({ name }) => name);

function randomFrames(seed: number): Float64Array[] {
  const random = seededRandom(seed);
  const betas = Array.from({ length: 10 }, () => random.normal());
  return Array.from({ length: T }, (_, t) => {
    const params = paramsOf([0.1 * t, 0, 4 + 0.1 * random.normal()], {}, betas);
    for (let n = 3; n < 75; n++) params[n] = 0.2 * random.normal();
    params[3] += 3;
    return params;
  });
}

const objective: SequenceObjective = {
  frames: Array.from({ length: T }, () => []),
  shape: [shapePrior(75, 10, 2)],
  motion: [
    { term: acceleration(names, 20), first: 0 },
    { term: acceleration(names, 20), first: 1 },
    { term: contact(10), first: 2 },
  ],
  turning: 5,
};

test('the gradient agrees with central differences, that of the shared shape included', () => {
  const params = randomFrames(1);
  const system = sequenceSystem(kinematics, FREE, objective);
  system.linearise(params);
  const step = 1e-6;
  const slope = (move: (by: number) => void): number => {
    move(step);
    const up = system.cost(params);
    move(-2 * step);
    const down = system.cost(params);
    move(step);
    return (up - down) / (2 * step);
  };
  const largest = system.gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let t = 0; t < T; t++) {
    for (let n = 0; n < 69; n += 4) {
      const own = slope((by) => {
        params[t][n] += by;
      });
      // The differences lose digits against the largest cost.
      expect(Math.abs(own - system.gradient[t * 69 + n])).toBeLessThan(1e-6 * largest);
    }
  }
  for (let b = 0; b < 10; b++) {
    const own = slope((by) => {
      for (const frame of params) frame[75 + b] += by;
    });
    expect(Math.abs(own - system.gradient[T * 69 + b])).toBeLessThan(1e-6 * largest);
  }
});

test('nothing but smoothness: the motion ends smooth, with one shape', () => {
  const params = randomFrames(2);
  const before = sequenceSystem(kinematics, FREE, objective).cost(params);
  const { cost, termination } = minimizeSequence(kinematics, params, FREE, objective, {
    maxIterations: 40,
    costTolerance: 1e-6,
  });
  expect(termination).not.toBe('failed');
  expect(cost).toBeLessThan(1e-2 * before);
  for (const frame of params) expect([...frame.subarray(75)]).toEqual([...params[0].subarray(75)]);
});

test('without terms of the shape the betas stay', () => {
  const params = randomFrames(3);
  const betas = [...params[0].subarray(75)];
  minimizeSequence(kinematics, params, FREE, { ...objective, shape: null }, { maxIterations: 5, costTolerance: 1e-3 });
  for (const frame of params) expect([...frame.subarray(75)]).toEqual(betas);
});

test('one step is that of the damped normal equations, solved all at once', () => {
  const n = FREE.length;
  const own = [shapePrior(0, 75, 3), shapePrior(75, 10, 0.1)];
  const problem = { ...objective, frames: Array.from({ length: T }, () => own) };
  const before = randomFrames(5);
  const system = sequenceSystem(kinematics, FREE, problem);
  system.linearise(before);
  const size = T * n + 10;
  const H = new Float64Array(size * size);
  for (let i = 0; i < T * n; i++) {
    const first = (Math.floor(i / n) - 2) * n; // the column that the row of the band begins with
    for (let j = Math.max(0, first); j <= i; j++) H[i * size + j] = system.A.values[i * 3 * n + j - first];
    for (let b = 0; b < 10; b++) H[(T * n + b) * size + i] = system.border[i * 10 + b];
  }
  for (let b = 0; b < 10; b++) H.set(system.corner.subarray(10 * b, 10 * b + 10), (T * n + b) * size + T * n);
  for (let i = 0; i < size; i++) H[i * size + i] *= 1 + 1e-3; // the first damping
  const step = new Float64Array(size);
  expect(
    choleskySolve(
      H,
      size,
      system.gradient.map((own) => -own),
      step,
    ),
  ).toBe(true);

  const after = before.map((frame) => frame.slice());
  minimizeSequence(kinematics, after, FREE, problem, { maxIterations: 1, costTolerance: 0 });
  const largest = step.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  expect(largest).toBeGreaterThan(0.01);
  after.forEach((frame, t) => {
    frame.forEach((value, p) => {
      const expected = p < n ? step[t * n + p] : p < 75 ? 0 : step[T * n + p - 75];
      // What the damping's absolute part changes is less.
      expect(Math.abs(value - before[t][p] - expected), `frame ${t}, parameter ${p}`).toBeLessThan(1e-7 * largest);
    });
  });
});
