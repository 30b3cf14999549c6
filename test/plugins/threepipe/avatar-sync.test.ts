import * as THREE from 'three';
import { expect, test } from 'vitest';
import { createAvatarSync } from '../../../plugins/threepipe/avatar-sync.js';
import type { Viewer } from '../../../plugins/threepipe/contract.js';
import { createChanges } from '../../../plugins/workbench/changes.js';
import type { Engine } from '../../../plugins/workbench/index.js';
import { CLAY, createSkins, type Skins } from '../../../plugins/workbench/skins.js';
import { standing } from '../../support/standing.js';
import { twoPeople } from '../../support/two-people.js';

/** Two people in a viewer's scene, and the undo manager's stack. */
async function inViewer(parts: Partial<Engine> = {}) {
  const scene = new THREE.Scene();
  const viewer = {
    scene,
    addSceneObject: async (object: THREE.Object3D) => void scene.add(object),
    setDirty: () => undefined,
  } as unknown as Viewer;
  const stack: { undo(): void; redo(): void }[] = [];
  const records = { record: (command: (typeof stack)[0]) => void stack.push(command), unrecorded: () => undefined };
  const { workbench } = await twoPeople(parts, 0);
  const skins: Skins = createSkins('https://host.example/models/');
  Object.defineProperty(skins, 'chosen', { value: async () => CLAY });
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
  return { workbench, stack, look, scene, sync, skins };
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

test('undo is for whom it was, and who is not there any more is not in the scene', async () => {
  const { workbench, stack, look } = await inViewer();
  const names = async () => (await look()).map(({ name }) => name);
  workbench.choose(0);
  stack[1].undo();
  expect(await names()).toEqual(['Person 1']);
  stack[1].redo();
  expect(await names()).toEqual(['Person 1', 'Person 2']);
  workbench.dispose();
});

test('searches leave nothing behind: undo and redo bring back the objects that were there, as they were', async () => {
  let found = [standing(-100), standing(100)];
  const { workbench, stack, sync, look, scene } = await inViewer({ detect: async () => found });
  const objects = async () => {
    await sync.settled();
    return [...scene.children];
  };
  scene.children[0].position.set(5, 0, 0); // by hand
  scene.children[1].visible = false;
  const seen = [{ objects: await objects(), look: await look() }];
  for (const right of [-50, 0, 50]) {
    found = [standing(right)];
    await workbench.detect();
    expect(await objects()).toEqual([]);
    await workbench.fit();
    seen.push({ objects: await objects(), look: await look() });
    expect(scene.children).toHaveLength(1);
  }
  expect(new Set(seen.flatMap(({ objects }) => objects)).size).toBe(5);
  expect(stack).toHaveLength(8); // two fits, three times a search and a fit
  const go = async (i: number, move: 'undo' | 'redo', search: number) => {
    stack[i][move]();
    stack[i + (move === 'undo' ? -1 : 1)][move](); // quicker than bodies come
    const now = await objects();
    expect(now).toHaveLength(seen[search].objects.length);
    for (const [j, object] of now.entries()) expect(object).toBe(seen[search].objects[j]);
    expect(await look()).toEqual(seen[search].look);
  };
  for (const search of [2, 1, 0]) await go(3 + 2 * search, 'undo', search);
  expect(scene.children[0].position.x).toBe(5);
  for (const search of [1, 2, 3]) await go(2 * search, 'redo', search);
  workbench.dispose();
});

test('what was taken out of the scene holds nothing on the graphics card, and comes back in the chosen skin', async () => {
  const { workbench, stack, sync, scene, skins } = await inViewer();
  const [first] = scene.children;
  const freed: string[] = [];
  first.traverse((object) => {
    const { geometry } = object as Partial<THREE.Mesh>;
    geometry?.addEventListener('dispose', () => freed.push(object.name));
  });
  workbench.removePerson(0);
  await sync.settled();
  expect(freed).toHaveLength(1);
  skins.choose('dark');
  sync.dress();
  stack[2].undo();
  await sync.settled();
  expect(scene.children.map(({ name }) => name)).toEqual(['Person 2', 'Person 1']);
  expect(scene.children).not.toContain(first);
  workbench.dispose();
});

test('an avatar that was deleted by hand stays away', async () => {
  const { workbench, stack, look, scene } = await inViewer();
  scene.children[0].removeFromParent();
  const left = await look();
  workbench.removePerson(0);
  expect(await look()).toEqual(left);
  stack[2].undo();
  expect(await look()).toEqual(left);
  workbench.dispose();
});

test.each([false, true])(
  'deleted by hand, with its group: %o, an avatar comes back with the next fit, and no undo',
  async (isGroup) => {
    const { workbench, stack, sync, scene } = await inViewer();
    const [first, second] = scene.children;
    Object.assign(second, { name: 'Anna' }).position.set(5, 0, 0);
    const group = new THREE.Group();
    scene.add(group);
    group.add(second);
    (isGroup ? group : second).removeFromParent();
    const others = isGroup ? [first] : [first, group];
    stack[1].undo();
    stack[1].redo();
    await sync.settled();
    expect(scene.children).toEqual(others);
    await workbench.fit();
    await sync.settled();
    const back = scene.children.at(-1)!;
    expect(scene.children).toEqual([...others, back]);
    expect([back.name, back.position.x]).toEqual(['Anna', 5]);
    await workbench.setBetas([2, ...Array(9).fill(0)]);
    await sync.settled();
    expect(scene.children).toEqual([...others, back]);
    workbench.dispose();
  },
);

test('another skin leaves what the user has done to the avatar, and where it hangs', async () => {
  const { workbench, sync, scene, skins } = await inViewer();
  const [avatar] = scene.children;
  const group = new THREE.Group();
  const racket = new THREE.Object3D();
  avatar.getObjectByName('LeftHand')!.add(racket);
  Object.assign(avatar, { name: 'Anna', castShadow: true, userData: { note: 'mine' } });
  scene.add(group);
  group.add(avatar);
  skins.choose('dark');
  sync.dress();
  await sync.settled();
  const [next] = group.children;
  expect(group.children).toHaveLength(1);
  expect(next).not.toBe(avatar);
  expect(next).toMatchObject({ name: 'Anna', castShadow: true, userData: { note: 'mine' } });
  expect(racket.parent).toBe(next.getObjectByName('LeftHand'));
  workbench.dispose();
});

test('while another body is being fitted the old ones stay; they are not rigged by its shape', async () => {
  const rigged: [string, number][] = [];
  const { workbench, sync } = await inViewer();
  const { engine } = workbench;
  const { rig } = engine;
  Object.assign(engine, {
    rig: (body, parameters, signal) => {
      rigged.push([body, parameters.betas[0]]);
      return rig(body, parameters, signal);
    },
  } satisfies Partial<Engine>);
  await createChanges(workbench).setOptions({ body: 'male' }, { isAnew: true });
  await sync.settled();
  expect(rigged).toEqual(workbench.state.people.map(({ fit }) => ['male', fit!.betas[0]]));
  workbench.dispose();
});

test('who stays when somebody is removed keeps their avatar, where it stands', async () => {
  const { workbench, stack, look, scene } = await inViewer();
  scene.children[0].position.set(5, 0, 0);
  const before = await look();
  workbench.removePerson(0);
  const after = await look();
  expect(after).toEqual([before[1]]);
  expect(scene.children[0].position.x).toBe(0);
  stack[2].undo();
  expect((await look()).reverse()).toEqual(before);
  expect(scene.children[1].position.x).toBe(5);
  stack[2].redo();
  expect(await look()).toEqual(after);
  workbench.dispose();
});
