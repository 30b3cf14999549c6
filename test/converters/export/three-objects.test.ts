import * as THREE from 'three';
import { describe, expect, test } from 'vitest';
import {
  type ThreeObjects,
  type ThreeObjectsOptions,
  threeObjects,
  updateThreeObjects,
} from '../../../converters/export/three-objects.js';
import { BONE_NAMES, type Naming } from '../../../converters/formats/bone-names.js';
import { standOnFloor } from '../../../core/body/floor.js';
import { posedVertices } from '../../../core/body/posed-body.js';
import type { RiggedBody } from '../../../core/types.js';
import { movingBody } from '../../support/moving-body.js';
import { shownVertices } from '../../support/read-glb.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

/** Metres: float32 of matrices in a chain of ten joints costs some 1e-6. */
const TOLERANCE = 1e-5;
const NAMINGS = Object.keys(BONE_NAMES) as Naming[];

/** Largest distance between what three shows and the mesh (V×3) that we expect. */
function distanceTo({ root, mesh, vertices }: ThreeObjects, expected: Float32Array): number {
  root.updateMatrixWorld(true);
  const shown = shownVertices(mesh);
  expect(shown).toHaveLength(3 * vertices.length);
  let largest = 0;
  vertices.forEach((vertex, i) => {
    const apart = [0, 1, 2].map((axis) => shown[3 * i + axis] - expected[3 * vertex + axis]);
    largest = Math.max(largest, Math.hypot(...apart));
  });
  return largest;
}

function playAt({ root, clip }: ThreeObjects, seconds: number): void {
  const mixer = new THREE.AnimationMixer(root);
  const action = mixer.clipAction(clip).setLoop(THREE.LoopOnce, 1).play();
  action.clampWhenFinished = true;
  mixer.update(seconds);
}

const objectsOf = (body: RiggedBody, options: ThreeObjectsOptions = {}): ThreeObjects =>
  threeObjects(THREE, body, options);

describe('threeObjects', () => {
  for (const naming of NAMINGS) {
    test(`rests, and plays the pose, as we do, ${naming} names, seed 1`, () => {
      const body = tinyRiggedBody(1);
      const objects = objectsOf(body, { naming });
      expect(distanceTo(objects, body.restVertices)).toBeLessThan(TOLERANCE);
      playAt(objects, 1 / 60);
      expect(distanceTo(objects, posedVertices(body))).toBeLessThan(TOLERANCE);
    });
  }

  test('stands in the pose when it is applied, without a clip, seed 2', () => {
    const body = tinyRiggedBody(2);
    expect(distanceTo(objectsOf(body, { pose: 'applied' }), posedVertices(body))).toBeLessThan(TOLERANCE);
  });

  test('has no morph target at rest and for a body without correctives', () => {
    const body = { ...tinyRiggedBody(2), poseCorrective: null, uv: null, part: null };
    for (const objects of [objectsOf(tinyRiggedBody(2), { pose: 'rest' }), objectsOf(body)]) {
      expect(objects.mesh.morphTargetInfluences).toBeUndefined();
      expect(objects.clip.tracks).toHaveLength(25);
    }
    const objects = objectsOf(body);
    playAt(objects, 0);
    expect(distanceTo(objects, posedVertices(body))).toBeLessThan(TOLERANCE);
  });

  test('plays each frame of a motion, and leaves the body as it was', () => {
    const body = movingBody([1, 2, 3]);
    const before = structuredClone(body);
    const objects = objectsOf(body);
    expect(objects.clip.name).toBe('Motion');
    [0, 1, 2].forEach((frame) => {
      playAt(objects, frame / 10);
      expect(distanceTo(objects, posedVertices(body, frame))).toBeLessThan(TOLERANCE);
    });
    updateThreeObjects(objects, movingBody([4, 5, 6]));
    expect(body).toEqual(before);
  });

  test('materials, names and triangles are those of the GLB', () => {
    const { mesh, skeleton, root } = objectsOf(tinyRiggedBody(1), { naming: 'mixamo', person: 1 });
    expect(mesh.material.map(({ name }) => name)).toEqual(['Skin', 'Sclera']);
    expect(mesh.geometry.groups.reduce((sum, { count }) => sum + count, 0)).toBe(3 * 312);
    expect(mesh.name).toBe('Body_2');
    expect(root.children).toEqual([skeleton.bones[0], mesh]);
    expect(skeleton.bones[1].name).toBe('mixamorigHips_2');
    expect(skeleton.bones[1].userData.name).toBe('mixamorig:Hips_2');
  });

  test('moves with the object that holds it', () => {
    const body = tinyRiggedBody(3);
    const objects = objectsOf(body, { pose: 'applied' });
    objects.root.position.set(0, 2, 0);
    const moved = posedVertices(body).map((value, i) => (i % 3 === 1 ? value + 2 : value));
    expect(distanceTo(objects, moved)).toBeLessThan(TOLERANCE);
  });
});

