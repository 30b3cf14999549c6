import * as THREE from 'three';
import { expect, test } from 'vitest';
import { createAvatarSync } from '../../../plugins/threepipe/avatar-sync.js';
import type { Viewer } from '../../../plugins/threepipe/contract.js';
import { createChanges } from '../../../plugins/workbench/changes.js';
import type { Engine } from '../../../plugins/workbench/index.js';
import { CLAY, createSkins } from '../../../plugins/workbench/skins.js';
import { standing } from '../../support/standing.js';
import { twoPeople } from '../../support/two-people.js';

/** Two people in a viewer's scene, and the undo manager's stack. */
async function inViewer(parts: Partial<Engine> = {}) {
  const scene = new THREE.Scene();
  const viewer = {
    addSceneObject: async (object: THREE.Object3D) => void scene.add(object),
    setDirty: () => undefined,
  } as unknown as Viewer;
  const stack: { undo(): void; redo(): void }[] = [];
  const records = { record: (command: (typeof stack)[0]) => void stack.push(command), unrecorded: () => undefined };
  const { workbench } = await twoPeople(parts, 0);
  const skins = Object.defineProperty(Object.create(createSkins()), 'chosen', { value: async () => CLAY });
  const onError = (error: unknown) => {
    throw error;
  };
  const sync = createAvatarSync({ THREE, viewer, records, workbench, skins, onError });
  for (const index of [0, 1]) {
    workbench.choose(index);
    await workbench.fit();
    await sync.settled();
  }
  const look = async () => {
    await sync.settled();
    return scene.children.map(({ name, visible, children }) => {
      const mesh = children.find((child) => (child as THREE.SkinnedMesh).isSkinnedMesh) as THREE.SkinnedMesh;
      return { name, visible, vertex: [...mesh.geometry.getAttribute('position').array.slice(0, 3)] };
    });
  };
  return { workbench, stack, look, scene };
}

test('another body is one step, and all avatars wear it; undo brings everybody back', async () => {
  const { workbench, stack, look } = await inViewer();
  expect(stack).toHaveLength(2);
  const before = await look();
  expect(before.map(({ name, visible }) => [name, visible])).toEqual([
    ['Person 1', true],
    ['Person 2', true],
  ]);
  await createChanges(workbench).setOptions({ body: 'male' }, { isAnew: true });
  const male = await look();
  for (const [i, { vertex }] of male.entries()) expect(vertex).not.toEqual(before[i].vertex);
  expect(stack).toHaveLength(3);
  stack[2].undo();
  expect(workbench.state.options.body).toBe('neutral');
  expect(await look()).toEqual(before);
  stack[2].redo();
  expect(await look()).toEqual(male);
  workbench.dispose();
});

test('undo is for whom it was, and who is not there any more is not seen', async () => {
  let found = [standing(-100), standing(100)];
  const { workbench, stack, look } = await inViewer({ detect: async () => found });
  const visible = async () => (await look()).map(({ visible }) => visible);
  workbench.choose(0);
  stack[1].undo();
  expect(await visible()).toEqual([true, false]);
  stack[1].redo();
  expect(await visible()).toEqual([true, true]);
  found = [standing()];
  await workbench.detect();
  expect(await visible()).toEqual([false, false]);
  stack[2].undo();
  expect(await visible()).toEqual([true, true]);
  workbench.dispose();
});

test('who stays when somebody is removed keeps their avatar, where it stands', async () => {
  const { workbench, stack, look, scene } = await inViewer();
  scene.children[0].position.set(5, 0, 0);
  const before = await look();
  workbench.removePerson(0);
  const after = await look();
  expect(after).toEqual([{ ...before[0], visible: false }, before[1]]);
  expect(scene.children[1].position.x).toBe(0);
  stack[2].undo();
  expect(await look()).toEqual(before);
  stack[2].redo();
  expect(await look()).toEqual(after);
  workbench.dispose();
});
