import * as THREE from 'three';
import { expect, test } from 'vitest';
import type { Detection } from '../../../core/types.js';
import { memoryOf } from '../../../plugins/three-editor/avatar.js';
import { createChanges } from '../../../plugins/workbench/changes.js';
import { commands } from '../../browser/three-editor/editor-double.js';
import { inEditor, plainSkins } from '../../support/in-editor.js';
import { standing } from '../../support/standing.js';

/** What users of the editor do by hand to avatars and to its history, between our steps and during them. */

const WRIST = 9;
const two = (): Detection[] => [standing(-100), standing(100)];

async function dragWrist(workbench: Awaited<ReturnType<typeof inEditor>>['workbench'], right: number): Promise<void> {
  const { xy } = workbench.person!.keypoints;
  const drag = workbench.drag(WRIST);
  drag.to([xy[2 * WRIST] + right, xy[2 * WRIST + 1]]);
  await drag.end();
}

const bodiesOf = (scene: THREE.Scene) => scene.children.map((avatar) => memoryOf(avatar)?.options.body);

test('undo while another body is being fitted: the options are those of the avatars', async () => {
  const { editor, workbench, sync } = await inEditor(plainSkins(), [standing()]);
  const { options, people } = workbench.state;
  await dragWrist(workbench, -20);
  await sync.settled();
  const changes = createChanges(workbench);
  const change = changes.setOptions({ body: 'female' }, { isAnew: true });
  expect(workbench.isStepping).toBe(true);
  editor.undo();
  await change.catch(() => undefined);
  await sync.settled();
  expect(workbench.state.options).toEqual(options);
  expect(changes.options).toEqual(options);
  expect(workbench.state.people).toEqual(people);
  expect(bodiesOf(editor.scene)).toEqual(['neutral']);
  editor.redo();
  expect(workbench.state.options).toEqual(options);
  expect(editor.undos.map(({ name }) => name)).toEqual(['Fit body', 'Fit body']);
  workbench.dispose();
});

test('undone twice while a step runs, and by the skin: nothing of the step is left', async () => {
  const { editor, workbench, sync } = await inEditor(plainSkins(), two());
  const { options } = workbench.state;
  const change = createChanges(workbench).setOptions({ body: 'female' }, { isAnew: true });
  workbench.choose(0);
  editor.undo();
  expect(workbench.state.chosen).toBe(0);
  editor.undo();
  await change.catch(() => undefined);
  await sync.settled();
  expect(workbench.state.options).toEqual(options);
  expect(workbench.state.people.map(({ fit }) => fit)).toEqual([null, null]);
  workbench.dispose();
});

test('another skin while another body is being fitted: each avatar is of one body', async () => {
  const skins = plainSkins();
  const { editor, workbench, sync } = await inEditor(skins, [standing()]);
  const { people } = workbench.state;
  const change = createChanges(workbench).setOptions({ body: 'female' }, { isAnew: true });
  skins.choose('dark');
  sync.dress();
  await change;
  await sync.settled();
  expect(bodiesOf(editor.scene)).toEqual(['female']);
  editor.undo();
  expect(bodiesOf(editor.scene)).toEqual(['neutral']);
  expect(workbench.state.people).toEqual(people);
  workbench.dispose();
});

test('an avatar in a group is the person’s, and its successors stay in the group, at its place', async () => {
  const { editor, workbench, sync, failures } = await inEditor(plainSkins(), two());
  const [avatar, other] = editor.scene.children;
  const { people } = workbench.state;
  const group = new THREE.Group();
  group.position.set(1, 2, 3);
  group.add(new THREE.Object3D(), new THREE.Object3D());
  editor.execute(new commands.AddObjectCommand(editor, group));
  editor.execute(new commands.MoveObjectCommand(editor, avatar, group, group.children[1]));
  expect(workbench.state.people).toEqual(people);
  const [first, , last] = group.children;
  workbench.choose(0);
  await workbench.fit();
  await sync.settled();
  const [, next] = group.children;
  expect(next).not.toBe(avatar);
  expect(group.children).toEqual([first, next, last]);
  expect(next.matrix.elements).toEqual(avatar.matrix.elements);
  expect(editor.scene.children).toEqual([other, group]);
  for (let i = 0; i < 2; i++) {
    editor.undo();
    expect(group.children).toEqual([first, avatar, last]);
    expect(workbench.state.people).toEqual(people);
    editor.redo();
    expect(group.children).toEqual([first, next, last]);
  }
  workbench.removePerson(0);
  await sync.settled();
  expect(group.children).toEqual([first, last]);
  expect(failures).toEqual([]);
  workbench.dispose();
});

test('of a copy in a group before it, the avatar itself is known', async () => {
  const { editor, workbench, sync } = await inEditor(plainSkins(), [standing()]);
  const [avatar] = editor.scene.children;
  const group = new THREE.Group();
  const copy = avatar.clone();
  group.add(copy);
  editor.addObject(group, editor.scene, 0);
  await workbench.fit();
  await sync.settled();
  expect(group.children).toEqual([copy]);
  expect(editor.scene.children).toHaveLength(2);
  workbench.dispose();
});

