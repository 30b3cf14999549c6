import { pickFile } from '../web/pick-file.js';
import { saveFiles } from '../web/save-files.js';
import { createChanges } from '../workbench/changes.js';
import { AVATAR_FORMATS } from '../workbench/formats.js';
import { openPicture, type ShownPicture } from '../workbench/opened-picture.js';
import { createPictureView, type PictureView } from '../workbench/picture-view.js';
import type { Skins } from '../workbench/skins.js';
import type { StatusLine } from '../workbench/status-line.js';
import { createWork, mirrored, removed, type Work } from '../workbench/work.js';
import type { Workbench } from '../workbench/workbench.js';
import type { AvatarSync } from './avatar-sync.js';
import type { UiConfig, Viewer } from './contract.js';
import { choices, knownFields, optionFields, shapeFolder } from './panel-fields.js';
import type { UndoRecords } from './undo-records.js';

/** What the panel needs besides the workbench. */
export interface PanelParts {
  readonly viewer: Viewer;
  readonly workbench: Workbench;
  readonly skins: Skins;
  readonly sync: AvatarSync;
  readonly records: UndoRecords;
  /** What the field State shows. */
  readonly status: StatusLine;
  /** Shows all values anew. */
  refresh(): void;
}

export interface PhotorigPanel {
  readonly uiConfig: UiConfig;
  dispose(): void;
}

const VIEW_STYLE = 'position:absolute;left:8px;bottom:8px;width:min(40%,420px);z-index:10';
/** Before anything is told. */
const START = 'Open a picture, find people, fit.';

/** The plugin's folder for the viewer's panels, and the picture with its handles in a corner of the viewer. */
export function createPanel(parts: PanelParts): PhotorigPanel {
  const { viewer, workbench, skins, status } = parts;
  let view: PictureView | null = null;
  const work = createWork(status.tell);
  const { run } = work;
  let picture: ShownPicture | null = null;
  const leave = (): void => {
    view?.dispose();
    picture?.close();
  };
  const open = async (file: File, signal: AbortSignal): Promise<void> => {
    const opened = await openPicture(workbench, file, { name: file.name, signal });
    leave();
    picture = opened;
    view = opened.drawn && createPictureView(workbench, { picture: opened.drawn });
    if (view === null) return;
    view.element.style.cssText += VIEW_STYLE;
    viewer.container.append(view.element);
  };
  const fieldParts = { ...parts, changes: createChanges(workbench), signal: work.signal };
  const uiConfig: UiConfig = {
    type: 'folder',
    label: 'photorig',
    expanded: true,
    children: [
      button('Open picture', () => run(async (signal) => open(await pickFile('image/*'), signal))),
      button('Detect', () => run((signal) => workbench.detect({ signal }))),
      button('Fit', () => run((signal) => workbench.fit({ signal }))),
      button('Stop', work.stop),
      { type: 'textarea', rows: 4, readOnly: true, label: 'State', getValue: () => status.text || START },
      ...personEntries(workbench, run),
      ...knownFields(fieldParts),
      button('Mirror', () => run((signal) => mirrored(workbench, signal))),
      ...optionFields(fieldParts),
      shapeFolder(fieldParts),
      skinEntry(skins, parts.sync),
      ...saveEntries(workbench, skins, run),
    ],
  };
  return {
    uiConfig,
    dispose() {
      work.stop();
      status.dispose();
      leave();
    },
  };
}

const button = (label: string, onClick: () => void): UiConfig => ({ type: 'button', label, onClick });

/** Who is being worked on. */
const personEntries = (workbench: Workbench, run: Work['run']): UiConfig[] => [
  {
    type: 'number',
    label: 'Person',
    getValue: () => workbench.state.chosen + 1,
    setValue: (value: number) => workbench.choose(value - 1),
  },
  {
    ...button('Remove this person', () => run((signal) => removed(workbench, signal))),
    disabled: () => workbench.person === null,
  },
];

/** What bodies in the scene and in files wear. */
const skinEntry = (skins: Skins, sync: AvatarSync): UiConfig => ({
  type: 'dropdown',
  label: 'Skin',
  children: choices(skins.tones),
  getValue: () => skins.tone,
  setValue(tone: string) {
    skins.choose(tone);
    sync.dress();
  },
});

/** The format of the files, and what writes them. */
function saveEntries(workbench: Workbench, skins: Skins, run: Work['run']): UiConfig[] {
  let format: string = AVATAR_FORMATS[0];
  const save = async (): Promise<void> =>
    saveFiles(await workbench.write(format, { people: 'all', skin: await skins.chosen() }));
  return [
    {
      type: 'dropdown',
      label: 'Format',
      children: choices(AVATAR_FORMATS),
      getValue: () => format,
      setValue(chosen: string) {
        format = chosen;
      },
    },
    button('Save', () => run(save)),
  ];
}
