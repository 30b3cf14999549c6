import { describe, expect, test } from 'vitest';
import { fitCapsules } from '../../../core/body/capsules.js';
import { jointIndex } from '../../../core/body/joint-sets.js';
import { createKinematics } from '../../../core/body/kinematics.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import type { FitTerm } from '../../../core/fit/fit-terms.js';
import { createObjective, type Evidence } from '../../../core/fit/objective.js';
import type { Term } from '../../../core/solver/term.js';
import { totalCost } from '../../../core/solver/total-cost.js';
import { goldenBody } from '../../support/golden-body.js';
import { smallPrior } from '../../support/mixture.js';
import { parametersOnly } from '../../support/parameters-only.js';

const skeleton = skeletonOf(goldenBody({ nose: 3 }));
const { layout } = createKinematics(skeleton);
const { mixture } = smallPrior();
const camera = { focalLength: 500, principalPoint: [320, 240], width: 640, height: 480 } as const;

const capsules = fitCapsules(goldenBody({ nose: 3 }), skeleton);
const LINEAR = { value: 1.7, directions: new Float64Array(10) };

function objectiveOf(
  seen: readonly number[],
  withLandmarks = false,
  more: Evidence = {},
  without: readonly FitTerm[] = [],
) {
  const confidence = new Float64Array(33);
  for (const k of seen) confidence[k] = 1;
  const xy = Float64Array.from({ length: 66 }, (_, i) => 10 * i);
  const evidence = withLandmarks ? { ...more, worldLandmarks: new Float64Array(99) } : more;
  const measurementsAt = () => ({ height: LINEAR, logWeight: LINEAR });
  const body = { skeleton, layout, mixture, measurementsAt, capsules: () => capsules, without };
  return createObjective({ set: 'blazepose33', xy, confidence }, camera, evidence, body);
}

const namesOf = (terms: readonly Term[]): string[] => terms.map(({ name }) => name);

const TORSO = [11, 12, 23, 24];
const LIFTED = {
  pose: new Float64Array(72),
  sigma: new Float64Array(72).fill(1),
  betas: new Float64Array(10),
  translation: new Float64Array(3),
};

test('the camera stage sees the torso, or everything where there is too little torso', () => {
  expect(objectiveOf([...TORSO, 13, 15]).cameraTerms(3)[0].rows).toBe(8);
  expect(objectiveOf([11, 12, 13, 15]).cameraTerms(3)[0].rows).toBe(8); // four keypoints, two of the torso
});

test('the whole objective: four terms, five with landmarks; the prior carries its weight', () => {
  const names = (withLandmarks: boolean) =>
    objectiveOf(TORSO, withLandmarks)
      .bodyTerms(3, 1)
      .map(({ name }) => name);
  expect(names(false)).toEqual(['reprojection', 'pose-prior', 'hinge-prior', 'shape-prior']);
  expect(names(true)).toEqual([...names(false), 'depth-evidence']);
  const [, prior] = objectiveOf(TORSO).bodyTerms(3, 0.5);
  expect(prior.weights.every((weight) => weight === 0.5)).toBe(true);
});

test('the distance is held of whom is a dot in the picture, and of nobody else', () => {
  const shrunk = (scale: number, seen: readonly number[]) => {
    const confidence = Float64Array.from({ length: 33 }, (_, k) => (seen.includes(k) ? 1 : 0));
    const xy = Float64Array.from({ length: 66 }, (_, i) => 300 + scale * Math.sin(i));
    const body = {
      skeleton,
      layout,
      mixture,
      measurementsAt: () => ({ height: LINEAR, logWeight: LINEAR }),
      capsules: () => capsules,
    };
    return createObjective({ set: 'blazepose33', xy, confidence }, camera, {}, body);
  };
  for (const terms of [shrunk(1, TORSO).cameraTerms(3), shrunk(1, TORSO).bodyTerms(3, 1)]) {
    expect(namesOf(terms)).toContain('distance');
  }
  for (const terms of [shrunk(9, TORSO).cameraTerms(3), shrunk(9, TORSO).bodyTerms(3, 1)]) {
    expect(namesOf(terms)).not.toContain('distance');
  }
});

test('keypoints that the body lacks are named', () => {
  expect(objectiveOf([0, 7, 11]).missing).toEqual(['left_ear']);
});

