import { STEEPEST } from '../../core/camera/gravity.js';
import { SHIPPED_BODIES } from '../../models/registry.js';
import type { Changes } from '../workbench/changes.js';
import { STRENGTH_POWERS } from '../workbench/prior-strength.js';
import type { Options } from '../workbench/state.js';
import type { Workbench } from '../workbench/workbench.js';
import { checkbox, element, numberField, row, select, showNumber, slider } from './elements.js';

/** Standard deviations: beyond these a body looks like nobody. */
const BETA_RANGE = { min: -4, max: 4, value: 0 };

export interface Settings {
  readonly element: HTMLElement;
  dispose(): void;
}

/** What the settings change, and what Stop stops of it. */
export interface SettingsParts {
  readonly workbench: Workbench;
  readonly changes: Changes;
  signal(): AbortSignal;
}

/** Options of the fit and sliders of the shape. After a change all bodies are fitted again. */
export function createSettings({ workbench, changes, signal }: SettingsParts): Settings {
  const change = (options: Partial<Options>, isAnew: boolean): void => {
    void changes.setOptions(options, { isAnew, signal: signal() }).then(show); // what was refused goes back
  };
  const set = (options: Partial<Options>): void => change(options, false);
  /** Of what only a fit from scratch knows. */
  const anew = (options: Partial<Options>): void => change(options, true);
  const strength = (option: 'posePrior' | 'shapePrior') =>
    slider({ ...STRENGTH_POWERS, value: 0 }, (value) => set({ [option]: 2 ** value }));

  const body = select(SHIPPED_BODIES, (value) => anew({ body: value }));
  const focalLength = numberField('px', (value) => set({ focalLength: value }));
  const upright = checkbox((isOn) => anew({ upright: isOn, pitch: null }));
  const pitch = numberField('°', (degrees) => anew({ pitch: degrees }), STEEPEST);
  const posePrior = strength('posePrior');
  const shapePrior = strength('shapePrior');
  const shape = createShapeSliders(workbench, changes);

  function show(): void {
    const { options } = changes;
    body.value = options.body;
    showNumber(focalLength, options.focalLength);
    upright.checked = options.upright;
    showNumber(pitch, options.pitch);
    posePrior.value = String(Math.log2(options.posePrior));
    shapePrior.value = String(Math.log2(options.shapePrior));
  }
  const unsubscribe = workbench.subscribe((event) => {
    if (event.type === 'state' && event.cause !== 'drag') show();
  });
  show();
  return {
    element: element('div', 'photorig-settings', [
      row('Body', body),
      row('Focal length', focalLength),
      row('Upright', upright),
      row('Camera down', pitch),
      row('Pose prior', posePrior),
      row('Shape prior', shapePrior),
      shape.element,
    ]),
    dispose() {
      unsubscribe();
      shape.dispose();
    },
  };
}

/** One slider a beta, folded away, and what the body measures. */
function createShapeSliders(workbench: Workbench, changes: Changes): Settings {
  const folded = element('details', 'photorig-shape');
  const title = element('summary', 'Text');
  title.textContent = 'Shape';
  const measured = element('div', 'Text');
  const rows = element('div', 'photorig-betas');
  folded.append(title, measured, rows);

  const sliders: HTMLInputElement[] = [];
  const show = (): void => {
    const betas = workbench.person?.fit?.betas ?? [];
    while (sliders.length < betas.length) {
      const b = sliders.length;
      sliders.push(slider(BETA_RANGE, (value) => void changes.setBeta(b, value)));
      rows.append(row(`Beta ${b + 1}`, sliders[b]));
    }
    sliders.forEach((one, b) => {
      one.value = String(betas[b] ?? 0);
      one.disabled = b >= betas.length; // nobody is fitted, or by a body with fewer
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
