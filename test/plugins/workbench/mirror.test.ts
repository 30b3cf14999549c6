import { expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { otherSide, SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { seededRandom } from '../../../models/build/random.js';
import { bodyInPicture } from '../../../plugins/workbench/body-in-picture.js';
import { foundPerson } from '../../../plugins/workbench/keypoint-edits.js';
import { mirrorPerson } from '../../../plugins/workbench/mirror.js';
import { standing } from '../../support/standing.js';

const SEED = 7;
const skeleton = skeletonOf(await openBody('neutral'));

test(`seen from afar, each joint of the mirrored body covers that of the other side (seed ${SEED})`, () => {
  const random = seededRandom(SEED);
  const far = 100;
  const camera = { focalLength: 300 * far, principalPoint: [320, 240] as const, width: 640, height: 480 };
  const fit = {
    pose: Float64Array.from({ length: 72 }, () => random.uniform() - 0.5),
    betas: new Float64Array(skeleton.betaCount),
    translation: Float64Array.of(0, 0, far),
    camera,
    cost: 0,
    costByTerm: {},
    iterations: 0,
    termination: 'converged' as const,
    reprojectionError: 0,
    warnings: [],
  };
  const before = bodyInPicture(skeleton, fit);
  const mirrored = mirrorPerson({ ...foundPerson(standing()), fit } as never).fit!;
  const after = bodyInPicture(skeleton, mirrored);
  const apart = SMPL_JOINTS.map((name) => {
    const [x, y] = after[name];
    const [u, v] = before[otherSide(name)];
    return Math.hypot(x - u, y - v);
  });
  // 300 pixels a metre: the skeleton's two sides differ by millimetres, and so far away depth moves a joint by 1 %.
  expect(Math.max(...apart)).toBeLessThan(6);
  expect(Math.hypot(after.left_wrist[0] - before.left_wrist[0])).toBeGreaterThan(30);
});
