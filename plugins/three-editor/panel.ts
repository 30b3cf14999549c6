import { pickFile } from '../web/pick-file.js';
import { saveFiles } from '../web/save-files.js';
import { createChanges } from '../workbench/changes.js';
import { AVATAR_FORMATS } from '../workbench/formats.js';
import { pictureOf } from '../workbench/picture-source.js';
import { createPictureView, type PictureView } from '../workbench/picture-view.js';
import type { Skins } from '../workbench/skins.js';
import { createStatusLine } from '../workbench/status-line.js';
import { createWork, mirrored } from '../workbench/work.js';
import type { Workbench } from '../workbench/workbench.js';
import type { Editor } from './contract.js';
import { button, element, panel, row, select, setOptions } from './elements.js';
import { backgroundReference, type Reference, selectedReference } from './reference.js';
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

  const view = element('div', 'photorig-picture');
  const people = select([], (value) => workbench.choose(Number.parseInt(value, 10) - 1));
  const settings = createSettings({ workbench, changes: createChanges(workbench), signal: work.signal });
  const skin = createSkinField(skins, sync);
  const format = select(AVATAR_FORMATS, () => undefined);
  const open = (reference: () => Reference | Promise<Reference>): void =>
    work.run(async (signal) => {
      const { source, name, plane } = await reference();
      const picture = await pictureOf(source, name);
      const shown = picture instanceof Blob ? await createImageBitmap(picture).catch(() => null) : source;
      await workbench.open(picture, { name, signal });
      sync.start(plane);
      showPicture(shown as CanvasImageSource | null);
    });

  let pictureView: PictureView | null = null;
  function showPicture(picture: CanvasImageSource | null): void {
    pictureView?.dispose();
    if (picture !== null) pictureView = createPictureView(workbench, { picture });
    view.replaceChildren(...(pictureView === null ? [] : [pictureView.element]));
  }

  const unsubscribe = workbench.subscribe((event) => {
    if (event.type === 'state') showPeople(people, workbench);
  });
  return {
    element: panel(
      row('Picture'),
      row(
        '',
        button('Selected', () => open(() => selectedReference(editor))),
        button('Background', () => open(() => backgroundReference(editor))),
        button('File', () =>
          open(async () => {
            const file = await pickFile('image/*');
            return { source: file, name: file.name, plane: null };
          }),
        ),
      ),
      view,
      row(
        '',
        button('Detect', () => work.run(async (signal) => void (await workbench.detect({ signal })))),
        button('Fit', () => work.run((signal) => workbench.fit({ signal }))),
        button('Stop', work.stop),
      ),
      row('Person', people),
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
    openSelection: () => open(() => selectedReference(editor)),
    tell: status.tell,
    dispose() {
      work.stop();
      unsubscribe();
      status.dispose();
      settings.dispose();
      skin.dispose();
      pictureView?.dispose();
    },
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

/** The people to choose from. */
function showPeople(people: HTMLSelectElement, { state }: Workbench): void {
  const names = state.people.map(({ detection }, i) => {
    return `${i + 1}${detection === null ? ', by hand' : `, ${Math.round(100 * detection.score)} %`}`;
  });
  setOptions(people, names, state.chosen);
}

async function save(workbench: Workbench, skins: Skins, format: string): Promise<void> {
  await saveFiles(await workbench.write(format, { people: 'all', skin: await skins.chosen() }));
}
