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
  readonly series: readonly Series[];
}

const PANEL = { width: 380, height: 260 };
const MARGIN = { left: 52, right: 12, top: 28, bottom: 42 };
const TICKS = 5;
const LEGEND_LINE = 18;

/** Line plots side by side over one legend, an SVG file that a README shows on light and dark pages alike. */
export function linePlots(panels: readonly Panel[]): string {
  const names = panels[0].series;
  const width = panels.length * PANEL.width;
  const height = PANEL.height + LEGEND_LINE * names.length + 10;
  const legend = names.map(({ name, color }, n) => {
    const y = PANEL.height + LEGEND_LINE * (n + 0.5);
    const line = `<line x1="${MARGIN.left}" y1="${y}" x2="${MARGIN.left + 28}" y2="${y}" stroke="${color}" stroke-width="2"/>`;
    return `${line}<text x="${MARGIN.left + 36}" y="${y + 4}">${name}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...panels.map((panel, n) => `<g transform="translate(${n * PANEL.width} 0)">${drawPanel(panel)}</g>`),
    ...legend,
    '</svg>',
    '',
  ].join('\n');
}

function drawPanel({ title, xLabel, yLabel, series }: Panel): string {
  const all = series.flatMap(({ points }) => points);
  const xMost = Math.max(...all.map(([x]) => x));
  const step = niceStep(Math.max(...all.map(([, y]) => y)) / TICKS);
  const yMost = step * TICKS;
  const inner = { width: PANEL.width - MARGIN.left - MARGIN.right, height: PANEL.height - MARGIN.top - MARGIN.bottom };
  const at = ([x, y]: readonly [number, number]): [string, string] => [
    (MARGIN.left + (inner.width * x) / xMost).toFixed(1),
    (MARGIN.top + inner.height * (1 - y / yMost)).toFixed(1),
  ];
  const bottom = MARGIN.top + inner.height;
  const rows = Array.from({ length: TICKS + 1 }, (_, n) => n * step).map((y) => {
    const [, height] = at([0, y]);
    const line = `<line x1="${MARGIN.left}" y1="${height}" x2="${PANEL.width - MARGIN.right}" y2="${height}" stroke="#ddd"/>`;
    return `${line}<text x="${MARGIN.left - 6}" y="${Number(height) + 4}" text-anchor="end">${y}</text>`;
  });
  const columns = [...new Set(all.map(([x]) => x))].map((x) => {
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

/** The next of 1, 2, 5 times a power of ten. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= least) ?? 10);
}
