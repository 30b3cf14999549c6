import * as THREE from 'three';
import { expect, test } from 'vitest';
import { FitError } from '../../../core/error.js';
import { exchangeLimbs } from '../../../core/keypoints/sides.js';
import type { Detection } from '../../../core/types.js';
import { memoryOf, rememberedTone } from '../../../plugins/three-editor/avatar.js';
import { createChanges } from '../../../plugins/workbench/changes.js';
import { commands } from '../../browser/three-editor/editor-double.js';
import { inEditor, plainSkins } from '../../support/in-editor.js';
import { standing } from '../../support/standing.js';

const two = (): Detection[] => [standing(-100), standing(100)];

test('everybody of the picture changes the skin in one step; undo and redo take the choice along', async () => {
  const skins = plainSkins();
  const { editor, workbench, sync, failures, tones } = await inEditor(skins, two());
  const before = [...editor.scene.children];
  const people = workbench.state.people;
  skins.choose('dark');
  sync.dress();
  await sync.settled();
  expect(editor.undos.map(({ name }) => name)).toEqual(['Fit body', 'Fit body', 'Skin']);
  const dark = [
    ['Person 1', 'dark'],
    ['Person 2', 'dark'],
  ];
  expect(tones()).toEqual(dark);
  editor.scene.children.forEach((avatar, i) => {
    expect(avatar.uuid).not.toBe(before[i].uuid);
    expect(avatar.matrix.elements).toEqual(before[i].matrix.elements);
  });

  editor.undo();
  expect(editor.scene.children).toEqual(before);
  expect(skins.tone).toBe('medium');
  editor.redo();
  expect(tones()).toEqual(dark);
  expect(skins.tone).toBe('dark');
  await sync.settled();
  expect(editor.undos).toHaveLength(3); // what the editor brings back is no new step
  expect(workbench.state.people).toEqual(people);
  expect(failures).toEqual([]);
  workbench.dispose();
});

test('a skin that does not come is told of and keeps no body away', async () => {
  const skins = plainSkins(() => {
    throw new FitError('not-found', 'medium.jpg', 'the server answers 404.', 'Check the address.');
  });
  const { workbench, failures, tones } = await inEditor(skins, two());
  expect(tones()).toEqual([
    ['Person 1', null],
    ['Person 2', null],
  ]);
  expect(failures).toHaveLength(2);
  expect(failures[0]).toBe('FitError: medium.jpg: the server answers 404. Check the address.');
  workbench.dispose();
});

test('a scene file may remember anything', () => {
  const avatar = new THREE.Object3D();
  expect(rememberedTone(avatar)).toBeNull();
  avatar.userData.photorig = { skin: { toString: 1 } };
  expect(rememberedTone(avatar)).toBeNull();
});

test('the first fit that is undone gives back the sides that it exchanged, as the user’s word', async () => {
  const found = standing();
  const wrong = { ...found, ...exchangeLimbs(found, ['legs']) };
  const { editor, workbench, sync, failures } = await inEditor(plainSkins(), [wrong]);
  const legs = (): number[] => [...workbench.person!.keypoints.xy.subarray(26)];
  expect(workbench.person?.fit?.exchanged).toEqual(['legs']);
  expect(legs()).toEqual([...found.keypoints.xy.subarray(26)]);
  editor.undo();
  expect(workbench.person).toMatchObject({ fit: null, sidesKnown: true });
  expect(legs()).toEqual([...wrong.keypoints.xy.subarray(26)]);
  await workbench.fit();
  await sync.settled();
  expect(workbench.person?.fit?.exchanged).toBeUndefined();
  expect(failures).toEqual([]);
  workbench.dispose();
});

test('an avatar that is deleted says nothing about sides', async () => {
  const found = standing();
  const { editor, workbench, failures } = await inEditor(plainSkins(), [
    { ...found, ...exchangeLimbs(found, ['legs']) },
  ]);
  const [avatar] = editor.scene.children;
  editor.execute(new commands.RemoveObjectCommand(editor, avatar));
  expect(workbench.person?.fit).toBeNull();
  expect(workbench.person?.sidesKnown).toBeUndefined();
  expect([...workbench.person!.keypoints.xy.subarray(26)]).toEqual([...found.keypoints.xy.subarray(26)]);
  expect(failures).toEqual([]);
  workbench.dispose();
});

