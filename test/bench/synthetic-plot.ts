/** One line of a plot. */
export interface Series {
  readonly name: string;
  readonly color: string;
  readonly points: readonly (readonly [number, number])[];
}

/** One pair of axes. */
export interface Panel {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Default: linear, from 0. Logarithmic: from the power of ten below the least x to that above the largest. */
  readonly xScale?: 'linear' | 'log';
  readonly series: readonly Series[];
}

const PANEL = { width: 380, height: 260 };
const MARGIN = { left: 52, right: 12, top: 28, bottom: 42 };
const TICKS = 5;
const LEGEND_LINE = 18;

/** Line plots side by side over their legends, an SVG file that a README shows on light and dark pages alike. */
export function linePlots(panels: readonly Panel[]): string {
  const namesOf = ({ series }: Panel): string => series.map(({ name }) => name).join();
  const isNew = (panel: Panel, n: number): boolean => n === 0 || namesOf(panel) !== namesOf(panels[0]);
  const lines = Math.max(...panels.map(({ series }) => series.length));
  const width = panels.length * PANEL.width;
  const height = PANEL.height + LEGEND_LINE * lines + 10;
  const drawn = panels.map((panel, n) => drawPanel(panel) + (isNew(panel, n) ? drawLegend(panel) : ''));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<title>${panels.map(({ title }) => title).join('; ')}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...drawn.map((panel, n) => `<g transform="translate(${n * PANEL.width} 0)">${panel}</g>`),
    '</svg>',
    '',
  ].join('\n');
}

/** Below the panel; panels with the same lines share that of the first. */
function drawLegend({ series }: Panel): string {
  const lines = series.map(({ name, color }, n) => {
    const y = PANEL.height + LEGEND_LINE * (n + 0.5);
    const line = `<line x1="${MARGIN.left}" y1="${y}" x2="${MARGIN.left + 28}" y2="${y}" stroke="${color}" stroke-width="2"/>`;
    return `${line}<text x="${MARGIN.left + 36}" y="${y + 4}">${name}</text>`;
  });
  return ['', ...lines].join('\n');
}

function drawPanel({ title, xLabel, yLabel, xScale = 'linear', series }: Panel): string {
  const all = series.flatMap(({ points }) => points);
  const { shareOf, ticks } = (xScale === 'log' ? logAxis : linearAxis)([...new Set(all.map(([x]) => x))]);
  const step = niceStep(Math.max(...all.map(([, y]) => y)) / TICKS);
  const yMost = step * TICKS;
  const inner = { width: PANEL.width - MARGIN.left - MARGIN.right, height: PANEL.height - MARGIN.top - MARGIN.bottom };
  const at = ([x, y]: readonly [number, number]): [string, string] => [
    (MARGIN.left + inner.width * shareOf(x)).toFixed(1),
    (MARGIN.top + inner.height * (1 - y / yMost)).toFixed(1),
  ];
  const bottom = MARGIN.top + inner.height;
  const rows = Array.from({ length: TICKS + 1 }, (_, n) => n * step).map((y) => {
    const [, height] = at([ticks[0], y]);
    const line = `<line x1="${MARGIN.left}" y1="${height}" x2="${PANEL.width - MARGIN.right}" y2="${height}" stroke="#ddd"/>`;
    return `${line}<text x="${MARGIN.left - 6}" y="${Number(height) + 4}" text-anchor="end">${y}</text>`;
  });
  const columns = ticks.map((x) => {
    const [left] = at([x, 0]);
    return `<text x="${left}" y="${bottom + 16}" text-anchor="middle">${x}</text>`;
  });
  const lines = series.map(({ color, points }) => {
    const path = points.map((point) => at(point).join(',')).join(' ');
    const dots = points.map((point) => `<circle cx="${at(point)[0]}" cy="${at(point)[1]}" r="3" fill="${color}"/>`);
    return `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="2"/>${dots.join('')}`;
  });
  const middle = MARGIN.left + inner.width / 2;
  return [
    `<text x="${middle}" y="18" text-anchor="middle" font-weight="bold">${title}</text>`,
    ...rows,
    ...columns,
    `<text x="${middle}" y="${bottom + 34}" text-anchor="middle">${xLabel}</text>`,
    `<text transform="translate(14 ${MARGIN.top + inner.height / 2}) rotate(-90)" text-anchor="middle">${yLabel}</text>`,
    ...lines,
  ].join('\n');
}

/** Where a value stands along the axis, 0 to 1, and what is written below it: the values, or even steps for many. */
interface Axis {
  readonly shareOf: (x: number) => number;
  readonly ticks: readonly number[];
}

function linearAxis(values: readonly number[]): Axis {
  const most = Math.max(...values);
  const step = niceStep(most / TICKS);
  const isCrowded = values.length > TICKS;
  const even = Array.from({ length: Math.floor(most / step) + 1 }, (_, n) => n * step);
  return { shareOf: (x) => x / most, ticks: isCrowded ? even : values };
}

function logAxis(values: readonly number[]): Axis {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  const ticks = Array.from({ length: high - low + 1 }, (_, n) => 10 ** (low + n));
  return { shareOf: (x) => (Math.log10(x) - low) / (high - low), ticks };
}

/** The next of 1, 2, 2.5, 5 times a power of ten. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= least) ?? 10);
}
