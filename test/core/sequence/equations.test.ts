import { expect, test } from 'vitest';
import { addBetas, addFrame, clear, sequenceEquations } from '../../../core/sequence/equations.js';
import { bandedStart } from '../../../core/solver/banded-cholesky.js';
import type { NormalEquations } from '../../../core/solver/normal-equations.js';
import { seededRandom } from '../../../models/build/random.js';

const T = 3;
/** Of a frame's six parameters two are free, and the last three are the betas. */
const FREE = Uint16Array.of(0, 2);
const [N, B] = [6, 3];
const n = FREE.length;
const SEED = 4;

/** Normal equations of m parameters, of which only the lower triangle may be read. */
function equationsOf(
  m: number,
  random: ReturnType<typeof seededRandom>,
): Pick<NormalEquations, 'hessian' | 'gradient'> {
  const hessian = Float64Array.from({ length: m * m }, (_, i) =>
    i % m > Math.floor(i / m) ? Number.NaN : random.normal(),
  );
  return { hessian, gradient: Float64Array.from({ length: m }, () => random.normal()) };
}

test(`frames keep their own blocks, the betas sum over all of them (seed ${SEED})`, () => {
  const random = seededRandom(SEED);
  const equations = sequenceEquations(T, FREE, N, B);
  expect([...equations.placeOf]).toEqual([0, -1, 1, -1, -1, -1]);
  const frames = Array.from({ length: T }, () => equationsOf(n + B, random));
  const shape = equationsOf(B, random);
  frames.forEach((own, t) => {
    addFrame(equations, t, own);
  });
  addBetas(equations, shape as NormalEquations, 0);

  const { A, border, corner, gradient } = equations;
  frames.forEach(({ hessian, gradient: own }, t) => {
    for (let i = 0; i < n; i++) {
      const at = t * n + i;
      expect(gradient[at]).toBe(own[i]);
      for (let k = 0; k <= i; k++) expect(A.values[bandedStart(A, at) + k]).toBe(hessian[i * (n + B) + k]);
      for (let b = 0; b < B; b++) expect(border[at * B + b]).toBe(hessian[(n + b) * (n + B) + i]);
    }
  });
  for (let b = 0; b < B; b++) {
    const pull = frames.reduce((sum, own) => sum + own.gradient[n + b], shape.gradient[b]);
    expect(gradient[T * n + b]).toBeCloseTo(pull, 12);
    for (let c = 0; c <= b; c++) {
      const ofFrames = frames.reduce((sum, { hessian }) => sum + hessian[(n + b) * (n + B) + n + c], 0);
      expect(corner[b * B + c]).toBeCloseTo(ofFrames + shape.hessian[b * B + c], 12);
    }
  }

  clear(equations);
  for (const values of [A.values, border, corner, gradient]) expect(values.every((value) => value === 0)).toBe(true);
});
