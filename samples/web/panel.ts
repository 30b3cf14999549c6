import { pitchOf } from '../../core/camera/gravity.js';
import type { Detail } from '../../core/detect/people.js';
import type { FocalSource } from '../../core/types.js';
import { type Options, statedCamera, type Workbench } from '../../plugins/workbench/index.js';
import { byId } from './dom.js';
import { createFitButtons } from './fit-buttons.js';
import type { Messages } from './messages.js';
import { seconds } from './photo-opening.js';
import type { PhotoView } from './photo-view.js';
import { fitAgain, type Session } from './session.js';

const CENTIMETRES = 100;
/** What the field says of a focal length that the user has not given. */
const FOCAL_SOURCES: Readonly<Record<FocalSource, string>> = {
  flag: 'given',
  file: "the file's",
  exif: "the file's",
  perspective: 'by perspective',
  default: 'a guess',
};

/** The fields beside the views, and the buttons among them. */
export function createPanel(session: Session, view: PhotoView, messages: Messages): void {
  const { workbench, step } = session;
  const fields = panelFields();
  const show = (): void => showFields(fields, workbench);

  /** One step that ends with a fit. Back to what holds when it fails. */
  async function fitAfter(change: () => unknown, fitting: () => Promise<void>): Promise<void> {
    messages.begin();
    const start = performance.now();
    const isDone = await step(() => {
      change();
      return fitting();
    });
    if (!isDone) show();
    else if (workbench.person?.fit) messages.conclude(`Fitted in ${seconds(performance.now() - start)}.`);
  }
  const change = (options: Partial<Options>): Promise<void> =>
    fitAfter(
      () => workbench.setOptions(options),
      () => fitAgain(workbench),
    );
  /** What is known of the chosen person: the others' bodies stay as they are. */
  const learn = (known: Parameters<typeof workbench.setKnown>[0]): Promise<void> =>
    fitAfter(
      () => workbench.setKnown(known),
      () => fitAgain(workbench, { person: workbench.state.chosen }),
    );

  const { bodies, height, weight, focal, pitch, upright, detail } = fields;
  for (const radio of bodies) radio.addEventListener('change', () => change({ body: radio.value }));
  listenToNumber(height, messages, (value) => learn({ height: value === null ? null : value / CENTIMETRES }));
  listenToNumber(weight, messages, (value) => learn({ weight: value }));
  listenToNumber(focal, messages, (value) => change({ focalLength: value }));
  listenToNumber(pitch, messages, (value) => change({ pitch: value }));
  upright.addEventListener('change', () => change({ upright: upright.checked, pitch: null }));
  detail.addEventListener('change', () => step(() => workbench.setOptions({ detail: detail.value as Detail })));
  createFitButtons(session, view, messages);
  workbench.subscribe((event) => {
    if (event.type === 'state' && event.cause !== 'drag') show();
    if (event.type === 'busy') document.body.dataset.busy = event.task ?? '';
  });
  show();
}

interface PanelFields {
  readonly bodies: readonly HTMLInputElement[];
  readonly height: HTMLInputElement;
  readonly weight: HTMLInputElement;
  readonly focal: HTMLInputElement;
  readonly pitch: HTMLInputElement;
  readonly upright: HTMLInputElement;
  readonly detail: HTMLSelectElement;
}

const panelFields = (): PanelFields => ({
  bodies: [...document.querySelectorAll<HTMLInputElement>('input[name=body]')],
  height: byId('height'),
  weight: byId('weight'),
  focal: byId('focal'),
  pitch: byId('pitch'),
  upright: byId('upright'),
  detail: byId('detail'),
});

/** Brings the fields to what the workbench has. */
function showFields(fields: PanelFields, { state, person }: Workbench): void {
  const { bodies, height, weight, focal, pitch, upright, detail } = fields;
  const { options, people, chosen } = state;
  for (const radio of bodies) radio.checked = radio.value === options.body;
  detail.value = options.detail;
  showNumber(height, person?.height === undefined ? null : CENTIMETRES * person.height);
  showNumber(weight, person?.weight ?? null);
  for (const field of [height, weight]) field.disabled = person === null;
  const whose = byId('whose');
  whose.hidden = people.length < 2;
  whose.textContent = `Height and weight are of person ${chosen + 1}, the body is everybody's.`;
  showNumber(focal, options.focalLength);
  showNumber(pitch, options.pitch);
  upright.checked = options.upright || options.pitch !== null;
  const stated = statedCamera(state);
  focal.placeholder =
    stated === null ? '' : `${stated.camera.focalLength.toFixed(0)} (${FOCAL_SOURCES[stated.source]})`;
  const down = stated?.camera.down;
  pitch.placeholder = down === undefined ? 'unknown' : `${Math.round(pitchOf(down)) || 0} (by the people)`;
}

/** What holds is the field's default; what is being typed stays. */
function showNumber(field: HTMLInputElement, value: number | null): void {
  field.defaultValue = value === null ? '' : String(Math.round(value * 10) / 10);
  if (document.activeElement !== field) field.value = field.defaultValue;
}

/**
 * Empty: unknown. What is no number, or out of the field's range, is told, not used. Whatever comes of it, the field then
 * shows what holds, unless more was typed meanwhile.
 */
function listenToNumber(field: HTMLInputElement, messages: Messages, take: (value: number | null) => unknown): void {
  field.addEventListener('change', async () => {
    const { value, validity, validationMessage } = field;
    if (validity.valid) await take(value === '' ? null : field.valueAsNumber);
    else messages.problem(`${validationMessage} ${rangeOf(field)}`.trim());
    if (field.value === value) field.value = field.defaultValue;
  });
}

const rangeOf = ({ min, max }: HTMLInputElement): string =>
  max === '' ? `Give a number from ${min} up, or nothing.` : `Give a number from ${min} to ${max}, or nothing.`;
