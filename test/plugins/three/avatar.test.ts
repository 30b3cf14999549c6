import * as THREE from 'three';
import { describe, expect, test } from 'vitest';
import { standOnFloor } from '../../../core/body/floor.js';
import { posedVertices } from '../../../core/body/posed-body.js';
import type { RiggedBody } from '../../../core/types.js';
import { type Avatar, createAvatar } from '../../../plugins/three/index.js';
import { shownVertices } from '../../support/read-glb.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

/** Metres: float32 of matrices in a chain of ten joints costs some 1e-6. */
const TOLERANCE = 1e-5;

/** Largest distance from a vertex of the body, posed as we pose it, to the nearest that three shows. */
function distance({ object, mesh }: Avatar, body: RiggedBody): number {
  object.updateMatrixWorld(true);
  const shown = shownVertices(mesh);
  const expected = posedVertices(body);
  let largest = 0;
  for (let v = 0; v < expected.length; v += 3) {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < shown.length; i += 3) {
      const apart = [0, 1, 2].map((axis) => shown[i + axis] - expected[v + axis]);
      least = Math.min(least, Math.hypot(...apart));
    }
    largest = Math.max(largest, least);
  }
  return largest;
}

describe('createAvatar', () => {
  test('stands in the pose, correctives included, seed 1', () => {
    const body = tinyRiggedBody(1);
    const avatar = createAvatar(THREE, body);
    expect(distance(avatar, body)).toBeLessThan(TOLERANCE);
    expect(distance(avatar, { ...body, poseCorrective: null })).toBeGreaterThan(100 * TOLERANCE);
    expect(avatar.clip.name).toBe('Pose');
  });

  test('follows another shape, pose and place with the same objects, seeds 1 and 2', () => {
    const avatar = createAvatar(THREE, tinyRiggedBody(1), { naming: 'smpl' });
    const { object, mesh } = avatar;
    const parts = [object.children[0], mesh.geometry, mesh.skeleton];
    const [other] = standOnFloor([tinyRiggedBody(2)]);
    avatar.update(other);
    expect(distance(avatar, other)).toBeLessThan(TOLERANCE);
    expect([object.children[0], mesh.geometry, mesh.skeleton]).toEqual(parts);
    expect(object.getObjectByName('left_elbow')).toBeDefined();
  });

  test('has its morph target uploaded anew after each update', () => {
    const avatar = createAvatar(THREE, tinyRiggedBody(1));
    let freed = 0;
    avatar.mesh.geometry.addEventListener('dispose', () => freed++);
    avatar.update(tinyRiggedBody(2));
    expect(freed).toBe(1);
  });

  test('a ray hits it where it is now', () => {
    const avatar = createAvatar(THREE, tinyRiggedBody(1));
    const other = { ...tinyRiggedBody(1), rootPosition: Float32Array.of(5, 1, 0) };
    const hits = (): number => {
      avatar.object.updateMatrixWorld(true);
      const vertices = posedVertices(other);
      const [x, y] = [vertices[0] * 0.5 + vertices[21] * 0.5, vertices[1] * 0.5 + vertices[22] * 0.5];
      const ray = new THREE.Raycaster(new THREE.Vector3(x, y, 9), new THREE.Vector3(0, 0, -1));
      return ray.intersectObject(avatar.object, true).length;
    };
    expect(hits()).toBe(0);
    avatar.update(other);
    expect(hits()).toBeGreaterThan(0);
  });

  test('dispose takes it out of the scene and frees what it holds', () => {
    const scene = new THREE.Scene();
    const avatar = createAvatar(THREE, tinyRiggedBody(1));
    scene.add(avatar.object);
    const freed: string[] = [];
    avatar.mesh.geometry.addEventListener('dispose', () => freed.push('geometry'));
    for (const material of [avatar.mesh.material].flat()) {
      material.addEventListener('dispose', () => freed.push(material.name));
    }
    avatar.dispose();
    expect(scene.children).toEqual([]);
    expect(freed).toEqual(['geometry', 'Skin', 'Sclera']);
  });
});
