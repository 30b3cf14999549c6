import { beforeAll, expect, test } from 'vitest';
import { openBody, openPrior } from '../../../converters/cli/node-models.js';
import { fitCapsules } from '../../../core/body/capsules.js';
import { createKinematics } from '../../../core/body/kinematics.js';
import { linearMeasurements } from '../../../core/body/measure-jacobian.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { createImprove } from '../../../core/fit/improve.js';
import { createObjective, type Evidence, type Objective } from '../../../core/fit/objective.js';
import { createSearch, type Search } from '../../../core/fit/search.js';
import type { Standing } from '../../../core/fit/watch.js';
import { firstNoise } from '../../../core/keypoints/noise.js';
import type { Camera } from '../../../core/types.js';
import { paramsOf, shippedFitter } from '../../support/shipped.js';

const camera: Camera = { focalLength: 700, principalPoint: [320, 240], width: 640, height: 480 };
const PARAMS = paramsOf([0, 0.2, 3.5], {
  pelvis: [Math.PI, 0, 0],
  left_shoulder: [0, 0, -1.2],
  right_shoulder: [0, 0, 1.2],
});

let search: Search;
let objectiveOf: (evidence: Evidence) => Objective;
beforeAll(async () => {
  const [body, prior] = await Promise.all([openBody('neutral'), openPrior()]);
  const skeleton = skeletonOf(body);
  const kinematics = createKinematics(skeleton);
  const { layout } = kinematics;
  const keypoints = (await shippedFitter()).project(PARAMS, camera);
  search = createSearch(kinematics, prior.mixture, createImprove(kinematics));
  objectiveOf = (evidence) =>
    createObjective(keypoints, camera, evidence, {
      skeleton,
      layout,
      mixture: prior.mixture,
      measurementsAt: (betas) => linearMeasurements(body, betas),
      capsules: () => fitCapsules(body, skeleton),
    });
});

test('every stage is told; orientations times poses begin, few are left, the cheapest first', () => {
  const told = new Map<string, readonly Standing[]>();
  const objective = objectiveOf({});
  const { candidates, iterations } = search(objective, firstNoise(objective.size), (stage, standing) =>
    told.set(stage, standing),
  );
  expect([...told.keys()]).toEqual(['camera', 'stiff', 'firm', 'loose', 'final']);
  expect(told.get('camera')).toHaveLength(4 * 9); // four yaws, the mean pose and those of eight components
  expect(told.get('stiff')).toHaveLength(12);
  const costs = candidates.map(({ cost }) => cost);
  expect(costs).toEqual([...costs].sort((a, b) => a - b));
  expect(costs.length).toBeLessThanOrEqual(2);
  expect(iterations).toBeGreaterThan(10);
});
