import { readFileSync } from 'node:fs';
import { createVRMAnimationClip, VRMLookAtQuaternionProxy } from '@pixiv/three-vrm-animation';
import { AnimationMixer, Quaternion, Vector3 } from 'three';
import { describe, test } from 'vitest';
import { exportAvatars } from '../../converters/export/exporters.js';
import { VRM_BONE_OF_JOINT, type VrmBone } from '../../converters/formats/vrm-humanoid.js';
import type { SmplJoint } from '../../core/body/joint-sets.js';
import { readVrm, readVrma } from '../support/read-vrm.js';
import { avatars, largestDistance } from './avatars.js';
import { figuresOf } from './figures.js';

const manifest = new URL('../../node_modules/@pixiv/three-vrm/package.json', import.meta.url);
const figures = figuresOf(`three-vrm ${JSON.parse(readFileSync(manifest, 'utf8')).version}, three-vrm-animation`);
const MAPPED = Object.entries(VRM_BONE_OF_JOINT) as [SmplJoint, VrmBone][];

describe('pixiv loads avatar and animation', async () => {
  for (const { name, body, naming } of await avatars()) {
    test(name, async () => {
      const [{ content: avatar }] = await exportAvatars('vrm', [body], 'avatar', { naming });
      const [{ content: motion }] = await exportAvatars('vrma', [body], 'avatar', { naming });
      const vrm = await readVrm(avatar as Uint8Array);
      const bones = MAPPED.map(([, bone]) => vrm.humanoid.getRawBoneNode(bone));
      figures.same('vrm', 'humanoid bones', bones.filter((bone) => bone === null).length, 0, 'all 22');

      const gaze = new VRMLookAtQuaternionProxy(vrm.lookAt!);
      gaze.name = 'gaze'; // else three-vrm-animation makes one, and says so
      vrm.scene.add(gaze);
      const mixer = new AnimationMixer(vrm.scene);
      mixer.clipAction(createVRMAnimationClip(await readVrma(motion as Uint8Array), vrm)).play();
      mixer.update(1 / 60);
      vrm.update(0);
      vrm.scene.updateMatrixWorld(true);
      const angles = MAPPED.map(([joint], i) => {
        const ours = new Quaternion().fromArray(body.rotations, 4 * body.jointNames.indexOf(joint));
        return (bones[i]!.quaternion.angleTo(ours) * 180) / Math.PI;
      });
      figures.below('vrma', 'rotation of each bone of the .vrm', Math.max(...angles), 1, '°');
      const hips = vrm.humanoid.getRawBoneNode('hips')!.getWorldPosition(new Vector3());
      const apart = largestDistance(hips.toArray(), body.rootPosition);
      figures.below('vrma', 'place of the hips', apart, 1e-4, 'm');
    });
  }
});
