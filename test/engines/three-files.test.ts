import { AnimationMixer, type Bone, type Mesh, REVISION, Vector3 } from 'three';
import { BVHLoader } from 'three/addons/loaders/BVHLoader.js';
import { OBJLoader } from 'three/addons/loaders/OBJLoader.js';
import { describe, test } from 'vitest';
import { exportAvatars } from '../../converters/export/exporters.js';
import { posedJoints, posedVertices } from '../../core/body/posed-body.js';
import { avatars, bonesOf, largestDistance } from './avatars.js';
import { figuresOf } from './figures.js';

const figures = figuresOf(`three r${REVISION}`);

/** The vertex behind each corner of each triangle, in the order of the text, counted from 0. */
const cornersOf = (obj: string): number[] =>
  [...obj.matchAll(/^f (\d+)\S* (\d+)\S* (\d+)/gm)].flatMap(([, ...corners]) => corners.map((one) => Number(one) - 1));

/** Triangles as text, in an order that does not depend on theirs. */
function triangleSet(corners: ArrayLike<number>): string[] {
  const triangles: string[] = [];
  for (let i = 0; i < corners.length; i += 3) triangles.push(`${corners[i]} ${corners[i + 1]} ${corners[i + 2]}`);
  return triangles.sort();
}

describe('three reads what needs no browser', async () => {
  for (const avatar of await avatars()) {
    const { name, body, naming } = avatar;

    test(`OBJ, ${name}`, async () => {
      for (const pose of ['rest', 'clip'] as const) {
        const [{ content }] = await exportAvatars('obj', [body], 'avatar', { naming, pose });
        const text = content as string;
        const shown: number[] = [];
        new OBJLoader().parse(text).traverse((object) => {
          const { isMesh, geometry } = object as Mesh;
          if (isMesh) for (const value of geometry.getAttribute('position').array) shown.push(value);
        });
        const corners = cornersOf(text);
        const expected = pose === 'rest' ? body.restVertices : posedVertices(body);
        figures.below('obj', 'mesh at rest and in the pose', largestDistance(shown, expected, corners), 1e-5, 'm');
        figures.same('obj', 'triangles', triangleSet(corners), triangleSet(body.faces), 'all of ours');
      }
    });

    test(`BVH, ${name}`, async () => {
      const [{ content }] = await exportAvatars('bvh', [body], 'avatar', { naming });
      const { skeleton, clip } = new BVHLoader().parse(content as string);
      const mixer = new AnimationMixer(skeleton.bones[0]);
      mixer.clipAction(clip).play();
      mixer.update(1 / 60);
      skeleton.bones[0].updateMatrixWorld(true);
      const places = bonesOf(avatar)
        .slice(1)
        .flatMap((bone) => {
          const named = skeleton.bones.find((candidate: Bone) => candidate.name === bone.replace(':', ''));
          return named === undefined ? [] : named.getWorldPosition(new Vector3()).toArray();
        });
      figures.below('bvh', 'joints in the pose', largestDistance(places, posedJoints(body)), 1e-4, 'm');
    });
  }
});
