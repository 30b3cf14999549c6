import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SMPL_JOINTS, type SmplJoint } from '../../core/body/joint-sets.js';
import { FitError } from '../../core/error.js';
import type { PoseMixture } from '../../core/types.js';
import { loadPrior } from '../../models/load-prior.js';
import { writeNpy } from '../../models/npy.js';
import { writeNpz } from '../../models/npz.js';

const D = 69;

/** Arrays of a valid prior with two components: unit covariances. */
function validArrays() {
  const precision = new Float64Array(2 * D * D);
  for (let m = 0; m < 2; m++) for (let i = 0; i < D; i++) precision[(m * D + i) * D + i] = 1;
  return {
    weights: { data: Float64Array.of(0.25, 0.75), shape: [2] },
    means: { data: new Float64Array(2 * D).fill(0.5), shape: [2, D] },
    precision_cholesky: { data: precision, shape: [2, D, D] },
    penalties: { data: Float64Array.of(Math.log(3), 0), shape: [2] },
    limits_lower: { data: new Float64Array(D).fill(-1), shape: [D] },
    limits_upper: { data: new Float64Array(D).fill(1), shape: [D] },
  };
}

type Arrays = ReturnType<typeof validArrays>;

const pack = (arrays: Partial<Arrays>): Uint8Array =>
  writeNpz(Object.fromEntries(Object.entries(arrays).map(([name, { data, shape }]) => [name, writeNpy(data, shape)])));

describe('loadPrior', () => {
  it('reads every array', () => {
    const { mixture, limits } = loadPrior('prior.npz', pack(validArrays()));
    expect(mixture.componentCount).toBe(2);
    expect(mixture.dimension).toBe(D);
    expect([...mixture.weights]).toEqual([0.25, 0.75]);
    expect(mixture.means).toHaveLength(2 * D);
    expect(mixture.precisionCholesky[D * D + D + 1]).toBe(1);
    expect([...mixture.penalties]).toEqual([Math.log(3), 0]);
    expect(limits.lower[68]).toBe(-1);
    expect(limits.upper[68]).toBe(1);
  });

  const broken: [string, (arrays: Arrays) => unknown, RegExp][] = [
    ['a wrong shape of means', (a) => Object.assign(a.means, { shape: [D, 2] }), /means has the shape 69×2, not 2×69/],
    [
      'a missing component',
      (a) => Object.assign(a.penalties, { data: Float64Array.of(0), shape: [1] }),
      /penalties has/,
    ],
    ['no components', (a) => Object.assign(a.weights, { data: new Float64Array(0), shape: [0] }), /no components/],
    ['a NaN', (a) => a.means.data.fill(Number.NaN, 7, 8), /means holds a number that is not finite/],
    ['an infinite limit', (a) => a.limits_upper.data.fill(Infinity, 3, 4), /limits_upper holds/],
    ['weights that do not sum to one', (a) => a.weights.data.fill(0.4), /sum to 0.8/],
    ['a negative weight', (a) => a.weights.data.set([-0.25, 1.25]), /weight is not positive/],
    ['a number below the diagonal', (a) => a.precision_cholesky.data.fill(0.1, D, D + 1), /not upper triangular/],
    ['a zero on the diagonal', (a) => a.precision_cholesky.data.fill(0, D + 1, D + 2), /positive diagonal/],
    ['a negative penalty', (a) => a.penalties.data.fill(-1), /penalty is negative/],
    ['crossed limits', (a) => a.limits_lower.data.fill(2, 5, 6), /lower joint limit/],
  ];
  it.each(broken)('refuses %s', (_, breakIt, message) => {
    const arrays = validArrays();
    breakIt(arrays);
    const load = (): unknown => loadPrior('prior.npz', pack(arrays));
    expect(load).toThrow(FitError);
    expect(load).toThrow(message);
    expect(load).toThrow(/^prior\.npz: /);
  });

  it('names a missing array, and refuses what is no .npz', () => {
    const { limits_lower: _, ...rest } = validArrays();
    expect(() => loadPrior('prior.npz', pack(rest))).toThrow(/limits_lower is missing/);
    expect(() => loadPrior('prior.npz', Uint8Array.of(1, 2, 3))).toThrow(FitError);
  });
});

