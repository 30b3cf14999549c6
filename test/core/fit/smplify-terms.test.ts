import { describe, expect, test } from 'vitest';
import { fitCapsules } from '../../../core/body/capsules.js';
import { JOINT_SETS, SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { createKinematics } from '../../../core/body/kinematics.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import {
  observeLsp,
  SMPLIFY_STAGES,
  SMPLIFY_TERMS,
  type SmplifyTerm,
  smplifyBodyTerms,
  smplifyCameraTerms,
  smplifyTerms,
} from '../../../core/fit/smplify-terms.js';
import { totalCost } from '../../../core/solver/total-cost.js';
import type { Keypoints } from '../../../core/types.js';
import { smallPrior } from '../../support/mixture.js';
import { expectJacobian } from '../../support/numeric-jacobian.js';
import { randomParameters, tinyBody } from '../../support/tiny-body.js';

const model = tinyBody();
const skeleton = skeletonOf(model);
const kinematics = createKinematics(skeleton);
const { layout } = kinematics;
const camera = { focalLength: 5000, principalPoint: [320, 240] as const, width: 640, height: 480 };
const keypoints = (set: Keypoints['set']): Keypoints => ({
  set,
  xy: Float64Array.from({ length: 2 * JOINT_SETS[set].length }, (_, i) => 200 + 7 * i),
  confidence: new Float64Array(JOINT_SETS[set].length).fill(1),
});
const namesOf = (rows: Uint16Array): string[] => [...rows].map((row) => SMPL_JOINTS[row] ?? 'surface').sort();

describe('what SMPLify looks at', () => {
  const { all, torso, body } = observeLsp(keypoints('lsp14'), skeleton);

  test('LSP without its neck; the torso for the camera; no hips for the body', () => {
    expect(all.jointOf.length).toBe(13);
    expect(namesOf(all.jointOf)).not.toContain('neck');
    expect(namesOf(torso.jointOf)).toEqual(['left_hip', 'left_shoulder', 'right_hip', 'right_shoulder']);
    expect(body.jointOf.length).toBe(11);
    expect(namesOf(body.jointOf)).not.toContain('left_hip');
  });

  test('of other sets the joints that LSP has', () => {
    expect(observeLsp(keypoints('coco17'), skeleton).all.jointOf.length).toBe(12);
    expect(observeLsp(keypoints('blazepose33'), skeleton).all.jointOf.length).toBe(12);
  });
});

describe('the terms weigh what the paper says', () => {
  const { mixture } = smallPrior();
  const { pose: drawn, betas } = randomParameters(3);
  const params = Float64Array.from([0.1, 0.2, 20, ...Array.from(drawn), ...Array.from(betas)]);
  const posed = kinematics.pose(params, true);
  const observations = observeLsp(keypoints('lsp14'), skeleton).body;
  const problem = { observations, camera, layout, skeleton, mixture, capsules: fitCapsules(model, skeleton) };
  const stage = { pose: 57.4, shape: 10 };
  const costOf = (only: SmplifyTerm): number => {
    const without = SMPLIFY_TERMS.filter((name) => name !== only);
    const terms = smplifyBodyTerms({ ...problem, without }, stage);
    expect(terms.map(({ name }) => name)).toEqual([only]);
    return totalCost(terms)(posed);
  };
  const pose = params.subarray(layout.pose, layout.betas);

  // Our costs are half of the paper's: the relations hold to rounding.
  test('joints: σ²x² / (σ² + x²) for each coordinate, σ = 100 px', () => {
    let expected = 0;
    observations.jointOf.forEach((joint, k) => {
      for (const axis of [0, 1]) {
        const pixel =
          (5000 * posed.joints[3 * joint + axis]) / posed.joints[3 * joint + 2] + camera.principalPoint[axis];
        const x = pixel - observations.xy[2 * k + axis];
        expected += (1e4 * x * x) / (1e4 + x * x);
      }
    });
    expect((2 * costOf('joints')) / expected).toBeCloseTo(1, 9);
  });

  test('prior: w² times the least of ½ Mahalanobis² + penalty', () => {
    const energies = [0, 1].map((m) => {
      const offset = Float64Array.from({ length: 69 }, (_, i) => pose[3 + i] - mixture.means[69 * m + i]);
      let energy = mixture.penalties[m];
      for (let i = 0; i < 69; i++) {
        let value = 0;
        for (let k = 0; k < 69; k++) value += mixture.precisionCholesky[(69 * m + i) * 69 + k] * offset[k];
        energy += 0.5 * value * value;
      }
      return energy;
    });
    expect((2 * costOf('prior')) / (57.4 ** 2 * Math.min(...energies))).toBeCloseTo(1, 9);
  });

  test('hinge: (3.17 w)² exp(±2θ)', () => {
    const sum = Math.exp(2 * pose[55]) + Math.exp(-2 * pose[58]) + Math.exp(-2 * pose[12]) + Math.exp(-2 * pose[15]);
    expect((2 * costOf('hinge')) / ((3.17 * 57.4) ** 2 * sum)).toBeCloseTo(1, 9);
  });

  test('shape: w² |betas|²', () => {
    const squares = params.subarray(layout.betas).reduce((sum, beta) => sum + beta * beta, 0);
    expect((2 * costOf('shape')) / (100 * squares)).toBeCloseTo(1, 9);
  });

  test('all five, unless they are left out', () => {
    const names = smplifyBodyTerms({ ...problem, without: [] }, stage).map(({ name }) => name);
    expect(names).toEqual([...SMPLIFY_TERMS]);
    expect(smplifyBodyTerms({ ...problem, capsules: null, without: [] }, stage).length).toBe(4);
  });
});

test('four stages with the weights of the authors’ program', () => {
  expect(SMPLIFY_STAGES.map(({ pose, shape }) => [pose, shape])).toEqual([
    [404, 100],
    [404, 50],
    [57.4, 10],
    [4.78, 5],
  ]);
});

test('the camera stage holds the depth by 100 a metre', () => {
  const torso = observeLsp(keypoints('lsp14'), skeleton).torso;
  const [, depth] = smplifyCameraTerms(torso, camera, layout, 20);
  const params = new Float64Array(layout.count);
  params[2] = 20.5;
  expect(2 * totalCost([depth])(kinematics.pose(params, false))).toBeCloseTo(50 ** 2, 9);
  expectJacobian(depth, (x) => kinematics.pose(x, true), params, 1e-8);
});

test('names of terms are checked', () => {
  expect(smplifyTerms(['prior', 'hinge'])).toEqual(['prior', 'hinge']);
  expect(() => smplifyTerms(['colour'])).toThrow(
    'without: there is no term called colour. Choose one of joints, prior',
  );
});
