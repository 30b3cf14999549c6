import { pickFile } from '../web/pick-file.js';
import { saveFiles } from '../web/save-files.js';
import { pictureOf } from '../workbench/picture-source.js';
import { createPictureView, type PictureView } from '../workbench/picture-view.js';
import type { Skins } from '../workbench/skins.js';
import type { Options } from '../workbench/state.js';
import type { Workbench } from '../workbench/workbench.js';
import type { AvatarSync } from './avatar-sync.js';
import type { UiConfig, Viewer } from './contract.js';

/** What the panel needs besides the workbench. */
export interface PanelParts {
  readonly viewer: Viewer;
  readonly workbench: Workbench;
  readonly skins: Skins;
  readonly sync: AvatarSync;
  /** The line at the panel's end. */
  message(): string;
  tell(error: unknown): void;
}

export interface PhotorigPanel {
  readonly uiConfig: UiConfig;
  dispose(): void;
}

const VIEW_STYLE = 'position:absolute;left:8px;bottom:8px;width:min(40%,420px);z-index:10';
const BETA_COUNT = 10;

/** The plugin's folder for the viewer's panels, and the picture with its handles in a corner of the viewer. */
export function createPanel(parts: PanelParts): PhotorigPanel {
  const { viewer, workbench, skins } = parts;
  let view: PictureView | null = null;
  let controller = new AbortController();
  const run = (job: (signal: AbortSignal) => Promise<unknown>): void => {
    if (controller.signal.aborted) controller = new AbortController();
    job(controller.signal).catch(parts.tell);
  };
  const open = async (file: File): Promise<void> => {
    await workbench.open(await pictureOf(file, file.name), { name: file.name });
    view?.dispose();
    view = createPictureView(workbench, { picture: await createImageBitmap(file) });
    view.element.style.cssText += VIEW_STYLE;
    viewer.container.append(view.element);
  };
  const uiConfig: UiConfig = {
    type: 'folder',
    label: 'photorig',
    expanded: true,
    children: [
      button('Open picture', () => run(async () => open(await pickFile('image/*')))),
      button('Detect', () => run((signal) => workbench.detect({ signal }))),
      button('Fit', () => run((signal) => workbench.fit({ signal }))),
      button('Stop', () => controller.abort()),
      {
        type: 'number',
        label: 'Person',
        getValue: () => workbench.state.chosen + 1,
        setValue: (value: number) => workbench.choose(value - 1),
      },
      button('Mirror', () =>
        run(() => {
          workbench.mirror();
          return workbench.refit();
        }),
      ),
      ...optionEntries(workbench, run),
      shapeFolder(workbench, run),
      skinEntry(skins, parts.sync),
      ...['glb', 'vrm', 'fbx', 'obj'].map((format) =>
        button(`Save ${format.toUpperCase()}`, () => run(() => save(workbench, skins, format))),
      ),
      { type: 'monitor', label: 'State', getValue: parts.message },
    ],
  };
  return {
    uiConfig,
    dispose() {
      controller.abort();
      view?.dispose();
    },
  };
}

async function save(workbench: Workbench, skins: Skins, format: string): Promise<void> {
  await saveFiles(await workbench.write(format, { people: 'all', skin: await skins.chosen() }));
}

type Run = (job: () => Promise<unknown>) => void;

const button = (label: string, onClick: () => void): UiConfig => ({ type: 'button', label, onClick });

/** What bodies in the scene and in files wear. */
const skinEntry = (skins: Skins, sync: AvatarSync): UiConfig => ({
  type: 'dropdown',
  label: 'Skin',
  children: skins.tones.map((tone) => ({ label: tone, value: tone })),
  getValue: () => skins.tone,
  setValue(tone: string) {
    skins.choose(tone);
    sync.dress();
  },
});

/** Options of the fit; 0 stands for unknown. A change fits again, if there is a body. */
function optionEntries(workbench: Workbench, run: Run): UiConfig[] {
  const set = (options: Partial<Options>): void =>
    run(async () => {
      workbench.setOptions(options);
      if (workbench.person?.fit) await workbench.refit();
    });
  const known = (label: string, option: 'focalLength' | 'height' | 'weight'): UiConfig => ({
    type: 'number',
    label,
    getValue: () => workbench.state.options[option] ?? 0,
    setValue: (value: number) => set({ [option]: value > 0 ? value : null }),
  });
  const strength = (label: string, option: 'posePrior' | 'shapePrior'): UiConfig => ({
    type: 'slider',
    label,
    bounds: [0.1, 8],
    getValue: () => workbench.state.options[option],
    setValue: (value: number) => set({ [option]: value }),
  });
  return [
    known('Focal length, px', 'focalLength'),
    {
      type: 'checkbox',
      label: 'Upright',
      getValue: () => workbench.state.options.upright,
      setValue: (upright: boolean) =>
        run(async () => {
          workbench.setOptions({ upright });
          if (workbench.person?.fit) await workbench.fit();
        }),
    },
    known('Height, m', 'height'),
    known('Weight, kg', 'weight'),
    strength('Pose prior', 'posePrior'),
    strength('Shape prior', 'shapePrior'),
  ];
}

function shapeFolder(workbench: Workbench, run: Run): UiConfig {
  const betas = (): number[] => [...(workbench.person?.fit?.betas ?? [])];
  return {
    type: 'folder',
    label: 'Shape',
    children: Array.from({ length: BETA_COUNT }, (_, b) => ({
      type: 'slider',
      label: `Beta ${b + 1}`,
      bounds: [-4, 4],
      getValue: () => betas()[b] ?? 0,
      setValue: (value: number) => run(() => workbench.setBetas(betas().map((beta, i) => (i === b ? value : beta)))),
    })),
  };
}