test('pinned keypoints leave the robust term for one of their own, which holds them more firmly', () => {
  const objective = objectiveOf([...TORSO, 13], false, { pinned: [13, 15] }); // 15 was not seen: the hand knows
  const [found, pins] = objective.bodyTerms(3, 1);
  expect([found.name, found.rows, found.loss === null]).toEqual(['reprojection', 8, false]);
  expect([pins.name, pins.rows, pins.loss]).toEqual(['pins', 4, null]);
  expect([...pins.weights]).toEqual([1, 1]);
});

test('a known height or weight is a term; a height that nobody has is refused', () => {
  expect(namesOf(objectiveOf(TORSO, false, { height: 1.8 }).bodyTerms(3, 1))).toContain('measurement');
  expect(namesOf(objectiveOf(TORSO, false, { weight: 80 }).lastTerms(3, []))).toContain('measurement');
  expect(namesOf(objectiveOf(TORSO).bodyTerms(3, 1))).not.toContain('measurement');
  expect(() => objectiveOf(TORSO, false, { height: 180 })).toThrow('180 is not the height of a person');
});

test('the lifted pose anchors the fit, and the prior then counts for less', () => {
  const lifted = LIFTED;
  const terms = objectiveOf(TORSO, false, { lifted }).anchoredTerms(3);
  const unheld = objectiveOf(TORSO, false, { lifted }, ['anchor']).anchoredTerms(3);
  expect(namesOf(unheld)).not.toContain('anchor');
  expect(unheld.find(({ name }) => name === 'pose-prior')?.weights[0]).toBe(1); // nothing shares its work
  expect(namesOf(terms)).toContain('anchor');
  expect(terms.find(({ name }) => name === 'pose-prior')?.weights[0]).toBeLessThan(0.5);
  expect(namesOf(objectiveOf(TORSO).anchoredTerms(3))).toEqual(namesOf(objectiveOf(TORSO).bodyTerms(3, 1)));
});

test('the last minimisation keeps parts of the body out of each other', () => {
  const objective = objectiveOf(TORSO);
  expect(namesOf(objective.lastTerms(3, []))).toEqual([...namesOf(objective.anchoredTerms(3)), 'interpenetration']);
});

describe('depths of landmarks', () => {
  const depthOf = (evidence: Evidence): Term => {
    const terms = objectiveOf([...TORSO, 13, 15], true, evidence).bodyTerms(3, 1);
    return terms.find(({ name }) => name === 'depth-evidence') as Term;
  };
  /** How far each joint is trusted, by its place in the body. */
  const trust = ({ points, weights }: Term): Map<number, number> =>
    new Map([...weights].map((own, k) => [points?.[2 + k] ?? -1, own])); // after the two hips

  test('are not asked of a limb of which a person says it', () => {
    const [elbow, wrist] = [jointIndex('left_elbow'), jointIndex('left_wrist')];
    const asked = trust(depthOf({}));
    expect([asked.get(elbow), asked.get(wrist)]).toEqual([1, 1]);
    const told = trust(depthOf({ depthOrders: [{ keypoint: 13, side: 'nearer' }] }));
    expect([told.get(elbow), told.get(wrist)]).toEqual([0, 1]);
  });

  test('count half as much beside a lifted pose, which knows them', () => {
    const joints = Float64Array.from({ length: 3 * skeleton.parents.length }, (_, i) => Math.sin(i));
    const residualOf = (term: Term): Float64Array => {
      const residual = new Float64Array(term.rows);
      term.evaluate({ ...parametersOnly(new Float64Array(layout.count)), joints }, residual, null);
      return residual;
    };
    const alone = residualOf(depthOf({}));
    expect(alone.every((own) => Math.abs(own) > 0.01)).toBe(true);
    residualOf(depthOf({ lifted: LIFTED })).forEach((own, k) => {
      expect(own).toBeCloseTo(alone[k] / 2, 12);
    });
  });
});

test('a fifth of a radian of unnatural bending counts as one standard deviation', () => {
  const hinge = objectiveOf(TORSO)
    .bodyTerms(3, 1)
    .filter(({ name }) => name === 'hinge-prior');
  const params = new Float64Array(layout.count);
  params[layout.pose + 12] = -0.2; // the left knee
  expect(totalCost(hinge)(parametersOnly(params))).toBeCloseTo(0.5, 12);
});

test('terms are left out of every stage', () => {
  const objective = objectiveOf(TORSO, true, {}, ['depth-evidence', 'hinge-prior', 'interpenetration']);
  const left = ['reprojection', 'pose-prior', 'shape-prior'];
  expect(namesOf(objective.bodyTerms(3, 1))).toEqual(left);
  expect(namesOf(objective.anchoredTerms(3))).toEqual(left);
  expect(namesOf(objective.lastTerms(3, []))).toEqual(left);
});
