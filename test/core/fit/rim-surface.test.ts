import { expect, test } from 'vitest';
import { createKinematics } from '../../../core/body/kinematics.js';
import { shapeBody } from '../../../core/body/shape.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { poseVertices } from '../../../core/body/skinning.js';
import { rimSurface } from '../../../core/fit/rim-surface.js';
import { goldenBody, goldenCases } from '../../support/golden-body.js';
import { largestDifference } from '../../support/numeric-jacobian.js';

test.each([true, false])('the vertices are those of the whole body, pose correctives: %s', (corrected) => {
  const golden = goldenBody();
  const model = corrected ? golden : { ...golden, poseDirs: null };
  const skeleton = skeletonOf(model);
  const kinematics = createKinematics(skeleton);
  const of = Uint32Array.of(1, 4, 5, 11);
  const surface = rimSurface(model, skeleton, of);
  for (const { betas, pose, translation } of goldenCases) {
    const body = kinematics.pose(Float64Array.from([...translation, ...pose, ...betas]), false);
    const whole = poseVertices(model, shapeBody(model, betas), pose, translation);
    const expected = [...of].flatMap((v) => [...whole.subarray(3 * v, 3 * v + 3)]);
    expect(largestDifference(surface.vertices(body), expected)).toBeLessThan(1e-5); // single precision on the other side
  }
});
