import { expect, test } from 'vitest';
import { SMPL_JOINTS, SURFACE_POINTS } from '../../../core/body/joint-sets.js';
import { shapeBody } from '../../../core/body/shape.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { poseJoints, poseVertices } from '../../../core/body/skinning.js';
import { namedJoints } from '../../../core/fit/joints3d.js';
import { randomParameters, tinyBody } from '../../support/tiny-body.js';

test.each([1, 2, 3])('joints and surface points stand where the skinned mesh has them, seed %i', (seed) => {
  const body = tinyBody();
  const { betas, pose, translation: t } = randomParameters(seed);
  const fit = { betas: Float64Array.from(betas), pose: Float64Array.from(pose), translation: Float64Array.from(t) };
  const named = namedJoints(skeletonOf(body), fit);
  expect(Object.keys(named).sort()).toEqual([...SMPL_JOINTS, ...SURFACE_POINTS].sort());

  const shaped = shapeBody(body, betas);
  const { positions } = poseJoints(body.parents, shaped.joints, pose, t);
  const vertices = poseVertices(body, shaped, fit.pose, fit.translation);
  // The skeleton regresses its shape directions from float32: nanometres.
  SMPL_JOINTS.forEach((name, j) => {
    for (let axis = 0; axis < 3; axis++) expect(named[name][axis]).toBeCloseTo(positions[3 * j + axis], 7);
  });
  for (const name of SURFACE_POINTS) {
    const v = body.keypointVertices[name];
    // The mesh is float32, three metres away.
    for (let axis = 0; axis < 3; axis++) expect(named[name][axis]).toBeCloseTo(vertices[3 * v + axis], 5);
  }
});
