/** The page's half of threepipe.test.ts: threepipe's viewer with the plugin in it. */

import type { MeshStandardMaterial, SkinnedMesh } from 'three';
import { createPhotorigPlugin, type PhotorigPlugin, type Threepipe } from '../../../plugins/threepipe/index.js';
import { plainWorkbench } from '../plain-workbench.js';

/** Of threepipe, what the page uses; its types are not there where it is not installed. */
interface Viewer {
  addPluginSync<T>(plugin: T, ...parameters: unknown[]): T;
  removePluginSync(plugin: unknown): void;
  scene: { traverse(visit: (object: { name: string; visible: boolean }) => void): void };
  setDirty(): void;
}

type Library = Threepipe & { ThreeViewer: new (options: object) => Viewer };

let viewer: Viewer;
let plugin: PhotorigPlugin;
let undoPlugin: { undo(): void; redo(): void };

/** Opens a viewer and adds the plugin and its panel. */
export async function start(): Promise<void> {
  const [name, panel]: string[] = ['threepipe', '@threepipe/plugin-tweakpane'];
  const threepipe = (await import(/* @vite-ignore */ name)) as Library;
  const { TweakpaneUiPlugin } = await import(/* @vite-ignore */ panel);
  const container = document.createElement('div');
  container.style.cssText = 'position:fixed;inset:0';
  document.body.append(container);
  viewer = new threepipe.ThreeViewer({ container, msaa: false, dropzone: false, backgroundColor: '#cccccc' });
  undoPlugin = viewer.addPluginSync(new threepipe.UndoManagerPlugin!()) as never;
  const ui = viewer.addPluginSync(new TweakpaneUiPlugin(true));
  const light = new threepipe.HemisphereLight(0xffffff, 0x888888, 4);
  (viewer.scene as unknown as { add(object: unknown): void }).add(light);
  const PhotorigPlugin = createPhotorigPlugin(threepipe, { modelsUrl: '/models/' });
  plugin = viewer.addPluginSync(new PhotorigPlugin());
  ui.setupPluginUi(plugin);
}

/** What the tests look at, in JSON. */
export async function look() {
  await plugin.settled();
  const avatars: { name: string; visible: boolean; wrist: number[]; isPainted: boolean }[] = [];
  viewer.scene.traverse((object) => {
    const mesh = object as unknown as SkinnedMesh;
    if (!mesh.isSkinnedMesh) return;
    mesh.skeleton.bones[0].updateMatrixWorld(true);
    const wrist = mesh.skeleton.bones.find(({ name }) => name === 'LeftHand')!.matrixWorld.elements.slice(12, 15);
    const [skin] = [mesh.material].flat() as MeshStandardMaterial[];
    const isPainted = skin.map !== null;
    avatars.push({ name: mesh.parent!.name, visible: mesh.parent!.visible, wrist, isPainted });
  });
  return {
    ...(await plainWorkbench(plugin.workbench!)),
    body: plugin.workbench!.state.options.body,
    avatars,
  };
}

export const undo = (): void => undoPlugin.undo();
export const redo = (): void => undoPlugin.redo();

/** What is left of the plugin after it is taken out. */
export function remove(): { workbench: boolean; views: number } {
  viewer.removePluginSync(plugin);
  return { workbench: plugin.workbench !== null, views: document.querySelectorAll('svg [data-keypoint]').length };
}
