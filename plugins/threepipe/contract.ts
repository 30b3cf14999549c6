import type { Object3D } from 'three';
import type { Three } from '../three/index.js';

/**
 * What the plugin relies on in threepipe, and nothing more, as structural types: whoever installs photorig need not
 * install threepipe. The namespace of threepipe holds three.js too.
 */
export type Threepipe = Three & {
  readonly AViewerPluginSync: PluginBase;
  readonly UndoManagerPlugin?: new () => UndoPlugin;
};

/** A class to be extended. */
export type PluginBase = abstract new () => {
  onAdded(viewer: Viewer): void;
  onRemove(viewer: Viewer): void;
  dispose(): void;
};

export interface Viewer {
  readonly container: HTMLElement;
  readonly scene: Object3D & { readonly background: unknown };
  addSceneObject<T extends Object3D>(object: T, options: object): Promise<T>;
  getPlugin(type: string): object | undefined;
  getOrAddPluginSync<T>(type: new () => T): T;
  setDirty(source?: unknown): void;
}

export interface UndoManager {
  /** Whether it takes records. */
  enabled: boolean;
  record(command: { undo(): void; redo(): void }): unknown;
}

export interface UndoPlugin {
  readonly undoManager?: UndoManager | undefined;
}

/** An entry of a dropdown. */
export interface UiChoice {
  readonly label: string;
  readonly value: unknown;
}

/** Of an entry of a panel (uiconfig.js), what is used. */
export interface UiConfig {
  readonly type: 'folder' | 'button' | 'slider' | 'number' | 'dropdown' | 'checkbox' | 'textarea';
  readonly label: string | (() => string);
  readonly expanded?: boolean;
  readonly children?: readonly (UiConfig | UiChoice | (() => readonly UiConfig[]))[];
  readonly onClick?: () => void;
  readonly getValue?: () => unknown;
  readonly setValue?: (value: never) => void;
  readonly bounds?: readonly [number, number];
  readonly stepSize?: number;
  readonly rows?: number;
  readonly readOnly?: boolean;
  readonly disabled?: () => boolean;
  /** Tells the panel that what it shows has changed; the panel sets it. */
  uiRefresh?(deep?: boolean, mode?: string): void;
}
