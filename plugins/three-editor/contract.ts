import type * as THREE from 'three';
import { FitError } from '../../core/error.js';

/** What the plugin relies on in the three.js editor, and nothing more; docs/editor.md lists it. */
export interface Editor {
  readonly scene: THREE.Scene;
  readonly selected: THREE.Object3D | null;
  execute(command: Command, name?: string): void;
  readonly signals: Readonly<Partial<Record<'objectChanged' | 'historyChanged' | 'editorCleared', Signal>>>;
}

export interface Signal {
  add(listener: () => void): unknown;
  remove(listener: () => void): unknown;
  dispatch(...parameters: unknown[]): void;
}

/** A command of the editor's own: made by us, run and undone by the editor. */
export interface Command {
  /** AddObjectCommand and the like. */
  readonly type?: string;
}

/** The command classes of the editor that the plugin composes its changes of. */
export interface Commands {
  readonly AddObjectCommand: new (editor: Editor, object: THREE.Object3D) => Command;
  readonly RemoveObjectCommand: new (editor: Editor, object: THREE.Object3D) => Command;
  /** Before another object of the new parent, or after all of them. */
  readonly MoveObjectCommand: new (
    editor: Editor,
    object: THREE.Object3D,
    newParent: THREE.Object3D,
    newBefore?: THREE.Object3D,
  ) => Command;
  readonly MultiCmdsCommand: new (editor: Editor, commands: Command[]) => Command;
}

const COMMAND_NAMES = ['AddObjectCommand', 'RemoveObjectCommand', 'MoveObjectCommand', 'MultiCmdsCommand'] as const;
/** Where the editor keeps its commands, from its page. */
const COMMANDS_FILE = 'js/commands/Commands.js';

/** @throws FitError unsupported, naming what this editor lacks */
export function expectEditor(editor: Editor): void {
  const { scene, signals } = editor ?? {};
  const parts: readonly (readonly [string, boolean])[] = [
    ['scene', scene?.isScene === true],
    ['execute', typeof editor?.execute === 'function'],
    ['signals.historyChanged', typeof signals?.historyChanged?.add === 'function'],
  ];
  const missing = parts.flatMap(([name, present]) => (present ? [] : [name]));
  if (missing.length === 0) return;
  const what = `this is no three.js editor that can be worked with: it has no ${missing.join(', ')}.`;
  throw new FitError('unsupported', 'install', what, 'Pass `window.editor` of the editor’s page.');
}

/**
 * The editor's own command classes: its history revives commands by their names, and only of its own modules.
 *
 * @throws FitError unsupported
 */
export async function commandsOf(given: Partial<Commands> | undefined, page: string): Promise<Commands> {
  let commands = given;
  if (commands === undefined) {
    const address = new URL(COMMANDS_FILE, page).href;
    const todo = 'Pass them: install(editor, { commands: await import("./js/commands/Commands.js") }).';
    try {
      commands = (await import(/* @vite-ignore */ address)) as Partial<Commands>;
    } catch (cause) {
      throw new FitError('unsupported', address, "the editor's commands are not there.", todo, { cause });
    }
  }
  const missing = COMMAND_NAMES.filter((name) => typeof commands[name] !== 'function');
  if (missing.length === 0) return commands as Commands;
  const what = `this editor has no ${missing.join(', ')}.`;
  throw new FitError('unsupported', 'commands', what, 'Use a newer revision of the editor.');
}
