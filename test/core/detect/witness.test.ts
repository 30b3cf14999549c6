import { expect, test } from 'vitest';
import type { Person } from '../../../core/detect/follow-seed.js';
import { buildPyramid } from '../../../core/detect/pyramid.js';
import type { Seed } from '../../../core/detect/seeds.js';
import { isWitnessed, needsWitness } from '../../../core/detect/witness.js';
import { blankPhoto, fakeRuntime, type Scene, STANDING } from './fake-runtime.js';

/** Standing in a region of 256 pixels around (128, 128). */
function person(score: number): Person {
  const xy = Float64Array.from(STANDING.flatMap(([column, row]) => [4 * column, 4 * row]));
  const region = { x: 128, y: 128, size: 256, rotation: 0 };
  return { landmarks: { region, xy } as Person['landmarks'], confidence: new Float64Array(33), score };
}

test('the doubtful need a witness, unless MoveNet or the caller proposed them', () => {
  const seed = (kind: Seed['kind'], score: number) => ({ kind, score }) as Seed;
  expect(needsWitness(person(0.7), seed('face', 0.9))).toBe(true);
  expect(needsWitness(person(0.7), seed('pose', 0.2))).toBe(true);
  expect(needsWitness(person(0.7), seed('pose', 0.3))).toBe(false);
  expect(needsWitness(person(0.7), seed('box', 0.1))).toBe(false);
  expect(needsWitness(person(0.8), seed('face', 0.9))).toBe(false);
});

test.each([
  ['sees the same', { x: 128, score: 0.2 }, true],
  ['is not sure', { x: 128, score: 0.09 }, false],
  ['sees somebody elsewhere', { x: 220, score: 0.9 }, false],
])('MoveNet, shown the region alone, %s', async (_, { x, score }, expected) => {
  const scene: Scene = { width: 256, height: 256, people: [{ x, y: 128, size: 256, score }] };
  const multipose = await fakeRuntime(scene).load('movenet_multipose');
  expect(await isWitnessed(buildPyramid(blankPhoto(scene)), multipose, person(0.7))).toBe(expected);
});
