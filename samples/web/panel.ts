import { pitchOf } from '../../core/camera/gravity.js';
import type { Detail } from '../../core/detect/people.js';
import type { FocalSource } from '../../core/types.js';
import { type Options, statedCamera } from '../../plugins/workbench/index.js';
import { byId } from './dom.js';
import type { Messages } from './messages.js';
import { seconds } from './photo-opening.js';
import type { PhotoView } from './photo-view.js';
import { fitEverybody, type Session } from './session.js';

const CENTIMETRES = 100;
/** What the field says of a focal length that the user has not given. */
const FOCAL_SOURCES: Readonly<Record<FocalSource, string>> = {
  flag: 'given',
  file: "the file's",
  exif: "the file's",
  perspective: 'by perspective',
  default: 'a guess',
};

/** The fields and buttons beside the views. */
export function createPanel(session: Session, view: PhotoView, messages: Messages): void {
  const { workbench, step } = session;
  const bodies = [...document.querySelectorAll<HTMLInputElement>('input[name=body]')];
  const [height, weight, focal, pitch, upright] = ['height', 'weight', 'focal', 'pitch', 'upright'].map((id) =>
    byId<HTMLInputElement>(id),
  );
  const detail = byId<HTMLSelectElement>('detail');

  /** Sets options, and everybody is fitted anew. Back to what holds when that fails. */
  async function change(options: Partial<Options>): Promise<void> {
    messages.calm();
    const isDone = await step(() => {
      workbench.setOptions(options);
      return fitEverybody(workbench);
    });
    if (!isDone) show();
  }
  /** The same, of what is known of the chosen person: the others' bodies stay as they are. */
  async function learn(known: Parameters<typeof workbench.setKnown>[0]): Promise<void> {
    messages.calm();
    const isDone = await step(() => {
      workbench.setKnown(known);
      return workbench.fit();
    });
    if (!isDone) show();
  }
  function show(): void {
    const { options, people, chosen } = workbench.state;
    const { person } = workbench;
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
    const stated = statedCamera(workbench.state);
    focal.placeholder =
      stated === null ? '' : `${stated.camera.focalLength.toFixed(0)} (${FOCAL_SOURCES[stated.source]})`;
    const down = stated?.camera.down;
    pitch.placeholder = down === undefined ? 'unknown' : `${Math.round(pitchOf(down)) || 0} (by the people)`;
  }

  for (const radio of bodies) radio.addEventListener('change', () => change({ body: radio.value }));
  listenToNumber(height, messages, (value) => learn({ height: value === null ? null : value / CENTIMETRES }));
  listenToNumber(weight, messages, (value) => learn({ weight: value }));
  listenToNumber(focal, messages, (value) => change({ focalLength: value }));
  listenToNumber(pitch, messages, (value) => change({ pitch: value }));
  upright.addEventListener('change', () => change({ upright: upright.checked, pitch: null }));
  detail.addEventListener('change', () => step(() => workbench.setOptions({ detail: detail.value as Detail })));

  byId('fit').addEventListener('click', async () => {
    messages.calm();
    // Not in turn: a second one is refused, and the workbench says so.
    if (workbench.busy !== null) return void workbench.fit().catch(() => undefined);
    const start = performance.now();
    if (await step(() => workbench.fit())) messages.tell(`Fitted in ${seconds(performance.now() - start)}.`);
  });
  byId('detect').addEventListener('click', async () => {
    messages.calm();
    if (workbench.busy !== null) return void workbench.detect().catch(() => undefined);
    const isDone = await step(async () => {
      await workbench.detect();
      await fitEverybody(workbench);
    });
    if (!isDone) return;
    view.fitView();
    messages.tell(`${workbench.state.people.length} found.`);
  });
  byId('mirror').addEventListener('click', () =>
    step(() => {
      workbench.mirror();
      return workbench.fit();
    }),
  );
  workbench.subscribe((event) => {
    if (event.type === 'state' && event.cause !== 'drag') show();
    if (event.type === 'busy') document.body.dataset.busy = event.task ?? '';
  });
  show();
}

function showNumber(field: HTMLInputElement, value: number | null): void {
  if (document.activeElement !== field) field.value = value === null ? '' : String(Math.round(value * 10) / 10);
}

/** Empty: unknown. What is no number, or out of the field's range, is told, not used. */
function listenToNumber(field: HTMLInputElement, messages: Messages, take: (value: number | null) => void): void {
  field.addEventListener('change', () => {
    if (!field.validity.valid) return messages.problem(`${field.validationMessage} ${rangeOf(field)}`.trim());
    take(field.value === '' ? null : field.valueAsNumber);
  });
}

const rangeOf = ({ min, max }: HTMLInputElement): string =>
  max === '' ? `Give a number from ${min} up, or nothing.` : `Give a number from ${min} to ${max}, or nothing.`;
