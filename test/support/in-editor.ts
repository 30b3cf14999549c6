import * as THREE from 'three';
import type { SkinTexture } from '../../converters/export/skin-texture.js';
import type { Detection } from '../../core/types.js';
import { rememberedTone } from '../../plugins/three-editor/avatar.js';
import { createSceneSync } from '../../plugins/three-editor/scene-sync.js';
import { createWorkbench } from '../../plugins/workbench/index.js';
import { CLAY, createSkins, type Skins } from '../../plugins/workbench/skins.js';
import { commands, Editor } from '../browser/three-editor/editor-double.js';
import { nodeEngine } from './workbench-engine.js';

/** Skins without pictures, which Node decodes as well as a page; `fetch` may fail. */
export function plainSkins(fetch: (tone: string) => SkinTexture = (tone) => ({ ...CLAY, tone })): Skins {
  const skins = createSkins('https://host.example/models/');
  const chosen = async (): Promise<SkinTexture> => fetch(skins.tone);
  return Object.defineProperty(Object.create(skins), 'chosen', { value: chosen });
}

/** People of one picture, fitted, in the editor's double. */
export async function inEditor(
  skins: Skins,
  found: Detection[],
  { searches = [], plane = null }: { searches?: Detection[][]; plane?: THREE.Mesh | null } = {},
) {
  const editor = new Editor();
  const detect = async () => searches.shift() ?? found;
  const workbench = createWorkbench({ engine: { ...nodeEngine(), detect } });
  const failures: string[] = [];
  const onError = (error: unknown) => failures.push(String(error));
  const host = { THREE, editor: editor as never, commands: commands as never };
  const sync = createSceneSync({ ...host, workbench, skins, onError });
  await workbench.open({ width: 640, height: 480, rgba: new Uint8Array(4 * 640 * 480) }, { name: 'two' });
  sync.start(plane);
  await workbench.detect();
  for (const person of found.keys()) {
    workbench.choose(person);
    await workbench.fit();
    await sync.settled();
  }
  const tones = () => editor.scene.children.map((avatar) => [avatar.name, rememberedTone(avatar)]);
  return { editor, workbench, sync, failures, tones };
}
