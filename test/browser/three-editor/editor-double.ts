import * as THREE from 'three';

/**
 * A double of the three.js editor: as much of its contract as the plugin relies on (docs/editor.md), written from what
 * the editor does, and its habits that could trip a plugin: a history that merges, replays and serialises commands, an
 * autosave that turns the scene into JSON, keys that act on the whole page.
 */

export class Signal {
  active = true;
  private readonly listeners: ((...parameters: unknown[]) => void)[] = [];

  add(listener: (...parameters: unknown[]) => void): void {
    this.listeners.push(listener);
  }

  remove(listener: (...parameters: unknown[]) => void): void {
    const at = this.listeners.indexOf(listener);
    if (at >= 0) this.listeners.splice(at, 1);
  }

  get count(): number {
    return this.listeners.length;
  }

  dispatch(...parameters: unknown[]): void {
    if (!this.active) return;
    for (const listener of [...this.listeners]) listener(...parameters);
  }
}

abstract class Command {
  abstract readonly type: string;
  name = '';
  inMemory = false;
  readonly editor: Editor;
  constructor(editor: Editor) {
    this.editor = editor;
  }
  abstract execute(): void;
  abstract undo(): void;
  toJSON(): object {
    return { type: this.type, name: this.name };
  }
}

export class AddObjectCommand extends Command {
  readonly type = 'AddObjectCommand';
  readonly object: THREE.Object3D;
  constructor(editor: Editor, object: THREE.Object3D) {
    super(editor);
    this.object = object;
    this.name = `Add Object: ${object.name}`;
  }
  execute(): void {
    this.editor.addObject(this.object);
    this.editor.select(this.object);
  }
  undo(): void {
    this.editor.removeObject(this.object);
    this.editor.select(null);
  }
  override toJSON(): object {
    return { ...super.toJSON(), object: this.object.toJSON() };
  }
}

export class RemoveObjectCommand extends Command {
  readonly type = 'RemoveObjectCommand';
  readonly object: THREE.Object3D;
  private readonly parent: THREE.Object3D;
  private readonly index: number;
  constructor(editor: Editor, object: THREE.Object3D) {
    super(editor);
    if (object.parent === null) throw new Error('the object is not in the scene');
    this.object = object;
    this.parent = object.parent;
    this.index = this.parent.children.indexOf(object);
    this.name = `Remove Object: ${object.name}`;
  }
  execute(): void {
    this.editor.removeObject(this.object);
    this.editor.select(null);
  }
  undo(): void {
    this.editor.addObject(this.object, this.parent, this.index);
    this.editor.select(this.object);
  }
  override toJSON(): object {
    return { ...super.toJSON(), object: this.object.toJSON(), index: this.index, parentUuid: this.parent.uuid };
  }
}

export class MoveObjectCommand extends Command {
  readonly type = 'MoveObjectCommand';
  readonly object: THREE.Object3D;
  private readonly from: { readonly parent: THREE.Object3D; readonly index: number };
  private readonly to: { readonly parent: THREE.Object3D; readonly index: number };
  constructor(editor: Editor, object: THREE.Object3D, parent: THREE.Object3D, before: THREE.Object3D | null = null) {
    super(editor);
    if (object.parent === null) throw new Error('the object is nowhere');
    this.object = object;
    this.from = { parent: object.parent, index: object.parent.children.indexOf(object) };
    const index = before === null ? parent.children.length : parent.children.indexOf(before);
    const isLater = parent === object.parent && index > this.from.index;
    this.to = { parent, index: isLater ? index - 1 : index };
    this.name = `Move Object: ${object.name}`;
  }
  execute(): void {
    this.put(this.from.parent, this.to);
  }
  undo(): void {
    this.put(this.to.parent, this.from);
  }
  override toJSON(): object {
    return { ...super.toJSON(), from: this.from.parent.uuid, to: this.to.parent.uuid };
  }
  /** By numbers that were counted when the command was made, as the editor does. */
  private put(
    from: THREE.Object3D,
    { parent, index }: { readonly parent: THREE.Object3D; readonly index: number },
  ): void {
    from.remove(this.object);
    parent.children.splice(index, 0, this.object);
    this.object.parent = parent;
    this.editor.signals.sceneGraphChanged.dispatch();
  }
}

export class MultiCmdsCommand extends Command {
  readonly type = 'MultiCmdsCommand';
  private readonly commands: Command[];
  constructor(editor: Editor, commands: Command[]) {
    super(editor);
    this.commands = commands;
    this.name = 'Multiple Changes';
  }
  execute(): void {
    this.quietly(() => {
      for (const command of this.commands) command.execute();
    });
  }
  undo(): void {
    this.quietly(() => {
      for (const command of [...this.commands].reverse()) command.undo();
    });
  }
  override toJSON(): object {
    return { ...super.toJSON(), cmds: this.commands.map((command) => command.toJSON()) };
  }
  private quietly(job: () => void): void {
    const { sceneGraphChanged } = this.editor.signals;
    sceneGraphChanged.active = false;
    job();
    sceneGraphChanged.active = true;
    sceneGraphChanged.dispatch();
  }
}

