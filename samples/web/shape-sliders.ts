import { byId, make } from './dom.js';
import type { Messages } from './messages.js';
import type { Session } from './session.js';
import { createShapeMovements } from './shape-movement.js';

/** Standard deviations that a slider reaches. */
const REACH = 4;
/** Betas of the shipped bodies. */
const BETAS = 10;

/** One slider a beta of the chosen person's body. */
export function createSliders(session: Session, messages: Messages): void {
  const { workbench, step } = session;
  const fields = Array.from({ length: BETAS }, (_, b) => {
    const input = make('input', { type: 'range', min: String(-REACH), max: String(REACH), step: '0.05' });
    const output = make('output', {});
    byId('sliders').append(make('label', {}, make('span', {}, `Shape ${b + 1}`), input, output));
    return { input, output };
  });
  /** Where the sliders were last: within their reach, and a multiple of their step. */
  const places = fields.map(() => 0);
  const movements = createShapeMovements(session, show);

  /** The sliders of the body as it is, or is to be: one that is ahead of the body stays where the hand has it. */
  function show(): void {
    const betas = workbench.person?.fit?.betas;
    fields.forEach(({ input, output }, b) => {
      const wanted = movements.wanted(b);
      const value = wanted ?? betas?.[b] ?? 0;
      input.disabled = betas === undefined;
      if (wanted === undefined) input.valueAsNumber = value;
      places[b] = input.valueAsNumber;
      output.textContent = value.toFixed(1).replace(/^-0\.0$/, '0.0');
    });
    byId<HTMLButtonElement>('shape-auto').disabled = workbench.person?.betas == null;
  }

  fields.forEach(({ input }, b) => {
    listenToSlider(
      input,
      () => {
        movements.move(b, places[b], input.valueAsNumber);
        show();
      },
      movements.letGo,
    );
  });
  byId('shape-auto').addEventListener('click', async () => {
    messages.calm();
    await step(async () => {
      await workbench.setBetas(null);
      await workbench.fit();
    });
  });
  workbench.subscribe((event) => {
    if (event.type === 'state' && event.cause !== 'drag') show();
  });
  show();
}

/** Browsers end each repetition of a key with `change`: a movement by keys ends when the key is let go of. */
function listenToSlider(input: HTMLInputElement, moved: () => void, letGo: () => void): void {
  let isKeyDown = false;
  const end = (): void => {
    isKeyDown = false;
    letGo();
  };
  input.addEventListener('input', moved);
  input.addEventListener('keydown', () => {
    isKeyDown = true;
  });
  input.addEventListener('change', () => {
    if (!isKeyDown) letGo();
  });
  for (const type of ['keyup', 'blur', 'pointerup', 'pointercancel']) input.addEventListener(type, end);
}