describe('the shipped prior', () => {
  const { mixture, limits } = loadPrior('pose_prior.npz', readFileSync('models/prior/pose_prior.npz'));
  const at = (joint: SmplJoint, axis: number): number => 3 * (SMPL_JOINTS.indexOf(joint) - 1) + axis;
  const meanOf = (m: number): Float64Array => mixture.means.slice(m * D, (m + 1) * D);

  it('has eight components over 69 numbers', () => {
    expect(mixture.componentCount).toBe(8);
    expect(Math.min(...mixture.penalties)).toBe(0);
  });

  it('states penalties that follow from weights and whitening matrices', () => {
    const raw = Array.from(mixture.weights, (weight, m) => {
      let logDeterminant = 0;
      for (let i = 0; i < D; i++) logDeterminant += Math.log(mixture.precisionCholesky[(m * D + i) * D + i]);
      return -Math.log(weight) - logDeterminant;
    });
    const least = Math.min(...raw);
    // 69 logarithms of numbers that may be stored in single precision.
    for (const [m, value] of raw.entries()) expect(mixture.penalties[m]).toBeCloseTo(value - least, 4);
  });

  it('is at ease with its means and with a T-pose, and not with the impossible', () => {
    const standing = meanOf(mixture.weights.indexOf(Math.max(...mixture.weights)));
    // 8 and 50 nats when the file was built.
    expect(energy(mixture, standing)).toBeLessThan(15);
    expect(energy(mixture, new Float64Array(D))).toBeLessThan(80);
    const backwards = standing.slice();
    backwards[at('left_knee', 0)] = -1;
    backwards[at('right_elbow', 1)] = -1.5;
    expect(energy(mixture, backwards)).toBeGreaterThan(energy(mixture, standing) + 30);
  });

  it('lets people sit', () => {
    const seated = meanOf(mixture.weights.indexOf(Math.max(...mixture.weights)));
    for (const side of ['left', 'right'] as const) {
      seated.set([-1.57, 0, 0], at(`${side}_hip`, 0));
      seated.set([1.57, 0, 0], at(`${side}_knee`, 0));
    }
    // 15 when the file was built, 26 without the seated poses in the fit.
    expect(energy(mixture, seated)).toBeLessThan(20);
  });

  it('gives a pose and its reflection the same energy', () => {
    const pose = Float64Array.from({ length: D }, (_, i) => 0.4 * Math.sin(7 * i));
    const reflected = Float64Array.from(pose, (_, i) => {
      const joint = SMPL_JOINTS[1 + Math.floor(i / 3)];
      const [from, to] = joint.startsWith('left_') ? ['left_', 'right_'] : ['right_', 'left_'];
      const axis = i % 3;
      return (axis === 0 ? 1 : -1) * pose[at(joint.replace(from, to) as SmplJoint, axis)];
    });
    const expected = energy(mixture, pose);
    // Relative: single precision in the file would leave 1e-6.
    expect(Math.abs(energy(mixture, reflected) - expected)).toBeLessThan(1e-5 * expected);
  });

  it('bends elbows and knees the natural way', () => {
    expect(limits.upper[at('left_elbow', 1)]).toBeLessThan(0.1);
    expect(limits.lower[at('left_elbow', 1)]).toBeLessThan(-2);
    expect(limits.lower[at('right_elbow', 1)]).toBeGreaterThan(-0.1);
    expect(limits.upper[at('right_elbow', 1)]).toBeGreaterThan(2);
    for (const knee of ['left_knee', 'right_knee'] as const) {
      expect(limits.lower[at(knee, 0)]).toBeGreaterThan(-0.1);
      expect(limits.upper[at(knee, 0)]).toBeGreaterThan(2);
      for (let m = 0; m < mixture.componentCount; m++) expect(meanOf(m)[at(knee, 0)]).toBeGreaterThan(0);
    }
  });

  it('limits the right side as the left, mirrored', () => {
    // 5e-4 rad: equal angles of unequal weight are sorted the other way round on the other side.
    for (const joint of ['hip', 'knee', 'shoulder', 'elbow', 'wrist'] as const) {
      for (let axis = 0; axis < 3; axis++) {
        const left = at(`left_${joint}`, axis);
        const right = at(`right_${joint}`, axis);
        expect(limits.lower[right]).toBeCloseTo(axis === 0 ? limits.lower[left] : -limits.upper[left], 3);
        expect(limits.upper[right]).toBeCloseTo(axis === 0 ? limits.upper[left] : -limits.lower[left], 3);
      }
    }
  });
});

/** min over the components of ½‖U(θ − μ)‖² + penalty. */
function energy({ componentCount, means, precisionCholesky: U, penalties }: PoseMixture, pose: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let m = 0; m < componentCount; m++) {
    let sum = penalties[m];
    for (let i = 0; i < D; i++) {
      let row = 0;
      for (let k = i; k < D; k++) row += U[(m * D + i) * D + k] * (pose[k] - means[m * D + k]);
      sum += 0.5 * row * row;
    }
    least = Math.min(least, sum);
  }
  return least;
}