const handOf = (avatar: THREE.Object3D) => avatar.getObjectByName('LeftHand')!;
const meshOf = (avatar: THREE.Object3D) => avatar.children.find((child) => 'isSkinnedMesh' in child)!;

test('a dragged joint leaves what the user has done to the avatar; undo gives it back to the old one', async () => {
  const { editor, workbench, sync, failures } = await inEditor(plainSkins(), [standing()]);
  const [avatar] = editor.scene.children;
  const [racket, ball, hat] = ['racket', 'ball', 'hat'].map((name) => Object.assign(new THREE.Object3D(), { name }));
  racket.position.set(0.1, 0, 0);
  handOf(avatar).add(racket, ball);
  avatar.add(hat);
  Object.assign(avatar, { name: 'Anna', visible: false });
  Object.assign(avatar.userData, { note: 'mine' });
  Object.assign(meshOf(avatar), { castShadow: true, receiveShadow: true });
  handOf(avatar).userData.grip = 2;
  const worn = () => editor.scene.children.map((one) => [handOf(one).children.slice(-2), one.children.includes(hat)]);

  await dragWrist(workbench, -20);
  await sync.settled();
  const [next] = editor.scene.children;
  expect(next).not.toBe(avatar);
  expect([next.name, next.visible, next.userData.note]).toEqual(['Anna', false, 'mine']);
  expect([handOf(next).userData.grip, handOf(next).visible]).toEqual([2, true]);
  expect(meshOf(next)).toMatchObject({ castShadow: true, receiveShadow: true });
  expect(memoryOf(next)?.person.fit?.pose).toEqual(workbench.person?.fit?.pose);
  for (let i = 0; i < 2; i++) {
    expect(editor.scene.children).toEqual([next]);
    expect(worn()).toEqual([[[racket, ball], true]]);
    editor.undo();
    expect(editor.scene.children).toEqual([avatar]);
    expect(worn()).toEqual([[[racket, ball], true]]);
    editor.redo();
  }
  expect(editor.selected).toBe(next);
  expect(racket.position.x).toBe(0.1);
  expect(failures).toEqual([]);
  workbench.dispose();
});

test('an avatar that another one carries is carried on when both change', async () => {
  const { editor, workbench, sync, failures } = await inEditor(plainSkins(), two());
  const [parent, child] = editor.scene.children;
  editor.execute(new commands.MoveObjectCommand(editor, child, handOf(parent)));
  await createChanges(workbench).setOptions({ body: 'male' }, { isAnew: true });
  await sync.settled();
  const [next] = editor.scene.children;
  expect(editor.scene.children).toHaveLength(1);
  const carried = handOf(next).children.at(-1)!;
  expect([next, carried].map((avatar) => memoryOf(avatar)?.options.body)).toEqual(['male', 'male']);
  editor.undo();
  expect(editor.scene.children).toEqual([parent]);
  expect(handOf(parent).children.at(-1)).toBe(child);
  editor.redo();
  expect(editor.scene.children).toEqual([next]);
  expect(handOf(next).children.at(-1)).toBe(carried);
  expect(failures).toEqual([]);
  workbench.dispose();
});

test('a plane that is not of the picture’s shape is told of when the picture is opened', async () => {
  const plane = new THREE.Mesh(new THREE.PlaneGeometry(2, 2));
  const { workbench, failures } = await inEditor(plainSkins(), [standing()], { plane });
  expect(failures).toEqual([
    'two: the plane shows it 1.00 times as wide as high, it is 1.33 times: the bodies before it are distorted like the picture. ' +
      'Scale the plane to the picture’s shape first if they should not be.',
  ]);
  workbench.dispose();
});

test('the picture’s camera is filled by the plane, also one that mirrors and squeezes, and an avatar in a group', async () => {
  const plane = new THREE.Mesh(new THREE.PlaneGeometry(2, 2));
  plane.scale.set(-3, 1, 1);
  plane.rotation.y = 0.5;
  const { editor, workbench, sync } = await inEditor(plainSkins(), [standing()], { plane });
  const group = new THREE.Group();
  group.position.set(1, 2, 3);
  editor.scene.add(group);
  group.attach(editor.scene.children[0]);
  sync.addCamera();
  const camera = editor.scene.children.at(-1) as THREE.PerspectiveCamera;
  camera.updateMatrixWorld(true);
  for (const [x, y] of [
    [-1, -1],
    [-1, 1],
    [1, 1],
  ]) {
    const corner = plane.localToWorld(new THREE.Vector3(x, y, 0)).project(camera);
    expect([Math.abs(corner.x), corner.y]).toEqual([expect.closeTo(1, 4), expect.closeTo(y, 4)]);
  }
  workbench.dispose();
});
