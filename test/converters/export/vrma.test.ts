import { createVRMAnimationClip, VRMLookAtQuaternionProxy } from '@pixiv/three-vrm-animation';
import { validateBytes } from 'gltf-validator';
import { AnimationMixer, type Group, LoopOnce, Quaternion, Vector3 } from 'three';
import { describe, expect, test } from 'vitest';
import { toVrm } from '../../../converters/export/vrm.js';
import { lossOf, toVrma } from '../../../converters/export/vrma.js';
import { VRM_BONE_OF_JOINT, type VrmBone } from '../../../converters/formats/vrm-humanoid.js';
import { standOnFloor } from '../../../core/body/floor.js';
import type { SmplJoint } from '../../../core/body/joint-sets.js';
import { posedVertices } from '../../../core/body/posed-body.js';
import type { RiggedBody } from '../../../core/types.js';
import { movingBody } from '../../support/moving-body.js';
import { shownVertices, skinnedMeshes } from '../../support/read-glb.js';
import { readVrm, readVrma } from '../../support/read-vrm.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

/** Degrees. float32 quaternions are known to 1e-5; acos near 1 makes hundredths of a degree of that. */
const SAME_ROTATION = 0.1;
/** Metres. */
const SAME_PLACE = 1e-4;

/** The avatar of one body in the motion of another, at a time. */
async function playOn(avatar: RiggedBody, body: RiggedBody, seconds: number) {
  const vrm = await readVrm(await toVrm(avatar));
  const gaze = new VRMLookAtQuaternionProxy(vrm.lookAt!);
  gaze.name = 'gaze'; // else three-vrm-animation makes one, and says so
  vrm.scene.add(gaze);
  const clip = createVRMAnimationClip(await readVrma(await toVrma(body)), vrm);
  const mixer = new AnimationMixer(vrm.scene);
  const action = mixer.clipAction(clip).setLoop(LoopOnce, 1).play();
  action.clampWhenFinished = true;
  mixer.update(seconds);
  vrm.update(0);
  vrm.scene.updateMatrixWorld(true);
  return vrm;
}

/** Largest angle in degrees between a bone of the avatar and the same of the pose (J×4). */
function largestAngle(vrm: Awaited<ReturnType<typeof readVrm>>, body: RiggedBody, rotations: Float32Array): number {
  const angles = Object.entries(VRM_BONE_OF_JOINT).map(([joint, bone]) => {
    const ours = new Quaternion().fromArray(rotations, 4 * body.jointNames.indexOf(joint as SmplJoint));
    return vrm.humanoid.getRawBoneNode(bone as VrmBone)!.quaternion.angleTo(ours);
  });
  return (Math.max(...angles) * 180) / Math.PI;
}

describe('toVrma on the avatar of toVrm, played by three-vrm-animation', () => {
  for (const seed of [1, 2, 3]) {
    test(`every bone turns as ours does, and the skin follows, seed ${seed}`, async () => {
      const [body] = standOnFloor([tinyRiggedBody(seed)]);
      const vrm = await playOn(body, body, 1 / 60);
      expect(largestAngle(vrm, body, body.rotations)).toBeLessThan(SAME_ROTATION);
      const hips = vrm.humanoid.getRawBoneNode('hips')!.getWorldPosition(new Vector3());
      expect(hips.distanceTo(new Vector3().fromArray(body.rootPosition))).toBeLessThan(SAME_PLACE);

      // What the file itself says that VRM costs is what its readers show.
      const ours = posedVertices(body);
      const shown = skinnedMeshes(vrm.scene as Group).flatMap((mesh) => Array.from(shownVertices(mesh)));
      expect(Math.max(...nearest(shown, ours))).toBeLessThan(lossOf(body).largestMillimetres / 1000 + SAME_PLACE);
    });
  }

  test('every frame of a motion', async () => {
    const [body] = standOnFloor([movingBody([1, 2, 3])]);
    for (const frame of [0, 1, 2]) {
      const vrm = await playOn(body, body, frame / 10);
      const rotations = body.motion!.rotations.subarray(96 * frame, 96 * (frame + 1));
      expect(largestAngle(vrm, body, rotations)).toBeLessThan(SAME_ROTATION);
      const hips = vrm.humanoid.getRawBoneNode('hips')!.getWorldPosition(new Vector3());
      const expected = new Vector3().fromArray(body.motion!.rootPositions, 3 * frame);
      expect(hips.distanceTo(expected)).toBeLessThan(SAME_PLACE);
    }
  });

  test('another avatar moves its hips as much as it is taller', async () => {
    const [body] = standOnFloor([tinyRiggedBody(1)]);
    const tall = tinyRiggedBody(2);
    const vrm = await playOn(tall, body, 0);
    const hips = vrm.humanoid.getRawBoneNode('hips')!.getWorldPosition(new Vector3());
    const ratio = tall.restJoints[1] / body.restJoints[1];
    expect(Math.abs(ratio - 1)).toBeGreaterThan(0.01);
    expect(hips.y).toBeCloseTo(ratio * body.rootPosition[1], 4);
  });
});

/** Distance from each point to the nearest of the others. Metres. */
function nearest(points: readonly number[], others: Float32Array): number[] {
  return Array.from({ length: points.length / 3 }, (_, i) => {
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < others.length; k += 3) {
      const apart = [0, 1, 2].map((axis) => points[3 * i + axis] - others[k + axis]);
      least = Math.min(least, Math.hypot(...apart));
    }
    return least;
  });
}

test('no mesh, hips translation and 22 rotations, no error and no warning', async () => {
  const bytes = await toVrma(tinyRiggedBody(1));
  const { issues, info } = await validateBytes(bytes, { maxIssues: 0 });
  expect(issues.messages.filter(({ severity }) => severity < 2).map(({ code }) => code)).toEqual([]);
  expect(info).toMatchObject({ totalVertexCount: 0, animationCount: 1, extensionsUsed: ['VRMC_vrm_animation'] });
  const { humanoidTracks } = await readVrma(bytes);
  expect([...humanoidTracks.translation.keys()]).toEqual(['hips']);
  expect(humanoidTracks.rotation.size).toBe(22);
});

describe('lossOf', () => {
  test('a body without correctives whose fingers rest loses nothing', () => {
    const body = tinyRiggedBody(1);
    const rotations = body.rotations.slice();
    for (const joint of ['left_hand', 'right_hand']) {
      rotations.set([0, 0, 0, 1], 4 * body.jointNames.indexOf(joint));
    }
    const still = { ...body, rotations, poseCorrective: null };
    expect(lossOf(still)).toEqual({ what: 'finger joints', meanMillimetres: 0, largestMillimetres: 0 });
    // One corrective of 3 mm on the first of the 208 vertices.
    const poseCorrective = new Float32Array(body.restVertices.length).fill(0.003, 0, 1);
    const what = 'pose correctives, finger joints';
    expect(lossOf({ ...still, poseCorrective })).toEqual({ what, meanMillimetres: 0.01, largestMillimetres: 3 });
  });

  test('a motion says that nobody measured its correctives', () => {
    expect(lossOf(movingBody([1, 2])).what).toBe('pose correctives (not measured), finger joints');
  });
});