describe('updateThreeObjects', () => {
  const partsOf = ({ mesh, skeleton, clip }: ThreeObjects): unknown[] => {
    const attributes = [...Object.values(mesh.geometry.attributes), ...(mesh.geometry.morphAttributes.position ?? [])];
    const arrays = attributes.map((attribute) => (attribute as THREE.BufferAttribute).array);
    return [mesh.geometry, skeleton, ...skeleton.bones, ...skeleton.boneInverses, ...arrays, ...clip.tracks];
  };

  for (const pose of ['clip', 'applied'] as const) {
    test(`gives another shape, pose and place in place, ${pose}, seeds 1 and 7`, () => {
      const [other] = standOnFloor([tinyRiggedBody(7)]);
      const objects = objectsOf(tinyRiggedBody(1), { pose });
      const before = partsOf(objects);
      updateThreeObjects(objects, other);
      partsOf(objects).forEach((part, i) => {
        expect(part).toBe(before[i]);
      });
      const expected = pose === 'clip' ? other.restVertices : posedVertices(other);
      expect(distanceTo(objects, expected)).toBeLessThan(TOLERANCE);
    });

    test(`an action that plays goes on, ${pose}, seeds 1 and 7, same pose and another`, () => {
      const first = tinyRiggedBody(1);
      const objects = objectsOf(first, { pose });
      const mixer = new THREE.AnimationMixer(objects.root);
      const action = mixer.clipAction(objects.clip).play();
      const { restVertices, restJoints } = tinyRiggedBody(7);
      // The mixer leaves alone what stays the same: hips, rotations and the corrective's weight here.
      for (const other of [{ ...first, restVertices, restJoints }, tinyRiggedBody(7)]) {
        mixer.update(0);
        updateThreeObjects(objects, other);
        mixer.update(0);
        expect(action.isRunning()).toBe(true);
        expect(distanceTo(objects, posedVertices(other))).toBeLessThan(TOLERANCE);
      }
    });
  }

  test('asks renderers to upload what changed and forgets the old bounds', () => {
    const objects = objectsOf(tinyRiggedBody(1));
    const { mesh } = objects;
    mesh.computeBoundingSphere();
    mesh.geometry.computeBoundingSphere();
    const { version } = mesh.geometry.getAttribute('position') as THREE.BufferAttribute;
    updateThreeObjects(objects, tinyRiggedBody(2));
    expect((mesh.geometry.getAttribute('position') as THREE.BufferAttribute).version).toBe(version + 1);
    expect(mesh.boundingSphere).toBeNull();
    expect(mesh.geometry.boundingSphere).toBeNull();
  });

  test('refuses a body with another mesh or without its correctives', () => {
    const body = tinyRiggedBody(1);
    const objects = objectsOf(body);
    expect(() => updateThreeObjects(objects, { ...body, faces: body.faces.subarray(3) })).toThrow(/Make new objects/);
    expect(() => updateThreeObjects(objects, { ...body, poseCorrective: null })).toThrow(/Make new objects/);
  });
});
