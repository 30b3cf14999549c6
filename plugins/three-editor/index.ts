/**
 * photorig in the three.js editor (editor/ of the three.js repository).
 *
 *   import { install } from 'photorig/three-editor';
 *   const { uninstall } = await install(window.editor, { modelsUrl: '/models/' });
 *
 * A menu "photorig" and a panel in the sidebar: pick the picture (the selected textured plane, the scene's background,
 * a file), find people, fit, drag joints, change the shape, export. docs/editor.md tells what it relies on.
 */

import { FitError } from '../../core/error.js';
import type { Three } from '../three/index.js';
import type { Engine } from '../workbench/engine.js';
import { openWorkerEngine } from '../workbench/open-worker-engine.js';
import { createSkins } from '../workbench/skins.js';
import { createWorkbench, type Workbench } from '../workbench/workbench.js';
import { type Commands, commandsOf, type Editor, expectEditor } from './contract.js';
import { createMenu } from './menu.js';
import { createPanel } from './panel.js';
import { createSceneSync } from './scene-sync.js';

export type { Commands, Editor } from './contract.js';

export interface InstallOptions {
  /** Where the package's models folder is served: what the engine needs, and the painted skins. */
  readonly modelsUrl?: string | URL;
  /** An engine of your own; the bodies are of clay unless it comes with modelsUrl. */
  readonly engine?: Engine;
  /** The editor's three.js; default: window.THREE, which the editor sets. */
  readonly THREE?: Three;
  /** The editor's js/commands/Commands.js; default: imported from beside the page. */
  readonly commands?: Partial<Commands>;
}

export interface Installed {
  /** Takes everything out again; avatars stay in the scene. */
  uninstall(): void;
  readonly workbench: Workbench;
  /** Resolves when the scene shows what the workbench holds. */
  settled(): Promise<void>;
}

/**
 * Installs the plugin into an editor whose page has been built.
 *
 * @throws FitError unsupported, naming what this editor lacks; usage without models
 */
export async function install(editor: Editor, options: InstallOptions = {}): Promise<Installed> {
  expectEditor(editor);
  const THREE = options.THREE ?? (globalThis as { THREE?: Three }).THREE;
  if (THREE === undefined) {
    throw new FitError(
      'unsupported',
      'install',
      'the page has no THREE.',
      'Pass the editor’s: install(editor, { THREE }).',
    );
  }
  const commands = await commandsOf(options.commands, document.baseURI);
  const engine = options.engine ?? engineOf(options);
  const workbench = createWorkbench({ engine });
  const skins = createSkins(options.modelsUrl);
  const sync = createSceneSync({ THREE, editor, commands, workbench, skins, onError: (error) => panel.tell(error) });
  const panel = createPanel({ editor, workbench, skins, sync });
  const menu = createMenu('photorig', {
    'Fit the selected picture': () => {
      panel.element.scrollIntoView();
      panel.openSelection();
    },
    'Show the panel': () => panel.element.scrollIntoView(),
  });
  sidebar().append(panel.element);
  document.getElementById('menubar')?.append(menu);
  return {
    workbench,
    settled: sync.settled,
    uninstall() {
      menu.remove();
      panel.dispose();
      panel.element.remove();
      sync.dispose();
      workbench.dispose();
    },
  };
}

function engineOf({ modelsUrl }: InstallOptions): Engine {
  if (modelsUrl !== undefined) return openWorkerEngine({ modelsUrl });
  throw new FitError('usage', 'install', 'it is not told where the models are.', 'Pass modelsUrl or engine.');
}

/** The first tab of the sidebar, the scene's; a sidebar without tabs, of older revisions; else the page itself. */
const sidebar = (): Element =>
  document.querySelector('#sidebar .Panels > *') ?? document.getElementById('sidebar') ?? document.body;
