import { expect, test } from 'vitest';
import type { Human, Person } from '../../../../models/build/body/human.js';
import { meshHeight, meshVolume } from '../../../../models/build/body/mesh.js';
import { BODY_DENSITY, sizing } from '../../../../models/build/body/sizing.js';
import type { Topology } from '../../../../models/build/body/topology.js';

/** A box, 0.4 × 1.7 × 0.2 m, that height stretches by 0.3 m and weight makes deeper by 0.2 m. */
const CORNERS = [0, 1, 2, 3, 4, 5, 6, 7].map((c) => [0.4 * (c & 1), 1.7 * ((c >> 1) & 1), 0.2 * (c >> 2)]);
const FACES = Uint32Array.of(
  ...[0, 2, 3, 0, 3, 1], // back
  ...[4, 5, 7, 4, 7, 6], // front
  ...[0, 1, 5, 0, 5, 4], // bottom
  ...[2, 6, 7, 2, 7, 3], // top
  ...[0, 4, 6, 0, 6, 2], // left
  ...[1, 3, 7, 1, 7, 5], // right
);
const moved = (axis: number, by: number, corners: number[]) => ({
  points: Uint32Array.from(corners),
  deltas: Float32Array.from(corners.flatMap(() => [0, 1, 2].map((k) => (k === axis ? by : 0)))),
});
const human: Human = {
  gender: 'female',
  space: {
    base: Float64Array.from(CORNERS.flat()),
    targets: [moved(1, 0.3, [2, 3, 6, 7]), moved(2, 0.2, [4, 5, 6, 7])],
  },
  cubePoint: new Map(),
  targetWeights(person, weights) {
    weights[0] = 2 * person.height - 1;
    weights[1] = person.weight;
  },
};
const topology = { skinVertexCount: 8, faces: FACES, skinFaceCount: 12 } as Topology;
const person = (): Person => ({ height: 0.5, weight: 0.5 }) as Person;

test('stature and BMI come out as asked', () => {
  expect(meshVolume(human.space.base, FACES)).toBeCloseTo(0.4 * 1.7 * 0.2, 12);
  for (const [stature, bmi] of [
    [1.6, 60],
    [1.85, 70],
  ]) {
    const points = sizing(human, topology).toSize({ person: person(), stature, bmi });
    expect(meshHeight(points)).toBeCloseTo(stature, 6); // float32 targets
    // The last of eight halvings moves BMI by 0.2 or less.
    expect(Math.abs((meshVolume(points, FACES) * BODY_DENSITY) / stature ** 2 - bmi)).toBeLessThan(0.2);
  }
});

test('out of reach: the nearest that MakeHuman can do', () => {
  const giant = person();
  const points = sizing(human, topology).toSize({ person: giant, stature: 3, bmi: 60 });
  expect(giant.height).toBe(1);
  expect(meshHeight(points)).toBeCloseTo(2, 6);
});
