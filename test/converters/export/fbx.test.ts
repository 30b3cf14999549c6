import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AnimationMixer, Euler, type Group, LoopOnce, MathUtils, Quaternion, type SkinnedMesh } from 'three';
import { describe, expect, test } from 'vitest';
import { exportAvatars } from '../../../converters/export/exporters.js';
import { type FbxOptions, toFbx } from '../../../converters/export/fbx.js';
import { BONE_NAMES, type Naming } from '../../../converters/formats/bone-names.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { posedVertices } from '../../../core/body/posed-body.js';
import { movingBody } from '../../support/moving-body.js';
import { fbxDistance, readFbx } from '../../support/read-fbx.js';
import { skinnedMeshes } from '../../support/read-glb.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

/** Metres. FBX keeps rotations as float32 degrees: 180 of them are known to 1e-5 degrees, 1e-6 m at the hand's distance. */
const TOLERANCE = 1e-4;

/** Puts everything where the file's clip has it at a time. */
function playAt(root: Group, seconds: number): SkinnedMesh[] {
  const mixer = new AnimationMixer(root);
  const action = mixer.clipAction(root.animations[0]).setLoop(LoopOnce, 1).play();
  action.clampWhenFinished = true;
  mixer.update(seconds);
  root.updateMatrixWorld(true);
  return skinnedMeshes(root);
}

describe('toFbx, read by three', () => {
  for (const naming of Object.keys(BONE_NAMES) as Naming[]) {
    test(`rests and poses as we do, ${naming} names, seed 1`, async () => {
      const body = tinyRiggedBody(1);
      const root = readFbx(await toFbx([body], { naming }));
      root.updateMatrixWorld(true);
      const [atRest] = skinnedMeshes(root);
      expect(fbxDistance(atRest, body, body.restVertices)).toBeLessThan(TOLERANCE);
      const [posed] = playAt(root, 1 / 60);
      expect(fbxDistance(posed, body, posedVertices(body))).toBeLessThan(TOLERANCE);

      const names = BONE_NAMES[naming];
      const expected = [names.root, ...SMPL_JOINTS.map((joint) => names[joint])].map((name) => name.replace(':', ''));
      expect(posed.skeleton.bones.map((bone) => bone.name).sort()).toEqual(expected.sort());
      expect(root.animations.map(({ name }) => name)).toEqual(['Pose']);
    });
  }

  test('says y up, facing +z, 100 centimetres a unit, and whose body it is', async () => {
    const bytes = await toFbx([tinyRiggedBody(1)], { generator: 'photorig 1.2.3' });
    const root = readFbx(bytes);
    expect(root.userData.unitScaleFactor).toBe(100);
    const text = Buffer.from(bytes).toString('latin1');
    // A property's record: name, "int", "Integer", "" and the number, strings with four bytes of length before them.
    const axis = (name: string): number => {
      const at = new RegExp(`${name}S.{4}intS.{4}IntegerS.{4}I`, 's').exec(text)!;
      return Buffer.from(bytes).readInt32LE(at.index + at[0].length);
    };
    expect(['UpAxis', 'FrontAxis', 'CoordAxis'].map(axis)).toEqual([1, 2, 0]);
    expect(['UpAxisSign', 'FrontAxisSign', 'CoordAxisSign'].map(axis)).toEqual([1, 1, 1]);
    expect(text.includes('photorig 1.2.3')).toBe(true);
    expect(text.includes('{"body":{"name":"tiny","sha256":"","licence":"CC0-1.0"}')).toBe(true);
  });

  test('all frames of a motion, without correctives', async () => {
    const body = movingBody([1, 2, 3, 4]);
    const root = readFbx(await toFbx([body]));
    expect(root.animations.map(({ name, duration }) => [name, duration.toFixed(4)])).toEqual([['Motion', '0.3000']]);
    for (const frame of [0, 1, 2, 3]) {
      const [mesh] = playAt(root, frame / 10);
      expect(fbxDistance(mesh, body, posedVertices(body, frame))).toBeLessThan(TOLERANCE);
    }
  });

  test('an arm next to gimbal lock, seed 1', async () => {
    const body = tinyRiggedBody(1);
    const rotations = body.rotations.slice();
    // three.js takes 89.98 degrees for 90, 0.02 of them are 0.2 mm at the hand.
    const arm = new Quaternion().setFromEuler(new Euler(0.5, MathUtils.degToRad(89.98), -0.7, 'ZYX'));
    rotations.set(arm.toArray(), 4 * SMPL_JOINTS.indexOf('left_shoulder'));
    const posed = { ...body, rotations };
    const [mesh] = playAt(readFbx(await toFbx([posed])), 1 / 60);
    // FBXLoader turns the angles back into quaternions of float32.
    expect(fbxDistance(mesh, posed, posedVertices(posed))).toBeLessThan(2e-5);
  });

  test('several people in one clip, seeds 4 and 5', async () => {
    const bodies = [tinyRiggedBody(4), tinyRiggedBody(5)];
    const root = readFbx(await toFbx(bodies));
    expect(root.animations).toHaveLength(1);
    const meshes = playAt(root, 0);
    bodies.forEach((body, person) => {
      const mesh = meshes.find(({ name }) => name === ['Body', 'Body_2'][person])!;
      expect(fbxDistance(mesh, body, posedVertices(body))).toBeLessThan(TOLERANCE);
    });
    expect(root.getObjectByName('Hips_2')).toBeDefined();
  });

  test('neither clip nor morph target at rest', async () => {
    const root = readFbx(await toFbx([tinyRiggedBody(2)], { pose: 'rest' }));
    expect(root.animations).toEqual([]);
    expect(skinnedMeshes(root)[0].geometry.morphAttributes.position).toBeUndefined();
  });

  test('a body without part, atlas and correctives goes through', async () => {
    const body = { ...tinyRiggedBody(3), part: null, uv: null, poseCorrective: null };
    const [mesh] = playAt(readFbx(await toFbx([body])), 0);
    expect(fbxDistance(mesh, body, posedVertices(body))).toBeLessThan(TOLERANCE);
  });
});

