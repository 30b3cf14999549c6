import { expect, test } from 'vitest';
import { sequenceEquations } from '../../../core/sequence/equations.js';
import { addLink, linkCost, linkMemory } from '../../../core/sequence/links.js';
import { seededRandom } from '../../../models/build/random.js';
import { paramsOf, shippedFitter } from '../../support/shipped.js';

const { kinematics } = await shippedFitter();
const N = kinematics.layout.count;
const T = 4;
const FREE = Uint16Array.from({ length: 60 }, (_, n) => n + (n < 20 ? 0 : 4)); // with a hole
const LINK = {
  term: {
    name: 'link',
    points: Uint16Array.of(7),
    coefficients: [2, -3, 1.5],
    sigma: Float64Array.of(0.3),
  },
  first: 1,
};

function randomBodies(seed: number) {
  const random = seededRandom(seed);
  const betas = Array.from({ length: 10 }, () => random.normal());
  return Array.from({ length: T }, () => {
    const params = paramsOf([0, 0, 4], {}, betas).map((value, n) => (n < 75 ? value + 0.3 * random.normal() : value));
    const body = kinematics.pose(params, true);
    return { ...body, joints: body.joints.slice(), jointsJacobian: body.jointsJacobian.slice() };
  });
}

test.each([10, 0])('a link adds JᵀJ and Jᵀr, with %i betas (seed 4)', (B) => {
  const bodies = randomBodies(4);
  const n = FREE.length;
  const size = T * n + B;
  const memory = linkMemory(n, B);
  const equations = sequenceEquations(T, FREE, N, B);
  addLink(equations, bodies, LINK, 0, memory);

  // The same by whole rows of J.
  const H = new Float64Array(size * size);
  const gradient = new Float64Array(size);
  for (let axis = 0; axis < 3; axis++) {
    const row = new Float64Array(size);
    let r = 0;
    LINK.term.coefficients.forEach((own, i) => {
      const { joints, jointsJacobian } = bodies[LINK.first + i];
      const coordinate = 3 * LINK.term.points[0] + axis;
      r += (own * joints[coordinate]) / 0.3;
      FREE.forEach((p, place) => {
        row[(LINK.first + i) * n + place] = (own * jointsJacobian[coordinate * N + p]) / 0.3;
      });
      for (let b = 0; b < B; b++) row[T * n + b] += (own * jointsJacobian[coordinate * N + 75 + b]) / 0.3;
    });
    for (let i = 0; i < size; i++) {
      gradient[i] += row[i] * r;
      for (let j = 0; j < size; j++) H[i * size + j] += row[i] * row[j];
    }
  }
  const { A, border, corner } = equations;
  const largest = H.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  let worst = 0; // one assertion instead of 60,000
  const compare = (found: number, expected: number): void => {
    worst = Math.max(worst, Math.abs(found - expected));
  };
  for (let i = 0; i < T * n; i++) {
    const first = (Math.floor(i / n) - 2) * n; // the column that the row of the band begins with
    for (let j = Math.max(0, first); j <= i; j++) compare(A.values[i * 3 * n + j - first], H[i * size + j]);
    for (let b = 0; b < B; b++) compare(border[i * B + b], H[i * size + T * n + b]);
  }
  for (let b = 0; b < B; b++) {
    for (let c = 0; c <= b; c++) compare(corner[b * B + c], H[(T * n + b) * size + T * n + c]);
  }
  equations.gradient.forEach((own, i) => {
    compare(own, gradient[i]);
  });
  // Another order of the same products: rounding alone.
  expect(worst).toBeLessThan(1e-12 * largest);
  expect(linkCost(LINK, 0, bodies, memory)).toBeCloseTo(0.5 * memory.residual.reduce((sum, r) => sum + r * r, 0), 10);
});
