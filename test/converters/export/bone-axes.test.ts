import { type Bone, Vector3 } from 'three';
import { describe, expect, test } from 'vitest';
import { boneOrientations, turnRotations } from '../../../converters/export/bone-axes.js';
import { toGlb } from '../../../converters/export/glb.js';
import type { GltfOptions } from '../../../converters/export/gltf-options.js';
import { rigMotion } from '../../../core/body/rigged-motion.js';
import { rotationFromQuaternion } from '../../../core/body/rotation.js';
import type { RiggedBody } from '../../../core/types.js';
import { playPose, readGlb, shownVertices, skinnedMeshes } from '../../support/read-glb.js';
import { randomParameters, tinyBody, tinyRiggedBody } from '../../support/tiny-body.js';

async function shown(body: RiggedBody, options: GltfOptions): Promise<Float64Array[]> {
  const gltf = await readGlb(await toGlb([body], options));
  gltf.scene.updateMatrixWorld(true);
  if (gltf.animations.length > 0) playPose(gltf);
  return skinnedMeshes(gltf.scene).map(shownVertices);
}

function movingBody(): RiggedBody {
  const [a, b] = [randomParameters(21), randomParameters(22)];
  const poses = [...Array.from(a.pose), ...Array.from(b.pose)];
  const translations = [...Array.from(a.translation), ...Array.from(b.translation)];
  return rigMotion(tinyBody(), { betas: a.betas, poses, translations }, 10);
}

describe('y-to-child moves the skin as identity does', () => {
  const cases: [string, RiggedBody, GltfOptions][] = [
    ['clip', tinyRiggedBody(20), {}],
    ['applied', tinyRiggedBody(20), { pose: 'applied' }],
    ['rest', tinyRiggedBody(20), { pose: 'rest' }],
    ['motion, between two frames', movingBody(), {}],
  ];
  for (const [name, body, options] of cases) {
    test(`${name}, seeds 20 to 22`, async () => {
      const [plain, turned] = [await shown(body, options), await shown(body, { ...options, boneAxes: 'y-to-child' })];
      // Quaternions and matrices are float32 (6e-8 each) in a chain of ten joints; 7e-8 was measured.
      const largest = plain.map((mesh, m) => mesh.reduce((max, x, i) => Math.max(max, Math.abs(x - turned[m][i])), 0));
      expect(Math.max(...largest)).toBeLessThan(1e-6);
      expect(plain[0].length).toBe(turned[0].length);
    });
  }
});

test('y points to the next joint, ends go on as their parents do, z looks to the front, the root stands upright', async () => {
  const gltf = await readGlb(await toGlb([tinyRiggedBody()], { boneAxes: 'y-to-child', naming: 'smpl', pose: 'rest' }));
  gltf.scene.updateMatrixWorld(true);
  const bone = (name: string) => gltf.scene.getObjectByName(name) as Bone;
  const next = { pelvis: 'spine1', spine3: 'neck', left_hip: 'left_knee', right_elbow: 'right_wrist', neck: 'head' };
  for (const [from, to] of Object.entries(next)) {
    const { x, y, z } = bone(to).position;
    expect(Math.hypot(x, z), from).toBeLessThan(1e-6);
    expect(y, from).toBeGreaterThan(0.01);
  }
  const axis = (name: string, x: number, y: number, z: number) =>
    new Vector3(x, y, z).transformDirection(bone(name).matrixWorld);
  expect(axis('left_hand', 0, 1, 0).distanceTo(axis('left_wrist', 0, 1, 0))).toBeLessThan(1e-6);
  expect(axis('head', 0, 1, 0).distanceTo(axis('neck', 0, 1, 0))).toBeLessThan(1e-6);
  expect(axis('left_knee', 0, 0, 1).z).toBeGreaterThan(0.99);
  expect(bone('root').quaternion.w).toBe(1);
});

test('identity leaves every number as it is', () => {
  const body = tinyRiggedBody(23);
  const orientations = boneOrientations(body, 'identity');
  expect(turnRotations(body.parents, orientations, body.rotations)).toEqual(body.rotations);
});

test('a bone straight ahead is rolled by up, not by nothing', () => {
  const body = tinyRiggedBody();
  const restJoints = body.restJoints.slice();
  const [ankle, foot] = [7, 10].map((j) => 3 * j);
  restJoints.set([restJoints[ankle], restJoints[ankle + 1], restJoints[ankle + 2] + 0.1], foot);
  const [x, y, z, w] = boneOrientations({ ...body, restJoints }, 'y-to-child').subarray(28, 32);
  const R = rotationFromQuaternion(x, y, z, w);
  const [axisY, axisZ] = [1, 2].map((column) => [R[column], R[3 + column], R[6 + column]]);
  for (let i = 0; i < 3; i++) {
    expect(axisY[i]).toBeCloseTo([0, 0, 1][i], 6);
    expect(axisZ[i]).toBeCloseTo([0, 1, 0][i], 6);
  }
});
