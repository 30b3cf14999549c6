import { SMPL_JOINTS } from '../../core/body/joint-sets.js';
import type { Fit } from '../../core/types.js';
import type { Measurements, Workbench } from '../../plugins/workbench/index.js';
import { spoken } from '../../plugins/workbench/picture-drawing.js';
import { byId, make } from './dom.js';

const ROWS: readonly (readonly [keyof Measurements, string])[] = [
  ['height', 'Height'],
  ['weight', 'Weight'],
  ['chest', 'Chest'],
  ['waist', 'Waist'],
  ['hip', 'Hips'],
  ['inseam', 'Inseam'],
  ['armLength', 'Arm'],
];
/** A joint less likely than this to be right is named. */
const DOUBTFUL = 0.4;

/** What the fit of the chosen person says in numbers. */
export function createResults(workbench: Workbench): void {
  const panel = byId('results');
  let shown: Fit | null = null;

  async function show(): Promise<void> {
    const fit = workbench.person?.fit ?? null;
    if (fit === shown) return;
    shown = fit;
    panel.hidden = fit === null;
    if (fit === null) return;
    showConfidence(fit);
    const measurements = await workbench.measurements().catch(() => null);
    if (shown === fit && measurements !== null) byId('measurements').replaceChildren(...rows(measurements));
  }
  workbench.subscribe((event) => {
    if (event.type === 'state' && event.cause !== 'drag') void show();
  });
}

function rows(measurements: Measurements): HTMLElement[] {
  return ROWS.map(([key, label]) => {
    const value = measurements[key];
    const text = key === 'weight' ? `${value.toFixed(0)} kg` : `${(100 * value).toFixed(0)} cm`;
    return make('div', {}, make('dt', {}, label), make('dd', {}, text));
  });
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;

function showConfidence({ confidence, reprojectionError, warnings }: Fit): void {
  const overall = confidence?.overall ?? 0;
  byId<HTMLMeterElement>('confidence').value = overall;
  byId('confidence-text').textContent = confidence ? `${Math.round(100 * overall)} %` : 'unknown';
  const doubtful = SMPL_JOINTS.filter((name, j) => confidence && confidence.joints[j] < DOUBTFUL && !/hand/.test(name));
  const depth = doubtful.length === 0 ? '' : ` Least sure: ${doubtful.slice(0, 4).map(spoken).join(', ')}.`;
  byId('report').textContent = `Joints lie ${reprojectionError.toFixed(1)} px from the photo's on average.${depth}`;
  byId('warnings').replaceChildren(...warnings.map((warning) => make('li', {}, sentence(warning))));
}
