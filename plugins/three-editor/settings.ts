import { STEEPEST } from '../../core/camera/gravity.js';
import type { Options } from '../workbench/state.js';
import type { Workbench } from '../workbench/workbench.js';
import { checkbox, element, numberField, row, select, slider } from './elements.js';

const BODIES = ['neutral', 'female', 'male'];
/** Standard deviations: beyond these a body looks like nobody. */
const BETA_RANGE = { min: -4, max: 4, value: 0 };
/** Factors, as powers of two: an eighth to eight times. */
const STRENGTH_RANGE = { min: -3, max: 3, value: 0 };

export interface Settings {
  readonly element: HTMLElement;
  dispose(): void;
}

/** Options of the fit and sliders of the shape. After a change the body is fitted again, if there is one. */
export function createSettings(workbench: Workbench, run: (job: () => Promise<void>) => void): Settings {
  const set = (options: Partial<Options>): void =>
    run(async () => {
      workbench.setOptions(options);
      if (workbench.person?.fit) await workbench.refit();
    });
  /** Of what only a fit from scratch knows. */
  const anew = (options: Partial<Options>): void =>
    run(async () => {
      workbench.setOptions(options);
      if (workbench.person?.fit) await workbench.fit();
    });
  const body = select(BODIES, (value) => anew({ body: value }));
  body.selectedIndex = BODIES.indexOf(workbench.state.options.body);
  const strength = (option: 'posePrior' | 'shapePrior') =>
    slider(STRENGTH_RANGE, (value) => set({ [option]: 2 ** value }));
  const pitch = numberField('°', (degrees) => anew({ pitch: degrees }), STEEPEST);
  const shape = createShapeSliders(workbench, run);
  return {
    element: element('div', 'photorig-settings', [
      row('Body', body),
      row(
        'Focal length',
        numberField('px', (focalLength) => set({ focalLength })),
      ),
      row(
        'Upright',
        checkbox((upright) => {
          pitch.value = '';
          anew({ upright, pitch: null });
        }),
      ),
      row('Camera down', pitch),
      row(
        'Height',
        numberField('m', (height) => set({ height })),
      ),
      row(
        'Weight',
        numberField('kg', (weight) => set({ weight })),
      ),
      row('Pose prior', strength('posePrior')),
      row('Shape prior', strength('shapePrior')),
      shape.element,
    ]),
    dispose: shape.dispose,
  };
}

/** One slider a beta, folded away, and what the body measures. */
function createShapeSliders(workbench: Workbench, run: (job: () => Promise<void>) => void): Settings {
  const folded = element('details', 'photorig-shape');
  const title = element('summary', 'Text');
  title.textContent = 'Shape';
  const measured = element('div', 'Text');
  const rows = element('div', 'photorig-betas');
  folded.append(title, measured, rows);

  const sliders: HTMLInputElement[] = [];
  const setBeta = (b: number, value: number): void =>
    run(async () => {
      const { person } = workbench;
      if (!person?.fit) return;
      await workbench.setBetas([...person.fit.betas].map((beta, i) => (i === b ? value : beta)));
    });
  const show = (): void => {
    const betas = workbench.person?.fit?.betas ?? [];
    while (sliders.length < betas.length) {
      const b = sliders.length;
      sliders.push(slider(BETA_RANGE, (value) => setBeta(b, value)));
      rows.append(row(`Beta ${b + 1}`, sliders[b]));
    }
    sliders.forEach((one, b) => {
      one.value = String(betas[b] ?? 0);
    });
    void workbench.measurements().then(
      (body) => {
        measured.textContent = body === null ? '' : `${body.height.toFixed(2)} m, about ${body.weight.toFixed(0)} kg`;
      },
      () => undefined, // told when the body itself is asked for
    );
  };
  const unsubscribe = workbench.subscribe((event) => {
    if (event.type === 'state' && event.cause !== 'drag') show();
  });
  return { element: folded, dispose: unsubscribe };
}