/** Of everybody: the shape that the avatar was made with, by the memory of those in the scene. */
const shapes = (scene: THREE.Scene): number[] => scene.children.map((avatar) => memoryOf(avatar)!.person.fit!.betas[0]);

test('another body is one step for everybody; undo and redo take options and people along', async () => {
  const { editor, workbench, sync, failures } = await inEditor(plainSkins(), two());
  const before = workbench.state;
  const neutral = [...editor.scene.children];
  await createChanges(workbench).setOptions({ body: 'male', height: 1.9 }, { isAnew: true });
  await sync.settled();
  const after = workbench.state;
  expect(editor.undos.map(({ name }) => name)).toEqual(['Fit body', 'Fit body', 'Fit body']);
  expect(editor.scene.children.map((avatar) => memoryOf(avatar)?.options.body)).toEqual(['male', 'male']);
  expect(shapes(editor.scene)).toEqual(after.people.map(({ fit }) => fit!.betas[0]));

  for (let i = 0; i < 2; i++) {
    editor.undo();
    expect(editor.scene.children).toEqual(neutral);
    expect(workbench.state.options).toEqual(before.options);
    expect(workbench.state.people).toEqual(before.people);
    editor.redo();
    expect(workbench.state.options).toEqual(after.options);
    expect(workbench.state.people).toEqual(after.people);
  }
  await sync.settled();
  expect(editor.undos).toHaveLength(3);
  expect(failures).toEqual([]);
  workbench.dispose();
});

test('undo is for whom it was, also where somebody else is chosen', async () => {
  const { editor, workbench, sync } = await inEditor(plainSkins(), two());
  workbench.choose(0);
  editor.undo(); // the fit of the second person
  expect(workbench.state.people.map(({ fit }) => fit !== null)).toEqual([true, false]);
  expect(workbench.state.chosen).toBe(0);
  editor.redo();
  expect(workbench.state.people.map(({ fit }) => fit !== null)).toEqual([true, true]);
  await workbench.setBetas([2, ...Array(9).fill(0)]);
  await sync.settled();
  workbench.choose(1);
  const [tall] = shapes(editor.scene);
  editor.undo();
  expect(workbench.state.people[0].betas).toBeNull();
  expect(shapes(editor.scene)[0]).not.toBe(tall);
  workbench.dispose();
});

test('found again, people without a body leave no avatar; undo brings them back, more than are found now', async () => {
  const { editor, workbench, sync, failures } = await inEditor(plainSkins(), [standing()], { searches: [two()] });
  workbench.choose(0);
  await workbench.fit();
  workbench.choose(1);
  await workbench.fit();
  await sync.settled();
  const [before, avatars] = [workbench.state, [...editor.scene.children]];
  expect(avatars).toHaveLength(2);
  await workbench.detect(); // finds one
  await sync.settled();
  const after = workbench.state;
  expect(after.people).toHaveLength(1);
  expect(editor.scene.children).toEqual([]);
  editor.undo();
  expect(editor.scene.children).toEqual(avatars);
  expect(workbench.state.people).toEqual(before.people);
  editor.redo();
  expect(editor.scene.children).toEqual([]);
  expect(workbench.state.people).toEqual(after.people);
  editor.undo();
  expect(workbench.state.people).toEqual(before.people);
  expect(failures).toEqual([]);
  workbench.dispose();
});

test('a drag that is cancelled leaves the avatar as it stood', async () => {
  const { editor, workbench, sync } = await inEditor(plainSkins(), [standing()]);
  const turns = (): number[] => {
    const { skeleton } = editor.scene.children[0].children.find(
      (child) => (child as THREE.SkinnedMesh).isSkinnedMesh,
    ) as THREE.SkinnedMesh;
    return skeleton.bones.flatMap(({ quaternion, position }) => [...quaternion.toArray(), ...position.toArray()]);
  };
  const before = turns();
  const drag = workbench.drag(9);
  const moved = new Promise<void>((resolve) => {
    const { fit } = workbench.person!;
    workbench.subscribe(() => workbench.person?.fit !== fit && resolve());
  });
  drag.to([440, 130]);
  await moved;
  expect(turns()).not.toEqual(before);
  drag.cancel();
  await sync.settled();
  const back = turns().map((value, i) => Math.abs(value - before[i]));
  expect(Math.max(...back)).toBeLessThan(1e-6); // bones are set from float32
  expect(editor.undos).toHaveLength(1);
  workbench.dispose();
});

