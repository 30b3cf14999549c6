import { validateBytes } from 'gltf-validator';
import type { Group } from 'three';
import { describe, expect, test } from 'vitest';
import { toVrm } from '../../../converters/export/vrm.js';
import { VRM_BONE_OF_JOINT } from '../../../converters/formats/vrm-humanoid.js';
import { skinnedMeshes } from '../../support/read-glb.js';
import { readVrm } from '../../support/read-vrm.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

describe('toVrm, read by three-vrm', () => {
  test('22 bones, each on the joint it stands for', async () => {
    const body = tinyRiggedBody(1);
    const { humanoid } = await readVrm(await toVrm(body));
    const mapped = Object.entries(VRM_BONE_OF_JOINT);
    expect(mapped).toHaveLength(22);
    expect(Object.keys(humanoid.humanBones).sort()).toEqual(mapped.map(([, bone]) => bone).sort());
    for (const [joint, bone] of mapped) {
      const node = humanoid.getRawBoneNode(bone)!;
      node.updateWorldMatrix(true, false);
      const at = 3 * body.jointNames.indexOf(joint);
      [12, 13, 14].forEach((element, axis) => {
        // float32 sums along a chain of ten joints
        expect(node.matrixWorld.elements[element]).toBeCloseTo(body.restJoints[at + axis], 5);
      });
    }
  });

  test('meta, gaze and first person', async () => {
    const body = tinyRiggedBody(1);
    const vrm = await readVrm(await toVrm(body, { title: 'Ann', authors: ['Bea', 'Cy'], licence: 'open' }));
    expect(vrm.meta).toMatchObject({
      metaVersion: '1',
      name: 'Ann',
      authors: ['Bea', 'Cy'],
      licenseUrl: 'https://vrm.dev/licenses/1.0/',
      avatarPermission: 'everyone',
      thirdPartyLicenses: 'Body model tiny: CC0-1.0',
    });
    // The middle of the tiny body's eyes, on the front of the head's box.
    const [x, y, z] = vrm.lookAt!.offsetFromHeadBone.toArray();
    expect(x).toBeCloseTo(0, 2);
    expect(y).toBeCloseTo(0.02, 2);
    expect(z).toBeCloseTo(0.125, 1);
    const meshes = skinnedMeshes(vrm.scene as Group);
    expect(vrm.firstPerson!.meshAnnotations).toEqual([{ meshes, type: 'auto' }]);
  });

  test('a body without eyes looks from where eyes usually are', async () => {
    const vrm = await readVrm(await toVrm({ ...tinyRiggedBody(1), part: null }));
    expect(vrm.lookAt!.offsetFromHeadBone.toArray()).toEqual([0, 0.07, 0.07]);
  });
});

test('no animation, no morph target, no error and no warning', async () => {
  const bytes = await toVrm(tinyRiggedBody(1));
  const { issues, info } = await validateBytes(bytes, { maxIssues: 0 });
  const codes = issues.messages.filter(({ severity }) => severity < 2).map(({ code }) => code);
  expect(codes).toEqual([]);
  expect(info).toMatchObject({ animationCount: 0, hasMorphTargets: false, extensionsUsed: ['VRMC_vrm'] });
});

test('the same body gives the same bytes', async () => {
  const body = tinyRiggedBody(1);
  expect(Buffer.compare(await toVrm(body), await toVrm(body))).toBe(0);
});
