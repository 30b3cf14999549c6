import { expect, test } from 'vitest';
import { createKinematics } from '../../core/body/kinematics.js';
import { skeletonOf } from '../../core/body/skeleton.js';
import type { Fit } from '../../core/types.js';
import { tinyBody } from '../support/tiny-body.js';
import { keypointsOf, makeCases } from './synthetic-cases.js';
import { createScorer } from './synthetic-score.js';

const model = tinyBody();
const skeleton = skeletonOf(model);
const kinematics = createKinematics(skeleton);
const cases = makeCases(
  Array.from({ length: 40 }, () => new Float64Array(72)),
  kinematics,
  3,
);

test('people stand upright in the picture, turned to all sides', () => {
  const seen = cases.map((one) => keypointsOf(one, 'lsp14', 0, skeleton, kinematics).xy);
  for (const xy of seen) {
    for (let i = 0; i < xy.length; i += 2) {
      expect(xy[i]).toBeGreaterThan(0);
      expect(xy[i]).toBeLessThan(640);
    }
    expect(xy[2 * 13 + 1]).toBeLessThan(xy[1]); // head above right ankle
  }
  // Right of LSP's shoulders (8) left of the left one (9): facing us. About half do.
  const facing = seen.filter((xy) => xy[2 * 8] < xy[2 * 9]).length;
  expect(facing).toBeGreaterThan(10);
  expect(facing).toBeLessThan(30);
});

test('noise has the size asked for, is the same each time, and joints can be hidden', () => {
  const [clean, noisy, again] = [0, 4, 4].map((noise) => keypointsOf(cases[0], 'coco17', noise, skeleton, kinematics));
  expect(again.xy).toEqual(noisy.xy);
  const differences = cases.flatMap((one) => {
    const [a, b] = [0, 4].map((noise) => keypointsOf(one, 'coco17', noise, skeleton, kinematics).xy);
    return [...a].map((value, i) => b[i] - value);
  });
  const rms = Math.sqrt(differences.reduce((sum, d) => sum + d * d, 0) / differences.length);
  expect(rms / 4).toBeCloseTo(1, 1); // 1,360 draws: good for 2 %
  const hidden = keypointsOf(cases[0], 'coco17', 0, skeleton, kinematics, (name) => name !== 'nose');
  expect([...hidden.confidence].filter((c) => c === 0).length).toBe(1);
  expect(hidden.xy).toEqual(clean.xy);
});

test('the truth scores zero, another shape does not', () => {
  const score = createScorer(model, skeleton, kinematics);
  const { params } = cases[0];
  const truth = {
    translation: params.slice(0, 3),
    pose: params.slice(3, 75),
    betas: params.slice(75),
  } as unknown as Fit;
  for (const value of Object.values(score(cases[0], truth))) expect(value).toBeLessThan(1e-6);
  const moved = { ...truth, translation: truth.translation.map((value) => value + 0.3) };
  expect(score(cases[0], moved).mpjpe).toBeLessThan(1e-6);
  expect(score(cases[0], { ...truth, betas: truth.betas.map((beta) => beta + 1) }).shape).toBeGreaterThan(0.01);
});