export class Editor {
  readonly scene = new THREE.Scene();
  readonly camera = new THREE.PerspectiveCamera(50, 1, 0.01, 1000);
  selected: THREE.Object3D | null = null;
  readonly signals = {
    objectAdded: new Signal(),
    objectChanged: new Signal(),
    objectRemoved: new Signal(),
    objectSelected: new Signal(),
    sceneGraphChanged: new Signal(),
    historyChanged: new Signal(),
    editorCleared: new Signal(),
  };
  readonly undos: Command[] = [];
  readonly redos: Command[] = [];

  addObject(object: THREE.Object3D, parent: THREE.Object3D = this.scene, index = parent.children.length): void {
    parent.children.splice(index, 0, object);
    object.parent = parent;
    this.signals.objectAdded.dispatch(object);
    this.signals.sceneGraphChanged.dispatch();
  }

  removeObject(object: THREE.Object3D): void {
    object.parent?.remove(object);
    this.signals.objectRemoved.dispatch(object);
    this.signals.sceneGraphChanged.dispatch();
  }

  select(object: THREE.Object3D | null): void {
    this.selected = object;
    this.signals.objectSelected.dispatch(object);
  }

  execute(command: Command, name?: string): void {
    this.undos.push(command);
    if (name !== undefined) command.name = name;
    command.execute();
    command.inMemory = true;
    // With "history" switched on in its settings the editor turns each command into JSON at once.
    JSON.stringify(command.toJSON());
    this.redos.length = 0;
    this.signals.historyChanged.dispatch(command);
  }

  undo(): void {
    const command = this.undos.pop();
    if (command === undefined) return;
    command.undo();
    this.redos.push(command);
    this.signals.historyChanged.dispatch(command);
  }

  redo(): void {
    const command = this.redos.pop();
    if (command === undefined) return;
    command.execute();
    this.undos.push(command);
    this.signals.historyChanged.dispatch(command);
  }

  toJSON(): object {
    return { scene: this.scene.toJSON() };
  }
}

export const commands = { AddObjectCommand, RemoveObjectCommand, MoveObjectCommand, MultiCmdsCommand };

const STYLE = `
  body { margin: 0; font: 14px Helvetica, Arial, sans-serif; overflow: hidden }
  #menubar { position: absolute; inset: 0 0 auto 0; height: 32px; background: #eee; color: #888 }
  #menubar .menu { float: left; padding: 8px; cursor: pointer }
  #menubar .options { position: fixed; top: 32px; display: none; padding: 5px 0; background: #eee; z-index: 1 }
  #menubar .menu:hover .options { display: block }
  #menubar .option { padding: 5px 10px }
  #viewport { position: absolute; inset: 32px 300px 0 0 }
  #sidebar { position: absolute; inset: 32px 0 0 auto; width: 300px; overflow: auto; background: #eee }
  #sidebar .Panel { color: #888; padding: 10px; border-top: 1px solid #ccc }
  #sidebar .Row { min-height: 20px; margin-bottom: 10px }
  #sidebar .Tab { display: inline-block; padding: 10px; text-transform: uppercase }
  button { color: #555; background: #ddd; border: 0; padding: 5px 8px; text-transform: uppercase }
`;

/** The page around an editor: menubar, viewport, sidebar with tabs; draws when the editor's signals say so. */
export function buildPage(editor: Editor, width: number, height: number): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  document.adoptedStyleSheets = [sheet];
  const box = (id: string, className: string, parent: HTMLElement = document.body): HTMLElement => {
    const made = document.createElement('div');
    made.id = id;
    made.className = className;
    parent.append(made);
    return made;
  };
  const viewport = box('viewport', 'Panel');
  box('menubar', 'Panel');
  const sidebar = box('sidebar', 'TabbedPanel');
  const tabs = box('', 'Tabs', sidebar);
  for (const name of ['Scene', 'Project', 'Settings']) box('', 'Tab', tabs).textContent = name;
  box('scene', '', box('', 'Panels', sidebar));

  const renderer = new THREE.WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
  renderer.setSize(width - 300, height - 32);
  renderer.setClearColor(0xaaaaaa);
  viewport.append(renderer.domElement);
  editor.camera.aspect = (width - 300) / (height - 32);
  editor.camera.updateProjectionMatrix();
  editor.scene.add(new THREE.HemisphereLight(0xffffff, 0x888888, 3));
  let asked = 0;
  const draw = (): void => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(() => renderer.render(editor.scene, editor.camera));
  };
  for (const name of ['sceneGraphChanged', 'objectChanged', 'objectAdded', 'objectRemoved'] as const) {
    editor.signals[name].add(draw);
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Delete' && editor.selected !== null) {
      editor.execute(new RemoveObjectCommand(editor, editor.selected));
    }
    if (event.key === 'z' && event.ctrlKey) editor.undo();
    if (event.key === 'y' && event.ctrlKey) editor.redo();
  });
}