test('Mixamo names keep their colons in the file', async () => {
  const text = Buffer.from(await toFbx([tinyRiggedBody(1)], { naming: 'mixamo' })).toString('latin1');
  expect(text.includes('mixamorig:LeftForeArm')).toBe(true); // toContain would print the whole file
  expect(text.includes('mixamorigLeftForeArm')).toBe(false);
});

test('the same bodies give the same bytes, and stay as they were', async () => {
  const bodies = [tinyRiggedBody(1), movingBody([1, 2])];
  const before = structuredClone(bodies);
  expect(Buffer.compare(await toFbx(bodies), await toFbx(bodies))).toBe(0);
  expect(bodies).toEqual(before);
});

test('refuses an empty list, an unknown naming and a pose that FBX cannot store', async () => {
  const body = tinyRiggedBody(1);
  await expect(toFbx([])).rejects.toThrow(/no body to write/);
  await expect(toFbx([body], { naming: 'toString' as Naming })).rejects.toThrow(/Choose one of humanoid/);
  const applied = { pose: 'applied' } as unknown as FbxOptions;
  await expect(toFbx([body], applied)).rejects.toMatchObject({ code: 'unsupported' });
  await expect(exportAvatars('fbx', [body], 'a', { pose: 'applied' })).rejects.toMatchObject({ code: 'unsupported' });
});

const hasAssimp = spawnSync('assimp', ['version']).error === undefined;
if (!hasAssimp) console.warn('Assimp tests are skipped: there is no assimp (apt-get install assimp-utils).');

describe.skipIf(!hasAssimp)('toFbx, read by assimp', () => {
  test('one mesh a material, 25 bones each, one animation', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'photorig-assimp-'));
    try {
      const body = tinyRiggedBody(1);
      writeFileSync(path.join(folder, 'body.fbx'), await toFbx([body]));
      const { stdout } = spawnSync('assimp', ['info', path.join(folder, 'body.fbx')], { encoding: 'utf8' });
      const number = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(stdout)?.[1]);
      expect(number('Meshes')).toBe(2);
      expect(number('Bones')).toBe(2 * 25);
      expect(number('Animations')).toBe(1);
      expect(number('Animation Channels')).toBe(24);
      expect(number('Faces')).toBe(312);
      const [, low] = /Minimum point\s+\(\S+ (\S+) \S+\)/.exec(stdout) ?? [];
      const [, high] = /Maximum point\s+\(\S+ (\S+) \S+\)/.exec(stdout) ?? [];
      const heights = body.restVertices.filter((_, i) => i % 3 === 1);
      expect(Number(low)).toBeCloseTo(0, 4);
      expect(Number(high)).toBeCloseTo(Math.max(...heights), 4);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
