import { expect, test } from 'vitest';
import { createKinematics } from '../../../core/body/kinematics.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { createObjective } from '../../../core/fit/objective.js';
import { goldenBody } from '../../support/golden-body.js';
import { smallPrior } from '../../support/mixture.js';

const skeleton = skeletonOf(goldenBody({ nose: 3 }));
const { layout } = createKinematics(skeleton);
const { mixture } = smallPrior();
const camera = { focalLength: 500, principalPoint: [320, 240], width: 640, height: 480 } as const;

function objectiveOf(seen: readonly number[], withLandmarks = false) {
  const confidence = new Float64Array(33);
  for (const k of seen) confidence[k] = 1;
  const xy = Float64Array.from({ length: 66 }, (_, i) => 10 * i);
  const evidence = withLandmarks ? { worldLandmarks: new Float64Array(99) } : {};
  return createObjective({ set: 'blazepose33', xy, confidence }, camera, evidence, { skeleton, layout, mixture });
}

const TORSO = [11, 12, 23, 24];

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

test('keypoints that the body lacks are named', () => {
  expect(objectiveOf([0, 7, 11]).missing).toEqual(['left_ear']);
});
