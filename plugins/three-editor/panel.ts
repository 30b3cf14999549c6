import { saveFiles } from '../web/save-files.js';
import { createChanges } from '../workbench/changes.js';
import { AVATAR_FORMATS } from '../workbench/formats.js';
import { openPicture, type ShownPicture } from '../workbench/opened-picture.js';
import { createPictureView, type PictureView } from '../workbench/picture-view.js';
import type { Skins } from '../workbench/skins.js';
import { createStatusLine } from '../workbench/status-line.js';
import { createWork, mirrored, removed, type Work } from '../workbench/work.js';
import type { Workbench } from '../workbench/workbench.js';
import type { Editor } from './contract.js';
import { button, element, panel, row, select, setOptions } from './elements.js';
import { createKnownFields } from './known-fields.js';
import { backgroundReference, fileReference, type Reference, selectedReference } from './reference.js';
import type { SceneSync } from './scene-sync.js';
import { createSettings, type Settings } from './settings.js';

/** The plugin's part of the sidebar: listens to the workbench and calls it, nothing more. */
export interface PhotorigPanel {
  readonly element: HTMLElement;
  /** Opens the picture of the selected object. */
  openSelection(): void;
  /** Shows a failure, as text. */
  tell(error: unknown): void;
  dispose(): void;
}

/** What the panel needs besides the workbench. */
export interface PanelParts {
  readonly editor: Editor;
  readonly workbench: Workbench;
  readonly skins: Skins;
  readonly sync: SceneSync;
}

export function createPanel({ editor, workbench, skins, sync }: PanelParts): PhotorigPanel {
  const message = element('div', 'Text');
  message.style.cssText = 'min-height:32px;overflow-wrap:anywhere;white-space:normal';
  message.setAttribute('role', 'status');
  const status = createStatusLine(workbench, (text) => {
    message.textContent = text;
  });
  const work = createWork(status.tell);
  const settingsParts = { workbench, changes: createChanges(workbench), signal: work.signal };
  const picture = createPicture({ editor, workbench, sync, work });
  const people = createPeople(workbench, work);
  const known = createKnownFields(settingsParts);
  const settings = createSettings(settingsParts);
  const skin = createSkinField(skins, sync);
  const format = select(AVATAR_FORMATS, () => undefined);
  return {
    element: panel(
      picture.element,
      row(
        '',
        button('Detect', () => work.run(async (signal) => void (await workbench.detect({ signal })))),
        button('Fit', () => work.run((signal) => workbench.fit({ signal }))),
        button('Stop', work.stop),
      ),
      people.element,
      known.element,
      row(
        '',
        button('Mirror', () => work.run((signal) => mirrored(workbench, signal))),
        button('Camera', () => work.run(async () => sync.addCamera())),
      ),
      settings.element,
      row('Skin', skin.element),
      row(
        'Export',
        format,
        button('Save', () => work.run(() => save(workbench, skins, format.value))),
      ),
      message,
    ),
    openSelection: picture.openSelection,
    tell: status.tell,
    dispose() {
      work.stop();
      for (const part of [status, picture, people, known, settings, skin]) part.dispose();
    },
  };
}

/** Where the picture comes from, and the picture with its handles. */
function createPicture({ editor, workbench, sync, work }: Omit<PanelParts, 'skins'> & { readonly work: Work }) {
  const shown = element('div', 'photorig-picture');
  let view: PictureView | null = null;
  let picture: ShownPicture | null = null;
  const leave = (): void => {
    view?.dispose();
    picture?.close();
  };
  function show(opened: ShownPicture): void {
    leave();
    picture = opened;
    view = opened.drawn && createPictureView(workbench, { picture: opened.drawn });
    shown.replaceChildren(...(view === null ? [] : [view.element]));
  }
  const open = (reference: () => Reference | Promise<Reference>): void =>
    work.run(async (signal) => {
      const { source, name, plane } = await reference();
      const opened = await openPicture(workbench, source, { name, signal });
      sync.start(plane);
      show(opened);
    });
  const openSelection = (): void => open(() => selectedReference(editor));
  return {
    element: element('div', 'photorig-source', [
      row('Picture'),
      row(
        '',
        button('Selected', openSelection),
        button('Background', () => open(() => backgroundReference(editor))),
        button('File', () => open(fileReference)),
      ),
      shown,
    ]),
    openSelection,
    dispose: leave,
  };
}

/** The people to choose from, and to take out. */
function createPeople(workbench: Workbench, work: Work): Settings {
  const people = select([], (value) => workbench.choose(Number.parseInt(value, 10) - 1));
  const remove = button('Remove this person', () => work.run((signal) => removed(workbench, signal)));
  remove.title = 'Takes the chosen person out of the picture';
  const show = (): void => {
    const { state } = workbench;
    const names = state.people.map(({ detection }, i) => {
      return `${i + 1}${detection === null ? ', by hand' : `, ${Math.round(100 * detection.score)} %`}`;
    });
    setOptions(people, names, state.chosen);
    remove.disabled = workbench.person === null;
  };
  show();
  return {
    element: element('div', 'photorig-people', [row('Person', people), row('', remove)]),
    dispose: workbench.subscribe((event) => event.type === 'state' && show()),
  };
}

/** What bodies in the scene and in files wear; follows undo and redo. */
function createSkinField(skins: Skins, sync: SceneSync): Settings {
  const tones = select(skins.tones, (tone) => {
    skins.choose(tone);
    sync.dress();
  });
  const show = (): void => {
    tones.value = skins.tone;
  };
  show();
  return { element: tones, dispose: skins.subscribe(show) };
}

async function save(workbench: Workbench, skins: Skins, format: string): Promise<void> {
  await saveFiles(await workbench.write(format, { people: 'all', skin: await skins.chosen() }));
}
