/** The page's half of three-editor.test.ts: the editor's double with the plugin in it. */

import * as THREE from 'three';
import { type Installed, install } from '../../../plugins/three-editor/index.js';
import { plainWorkbench } from '../plain-workbench.js';
import { buildPage, commands, Editor } from './editor-double.js';

let editor: Editor;
let installed: Installed;
const longTasks: number[] = [];

/** Opens the editor and installs the plugin. */
export async function start(width: number, height: number): Promise<void> {
  editor = new Editor();
  buildPage(editor, width, height);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longTasks.push(Math.round(entry.duration));
  }).observe({ type: 'longtask' });
  installed = await install(editor as never, { THREE, commands: commands as never, modelsUrl: '/models/' });
}

/** Puts a plane with a picture into the scene and selects it, as "Add / Plane" and a texture do. */
export async function addPlane(url: string, name: string): Promise<void> {
  const texture = await new THREE.TextureLoader().loadAsync(url);
  texture.colorSpace = THREE.SRGBColorSpace;
  const { width, height } = texture.image as HTMLImageElement;
  const plane = new THREE.Mesh(
    new THREE.PlaneGeometry((2 * width) / height, 2),
    new THREE.MeshBasicMaterial({ map: texture }),
  );
  plane.name = name;
  plane.position.set(0, 1, 0);
  editor.scene.add(plane);
  editor.select(plane);
  editor.camera.position.set(0, 1, (2 / height) * Math.hypot(width, height));
  editor.camera.fov = (2 * 180 * Math.atan(height / 2 / Math.hypot(width, height))) / Math.PI;
  editor.camera.updateProjectionMatrix();
  editor.signals.sceneGraphChanged.dispatch();
}

/** What the tests look at, in JSON. */
export async function look() {
  await installed.settled();
  const avatars = editor.scene.children.filter(({ userData }) => userData.photorig);
  return {
    ...(await plainWorkbench(installed.workbench)),
    options: installed.workbench.state.options,
    height: installed.workbench.person?.height ?? null,
    edits: installed.workbench.person?.edits ?? [],
    avatars: avatars.map((avatar) => ({
      uuid: avatar.uuid,
      index: editor.scene.children.indexOf(avatar),
      skin: skinPictureOf(avatar),
    })),
    undos: editor.undos.map(({ name, type }) => `${type} ${name}`),
    redos: editor.redos.length,
    longTasks: longTasks.splice(0),
    message: document.querySelector('[role=status]')?.textContent ?? '',
  };
}

/** The skin's picture as the scene's JSON holds it, base64 of a JPEG; null without one. */
function skinPictureOf(avatar: THREE.Object3D): string | null {
  const { textures = [], images = [] } = avatar.toJSON() as unknown as SceneJson;
  const colours = textures.find(({ colorSpace }) => colorSpace === THREE.SRGBColorSpace);
  const address = images.find(({ uuid }) => uuid === colours?.image)?.url;
  return address === undefined ? null : address.replace('data:image/jpeg;base64,', '');
}

interface SceneJson {
  readonly textures?: readonly { readonly image: string; readonly colorSpace: string }[];
  readonly images?: readonly { readonly uuid: string; readonly url: string }[];
}

export const undo = (): void => editor.undo();
export const redo = (): void => editor.redo();

/** Presses a handle, moves and lets go of it: the first two while a fit runs, the last when it is done. */
export async function clickWhileFitting(k: number): Promise<void> {
  const fit = installed.workbench.fit();
  gesture(k, [
    ['pointerdown', 0],
    ['pointermove', 2],
  ]);
  await fit;
  gesture(k, [['pointerup', 2]]);
}

/** The fields of the panel that nobody can tell by their name. */
export const namelessFields = (): number =>
  [...document.querySelectorAll<HTMLInputElement>('#sidebar input, #sidebar select')].filter(
    (field) => !field.labels?.length && !field.ariaLabel,
  ).length;

/** Of a handle in the hand: lets go of it and moves it once more at once, quicker than any fit. */
export function pressAgain(k: number): void {
  gesture(k, [
    ['pointermove', 0],
    ['pointerup', 0],
    ['pointerdown', 0],
    ['pointermove', 9],
    ['pointerup', 9],
  ]);
}

/** Events of the mouse, so many pixels to the right of a handle's middle, within one task of the page. */
function gesture(k: number, events: readonly (readonly [type: string, right: number])[]): void {
  const handle = document.querySelector(`[data-keypoint="${k}"]`)!;
  const { x, y, width, height } = handle.getBoundingClientRect();
  for (const [type, right] of events) {
    const at = { clientX: x + width / 2 + right, clientY: y + height / 2 };
    handle.dispatchEvent(new PointerEvent(type, { bubbles: true, pointerId: 1, buttons: 1, ...at }));
  }
}

/** Where the avatar's wrist is drawn through the editor's camera, and where the picture's keypoint, both −1..1. */
export async function wristOnScreen(k: number): Promise<{ bone: number[]; keypoint: number[] }> {
  await installed.settled();
  editor.scene.updateMatrixWorld(true);
  editor.camera.updateMatrixWorld(true);
  const bone = editor.scene.getObjectByName('LeftHand') as THREE.Bone;
  const at = bone.getWorldPosition(new THREE.Vector3()).project(editor.camera);
  const { width, height } = installed.workbench.state.image!;
  const { xy } = installed.workbench.person!.keypoints;
  const plane = editor.scene.children.find((child) => (child as THREE.Mesh).geometry?.type === 'PlaneGeometry')!;
  const onPlane = new THREE.Vector3(
    (xy[2 * k] / width - 0.5) * (width / height) * 2,
    1 - (2 * xy[2 * k + 1]) / height,
    0,
  );
  const seen = plane.localToWorld(onPlane).project(editor.camera);
  return { bone: [at.x, at.y], keypoint: [seen.x, seen.y] };
}

/** The scene through JSON, as autosave and a reload do it: what comes back. */
export async function reload(): Promise<{ bones: number; remembers: boolean; isDressed: boolean }> {
  const json = JSON.parse(JSON.stringify(editor.toJSON())).scene;
  const scene = await new THREE.ObjectLoader().parseAsync(json);
  let bones = 0;
  let isDressed = false;
  scene.traverse((object) => {
    const mesh = object as THREE.SkinnedMesh;
    if (!mesh.isSkinnedMesh) return;
    bones += mesh.skeleton.bones.length;
    const [skin] = mesh.material as unknown as THREE.MeshStandardMaterial[];
    isDressed = (skin.map?.image as HTMLImageElement | undefined)?.naturalWidth === 2048;
  });
  return {
    bones,
    isDressed,
    remembers: scene.children.some(({ userData }) => Array.isArray(userData.photorig?.snapshot?.people)),
  };
}

/** What is left of the plugin after it is taken out. */
export function uninstall(): { listeners: number; menus: number; panels: number } {
  installed.uninstall();
  return {
    listeners: editor.signals.historyChanged.count,
    menus: document.querySelectorAll('#menubar .menu').length,
    panels: document.querySelectorAll('#scene > *').length,
  };
}
