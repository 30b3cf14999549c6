import { expect, test } from 'vitest';
import { jointRegressor, regressJoints, regressorErrors } from '../../../../models/build/body/joint-regressor.js';
import type { Samples } from '../../../../models/build/body/samples.js';
import { folding, MIRRORED_JOINT } from '../../../../models/build/body/symmetry.js';
import { seededRandom } from '../../../../models/build/random.js';

// 24 left, 24 right and 4 middle vertices at random; each joint is the mean of two vertices (and of their images, for
// a central one), so that an exact regressor exists.
const PAIRS = 24;
const V = 2 * PAIRS + 4;
const N = 40;
const mirror = Uint32Array.from({ length: V }, (_, v) => (v < PAIRS ? v + PAIRS : v < 2 * PAIRS ? v - PAIRS : v));
const folded = folding(mirror);

function people(seed: number): Samples {
  const random = seededRandom(seed);
  const samples: Samples = {
    count: N,
    folded: new Float32Array(N * folded.length),
    joints: new Float64Array(N * 72),
    stature: new Float64Array(N),
    bmi: new Float64Array(N),
  };
  for (let n = 0; n < N; n++) {
    const mesh = new Float64Array(3 * V);
    for (let v = 0; v < V; v++) {
      const w = mirror[v];
      if (v > w) continue;
      const [x, y, z] = [v === w ? 0 : 1 + 0.2 * random.normal(), random.normal(), random.normal()];
      mesh.set([x, y, z], 3 * v);
      if (v !== w) mesh.set([-x, y, z], 3 * w);
    }
    folded.fold(mesh, samples.folded, n * folded.length);
    for (let j = 0; j < 24; j++) {
      const image = MIRRORED_JOINT[j];
      if (image < j) continue;
      for (let axis = 0; axis < 3; axis++) {
        const value = 0.25 * mesh[3 * j + axis] + 0.75 * mesh[3 * ((j + 5) % PAIRS) + axis];
        samples.joints[n * 72 + 3 * j + axis] = image === j && axis === 0 ? 0 : value;
        if (image !== j) samples.joints[n * 72 + 3 * image + axis] = axis === 0 ? -value : value;
      }
    }
  }
  return samples;
}

test.each([1, 2])('finds the vertices that joints are means of (seed %i)', (seed) => {
  const samples = people(seed);
  const regressor = jointRegressor(samples, folded, mirror, V);
  for (let j = 0; j < 24; j++) {
    const row = regressor.subarray(j * V, (j + 1) * V);
    expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
    expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
    row.forEach((weight, v) => {
      expect(weight).toBe(regressor[MIRRORED_JOINT[j] * V + mirror[v]]);
    });
  }
  expect(regressor[1 * V + 1]).toBeCloseTo(0.25, 3); // left_hip; the ridge takes a few 1e-5 off
  expect(regressor[1 * V + 6]).toBeCloseTo(0.75, 3);
  expect(Math.max(...regressorErrors(regressor, samples, folded))).toBeLessThan(1e-3);
});

test('regressJoints is the weighted mean', () => {
  const regressor = new Float32Array(24 * 2);
  regressor.set([0.25, 0.75], 2 * 4);
  const joints = regressJoints(regressor, Float64Array.of(4, 0, 8, 0, 4, 8));
  expect([...joints.subarray(12, 15)]).toEqual([1, 3, 8]);
});
