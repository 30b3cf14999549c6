import { expect, test } from 'vitest';
import { openHuman, type Person } from '../../../../models/build/body/human.js';
import { LOCAL_MEASURES } from '../../../../models/build/body/local-targets.js';
import type { Mpfb2 } from '../../../../models/build/body/mpfb2.js';
import { morph } from '../../../../models/build/body/shape-space.js';
import type { Topology } from '../../../../models/build/body/topology.js';

const FOLDERS: Record<string, string[]> = {
  macrodetails: ['african-female-old', 'african-female-young', 'african-male-young'],
  breast: ['female-young-averagemuscle-averageweight-maxcup-averagefirmness'],
};
/** Four vertices; every target lifts the first by 1 dm; those of both hands are read one by one. */
const read: string[] = [];
const data = {
  mesh: { vertices: new Float64Array(12) },
  cubes: new Map([['joint-l-elbow', [2, 3]]]),
  targetNames: (folder: string) => FOLDERS[folder] ?? [],
  readTarget(name: string) {
    read.push(name);
    return { points: Uint32Array.of(0), deltas: Float32Array.of(0, 1, 0) };
  },
} as unknown as Mpfb2;
const topology = { source: Uint32Array.of(0, 1) } as Topology;
const human = openHuman(data, topology, 'female');
const person: Person = {
  gender: 'female',
  age: 0.75,
  muscle: 0.5,
  weight: 0.5,
  height: 0.5,
  proportions: 0.5,
  cup: 1,
  firmness: 0.5,
  race: [0.8, 0.2, 0],
  locals: new Float64Array(LOCAL_MEASURES.length),
};

test('the other gender is left out; each local measure has two targets', () => {
  expect(read).not.toContain('macrodetails/african-male-young');
  expect(read).toContain('hands/r-hand-scale-incr');
  expect(human.space.targets).toHaveLength(3 + 2 * LOCAL_MEASURES.length);
});

test('joint cubes follow the vertices among the points', () => {
  expect(human.space.base).toHaveLength(9);
  expect(human.cubePoint.get('joint-l-elbow')).toBe(2);
});

test('weights: products of factors for macros, one of two targets for a local measure', () => {
  const weights = new Float64Array(human.space.targets.length).fill(Number.NaN);
  const locals = person.locals.slice();
  locals[0] = -0.25;
  locals[1] = 0.75;
  human.targetWeights({ ...person, locals }, weights);
  const expected = [0.8 * 0.5, 0.8 * 0.5, 0.5, 0.25, 0, 0, 0.75];
  expected.forEach((weight, t) => {
    expect(weights[t]).toBeCloseTo(weight, 12);
  });
  expect(weights.slice(expected.length).every((weight) => weight === 0)).toBe(true);
});

test('targets of both sides act as one', () => {
  const hands = LOCAL_MEASURES.findIndex(({ targets }) => targets[0].startsWith('hands/'));
  const weights = new Float64Array(human.space.targets.length);
  weights[3 + 2 * hands + 1] = 1;
  const points = new Float64Array(9);
  morph(human.space, weights, points);
  expect(points[1]).toBeCloseTo(0.2, 6); // 0.1 m of the left hand's target and 0.1 m of the right one's
});
