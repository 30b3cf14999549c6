import * as THREE from 'three';
import { expect, test } from 'vitest';
import type { SkinTexture } from '../../../converters/export/skin-texture.js';
import { FitError } from '../../../core/error.js';
import { exchangeLimbs } from '../../../core/fit/sides.js';
import type { Detection } from '../../../core/types.js';
import { rememberedTone } from '../../../plugins/three-editor/avatar.js';
import { createSceneSync } from '../../../plugins/three-editor/scene-sync.js';
import { createWorkbench } from '../../../plugins/workbench/index.js';
import { CLAY, createSkins, type Skins } from '../../../plugins/workbench/skins.js';
import { commands, Editor } from '../../browser/three-editor/editor-double.js';
import { standing } from '../../support/standing.js';
import { nodeEngine } from '../../support/workbench-engine.js';

/** Skins without pictures, which Node decodes as well as a page; `fetch` may fail. */
function plainSkins(fetch: (tone: string) => SkinTexture = (tone) => ({ ...CLAY, tone })): Skins {
  const skins = createSkins('https://host.example/models/');
  const chosen = async (): Promise<SkinTexture> => fetch(skins.tone);
  return Object.defineProperty(Object.create(skins), 'chosen', { value: chosen });
}

const two = (): Detection[] => [standing(-100), standing(100)];

/** People of one picture, fitted, in the editor's double. */
async function inScene(skins: Skins, found: Detection[]) {
  const editor = new Editor();
  const detect = async () => found;
  const workbench = createWorkbench({ engine: { ...nodeEngine(), detect } });
  const failures: string[] = [];
  const onError = (error: unknown) => failures.push(String(error));
  const host = { THREE, editor: editor as never, commands: commands as never };
  const sync = createSceneSync({ ...host, workbench, skins, onError });
  await workbench.open({ width: 640, height: 480, rgba: new Uint8Array(4 * 640 * 480) }, { name: 'two' });
  sync.start(null);
  await workbench.detect();
  for (const person of found.keys()) {
    workbench.choose(person);
    await workbench.fit();
    await sync.settled();
  }
  const tones = () => editor.scene.children.map((avatar) => [avatar.name, rememberedTone(avatar)]);
  return { editor, workbench, sync, failures, tones };
}

test('everybody of the picture changes the skin in one step; undo and redo take the choice along', async () => {
  const skins = plainSkins();
  const { editor, workbench, sync, failures, tones } = await inScene(skins, two());
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
  expect(workbench.state.people[0]).toBe(people[0]);
  expect(failures).toEqual([]);
  workbench.dispose();
});

test('a skin that does not come is told of and keeps no body away', async () => {
  const skins = plainSkins(() => {
    throw new FitError('not-found', 'medium.jpg', 'the server answers 404.', 'Check the address.');
  });
  const { workbench, failures, tones } = await inScene(skins, two());
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
  const { editor, workbench, sync, failures } = await inScene(plainSkins(), [wrong]);
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
  const { editor, workbench, failures } = await inScene(plainSkins(), [
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
