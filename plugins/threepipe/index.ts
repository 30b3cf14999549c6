/**
 * photorig in threepipe (npm: threepipe).
 *
 *   import * as threepipe from 'threepipe';
 *   import { createPhotorigPlugin } from 'photorig/threepipe';
 *   const PhotorigPlugin = createPhotorigPlugin(threepipe, { modelsUrl: '/models/' });
 *   const plugin = viewer.addPluginSync(new PhotorigPlugin());
 *   ui.setupPluginUi(plugin);                                  // of @threepipe/plugin-tweakpane or another panel
 *
 * A folder in the panel and the picture with joint handles in a corner of the viewer; changes go to the viewer's undo
 * manager. docs/editor.md tells what it relies on.
 */

import { FitError } from '../../core/error.js';
import type { Engine } from '../workbench/engine.js';
import { openWorkerEngine } from '../workbench/open-worker-engine.js';
import { createSkins } from '../workbench/skins.js';
import { createStatusLine } from '../workbench/status-line.js';
import { createWorkbench, type Workbench } from '../workbench/workbench.js';
import { type AvatarSync, createAvatarSync } from './avatar-sync.js';
import type { Threepipe, UiConfig, Viewer } from './contract.js';
import { createPanel, type PhotorigPanel } from './panel.js';
import { createUndoRecords } from './undo-records.js';

export type { Threepipe, UiConfig, Viewer } from './contract.js';

export interface PhotorigOptions {
  /** Where the package's models folder is served: what the engine needs, and the painted skins. */
  readonly modelsUrl?: string | URL;
  /** An engine of your own, made when the plugin is added; the bodies are of clay unless it comes with modelsUrl. */
  readonly createEngine?: () => Engine;
}

/** What the class adds to threepipe's own. */
export interface PhotorigPlugin {
  enabled: boolean;
  readonly uiConfig: UiConfig | undefined;
  /** Null while the plugin is in no viewer. */
  readonly workbench: Workbench | null;
  /** Resolves when the scene shows what the workbench holds. */
  settled(): Promise<void>;
  onAdded(viewer: Viewer): void;
  onRemove(viewer: Viewer): void;
  dispose(): void;
}

/** What lives as long as the plugin is in a viewer. */
interface Parts {
  readonly workbench: Workbench;
  readonly sync: AvatarSync;
  readonly panel: PhotorigPanel;
}

/**
 * The plugin's class, made of the threepipe that the host has loaded.
 *
 * @throws FitError unsupported for something else than threepipe
 */
export function createPhotorigPlugin(threepipe: Threepipe, options: PhotorigOptions = {}): new () => PhotorigPlugin {
  if (typeof threepipe?.AViewerPluginSync !== 'function') {
    const todo = 'Pass the module: import * as threepipe from "threepipe".';
    throw new FitError('unsupported', 'createPhotorigPlugin', 'this is not threepipe.', todo);
  }
  const { AViewerPluginSync, UndoManagerPlugin } = threepipe;

  return class extends AViewerPluginSync implements PhotorigPlugin {
    static readonly PluginType = 'PhotorigPlugin';
    enabled = true;
    dependencies = UndoManagerPlugin === undefined ? [] : [UndoManagerPlugin];
    uiConfig: UiConfig | undefined;
    #parts: Parts | null = null;

    get workbench(): Workbench | null {
      return this.#parts?.workbench ?? null;
    }

    async settled(): Promise<void> {
      await this.#parts?.sync.settled();
    }

    override onAdded(viewer: Viewer): void {
      super.onAdded(viewer);
      const undo = UndoManagerPlugin === undefined ? null : viewer.getOrAddPluginSync(UndoManagerPlugin);
      const records = createUndoRecords(undo);
      const workbench = createWorkbench({ engine: engineOf(options) });
      const refresh = (): void => this.uiConfig?.uiRefresh?.(true, 'postFrame');
      const status = createStatusLine(workbench, refresh);
      workbench.subscribe((event) => {
        if (event.type === 'state' && event.cause !== 'drag') refresh();
      });
      const skins = createSkins(options.modelsUrl);
      const sync = createAvatarSync({ THREE: threepipe, viewer, records, workbench, skins, onError: status.tell });
      const panel = createPanel({ viewer, workbench, skins, sync, records, status, refresh });
      this.uiConfig = panel.uiConfig;
      this.#parts = { workbench, sync, panel };
    }

    override onRemove(viewer: Viewer): void {
      this.#parts?.panel.dispose();
      this.#parts?.sync.dispose();
      this.#parts?.workbench.dispose();
      this.#parts = null;
      this.uiConfig = undefined;
      super.onRemove(viewer);
    }
  };
}

function engineOf({ modelsUrl, createEngine }: PhotorigOptions): Engine {
  if (createEngine !== undefined) return createEngine();
  if (modelsUrl !== undefined) return openWorkerEngine({ modelsUrl });
  throw new FitError('usage', 'PhotorigPlugin', 'it is not told where the models are.', 'Pass modelsUrl.');
}
