import { byId, make } from './dom.js';
import type { Messages } from './messages.js';
import type { Session } from './session.js';

/** Standard deviations that a slider reaches. */
const REACH = 4;
/** What the first components of the shipped bodies are about; the others have no name. */
const LABELS = [
  'Shape 1',
  'Shape 2',
  'Shape 3',
  'Shape 4',
  'Shape 5',
  'Shape 6',
  'Shape 7',
  'Shape 8',
  'Shape 9',
  'Shape 10',
];

/** One slider a beta of the chosen person's body. */
export function createSliders(session: Session, messages: Messages): void {
  const { workbench, step } = session;
  const fields = LABELS.map((label) => {
    const input = make('input', { type: 'range', min: String(-REACH), max: String(REACH), step: '0.05' });
    const output = make('output', {});
    byId('sliders').append(make('label', {}, make('span', {}, label), input, output));
    return { input, output };
  });
  /** The state when the hand took hold of a slider. */
  let before: typeof workbench.state | null = null;

  const betasNow = (): number[] => fields.map(({ input }) => input.valueAsNumber);
  function show(): void {
    const betas = workbench.person?.fit?.betas;
    fields.forEach(({ input, output }, b) => {
      input.disabled = betas === undefined;
      const value = betas?.[b] ?? 0;
      if (before === null) input.valueAsNumber = value;
      output.textContent = input.valueAsNumber.toFixed(1);
    });
    byId<HTMLButtonElement>('shape-auto').disabled = workbench.person?.betas == null;
  }

  for (const { input } of fields) {
    input.addEventListener('input', () => {
      before ??= workbench.state;
      // A failure is told by the workbench, and by the step that ends the movement.
      workbench.setBetas(betasNow()).catch(() => undefined);
    });
    input.addEventListener('change', async () => {
      const start = before ?? workbench.state;
      await step(() => workbench.setBetas(betasNow()), start);
      before = null;
      show();
    });
  }
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