/** Somebody higher up in the picture, by so many pixels. */
function raised({ box: [x, y, ...size], keypoints, ...detection }: Detection, up: number): Detection {
  const xy = keypoints.xy.map((value, i) => (i % 2 === 0 ? value : value - up));
  return { ...detection, box: [x, y - up, ...size], keypoints: { ...keypoints, xy } };
}

const lowest = (avatar: THREE.Object3D): number => new THREE.Box3().setFromObject(avatar, true).min.y;

test('who stays when somebody is removed keeps their place; undo and redo bring back who was there', async () => {
  const found = [standing(-100), raised(standing(100), 150)];
  const { editor, workbench, sync, failures } = await inEditor(plainSkins(), found);
  const [before, avatars] = [workbench.state, [...editor.scene.children]];
  const heights = avatars.map(lowest);
  expect(Math.abs(avatars[0].position.y - avatars[1].position.y)).toBeGreaterThan(0.05); // else nothing could be mistaken
  workbench.removePerson(0);
  await sync.settled();
  const { people } = workbench.state;
  expect(editor.scene.children).toEqual([avatars[1]]);
  for (let i = 0; i < 2; i++) {
    editor.undo();
    expect(workbench.state.people).toEqual(before.people);
    editor.redo();
    expect(workbench.state.people).toEqual(people);
  }
  await workbench.fit();
  await sync.settled();
  expect(editor.scene.children).toHaveLength(1);
  expect(lowest(editor.scene.children[0])).toBeCloseTo(heights[1], 2);
  expect(failures).toEqual([]);
  workbench.dispose();
});

test('somebody without a body who is removed is a step, too: undo and redo, before and after others', async () => {
  const { editor, workbench, sync, failures } = await inEditor(plainSkins(), [standing()], { searches: [two()] });
  const { people } = workbench.state;
  const avatars = [...editor.scene.children];
  workbench.removePerson(1);
  await sync.settled();
  expect(editor.undos.at(-1)?.name).toBe('Remove people');
  for (let i = 0; i < 2; i++) {
    editor.undo();
    expect(workbench.state.people).toEqual(people);
    expect(editor.scene.children).toEqual(avatars);
    editor.undo();
    expect(workbench.state.people.map(({ fit }) => fit)).toEqual([null, null]);
    editor.redo();
    expect(workbench.state.people).toEqual(people);
    editor.redo();
    expect(workbench.state.people).toEqual([people[0]]);
  }
  await sync.settled();
  expect(editor.undos).toHaveLength(2);
  expect(failures).toEqual([]);
  workbench.dispose();
});

test('undo takes back what its step did, and nothing that was done without a body', async () => {
  const { editor, workbench, sync } = await inEditor(plainSkins(), [standing()]);
  workbench.addPerson();
  workbench.choose(1);
  workbench.moveKeypoint(9, [100, 100]);
  const { people } = workbench.state;
  await sync.settled();
  editor.undo();
  expect(workbench.state.people.slice(1)).toEqual(people.slice(1));
  expect(workbench.state.people[0].fit).toBeNull();
  editor.redo();
  expect(workbench.state.people).toEqual(people);
  workbench.dispose();
});

test('a history that is no longer ours goes by what avatars remember', async () => {
  const { editor, workbench, sync } = await inEditor(plainSkins(), two());
  const { people } = workbench.state;
  const [last] = editor.undos.slice(-1);
  editor.undos.splice(-1, 1, Object.assign(Object.create(Object.getPrototypeOf(last)), last)); // as from a file
  editor.undo();
  expect(workbench.state.people.map(({ fit }) => fit !== null)).toEqual([true, false]);
  editor.redo();
  expect(workbench.state.people).toEqual(people);
  await sync.settled();
  workbench.dispose();
});
