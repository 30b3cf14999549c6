/** What was measured of one body; lengths in metres unless the name says otherwise. */
export interface BodyFigures {
  readonly samples: number;
  /** Share of the variance of shape that the 10 and the first 16 components explain. */
  readonly explained: readonly [number, number];
  /** Root mean square distance of sampled vertices from the model with 10 and with 16 components, mm. */
  readonly vertexErrorMm: readonly [number, number];
  readonly height: number;
  /** Height at beta0 = −2 and +2. */
  readonly heightRange: readonly [number, number];
  /** Kilograms, of the mean body. */
  readonly mass: number;
  /** Correlation of betas 0–3 with stature and with BMI. */
  readonly statureCorrelation: readonly number[];
  readonly bmiCorrelation: readonly number[];
  /** Distance of regressed joints from the rig's over all samples: mean and 95th percentile, mm. */
  readonly jointErrorMm: readonly [number, number];
  /** Held-out poses: root mean square distance to dual quaternion skinning, mm, without and with correctives. */
  readonly heldOutMm: readonly [number, number];
  /** Share of posedirs that is not zero. */
  readonly correctiveDensity: number;
  /** Change of volume in test poses, cm³. */
  readonly volumes: readonly VolumeReport[];
}

/** The figures of a body and the file it became. */
export interface BodyReport extends BodyFigures {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface VolumeReport {
  readonly pose: string;
  readonly linear: number;
  readonly corrected: number;
  readonly dualQuaternion: number;
}

export interface BuildOptions {
  readonly samples: number;
  readonly poses: number;
  readonly seed: number;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const metres = (value: number): string => `${value.toFixed(3)} m`;
const signed = (value: number): string => (value < 0 ? `−${(-value).toFixed(0)}` : `+${value.toFixed(0)}`);
const correlations = (values: readonly number[]): string => values.map((value) => value.toFixed(2)).join(', ');

/** The report as Markdown, one column a body. */
export function formatReport(bodies: readonly BodyReport[], options: BuildOptions): string {
  const rows: [string, (body: BodyReport) => string][] = [
    ['people', (body) => String(body.samples)],
    ['variance explained by 10 components', (body) => percent(body.explained[0])],
    ['… by 16', (body) => percent(body.explained[1])],
    ['vertex RMS with 10 components', (body) => `${body.vertexErrorMm[0].toFixed(1)} mm`],
    ['… with 16', (body) => `${body.vertexErrorMm[1].toFixed(1)} mm`],
    ['mean body: height', (body) => metres(body.height)],
    ['mean body: mass', (body) => `${body.mass.toFixed(1)} kg`],
    ['height at beta0 = −2', (body) => metres(body.heightRange[0])],
    ['height at beta0 = +2', (body) => metres(body.heightRange[1])],
    ['correlation of betas 0–3 with stature', (body) => correlations(body.statureCorrelation)],
    ['correlation of betas 0–3 with BMI', (body) => correlations(body.bmiCorrelation)],
    ['joint regressor to rig: mean', (body) => `${body.jointErrorMm[0].toFixed(1)} mm`],
    ['… 95th percentile', (body) => `${body.jointErrorMm[1].toFixed(1)} mm`],
    ['held-out distance to dual quaternions, plain', (body) => `${body.heldOutMm[0].toFixed(2)} mm`],
    ['… with correctives', (body) => `${body.heldOutMm[1].toFixed(2)} mm`],
    ['posedirs that are not zero', (body) => percent(body.correctiveDensity)],
    ...bodies[0].volumes.map(({ pose }, index): [string, (body: BodyReport) => string] => [
      `volume, ${pose}: plain / corrected / dual quaternions`,
      ({ volumes }) => {
        const { linear, corrected, dualQuaternion } = volumes[index];
        return `${signed(linear)} / ${signed(corrected)} / ${signed(dualQuaternion)} cm³`;
      },
    ]),
    ['file', (body) => `${(body.bytes / 1e6).toFixed(2)} MB`],
  ];
  return [
    '# How well the shipped bodies do',
    '',
    `Written by \`npm run models:body\` (${options.samples} people of each gender, ${options.poses} poses and their mirror ` +
      `images, seed ${options.seed}). Masses take 1,010 kg/m³.`,
    '',
    ...markdownTable([
      ['', ...bodies.map(({ name }) => name)],
      ...rows.map(([label, value]) => [label, ...bodies.map(value)]),
    ]),
    '',
    ...markdownTable([['file', 'SHA-256'], ...bodies.map(({ name, sha256 }) => [`${name}.npz`, `\`${sha256}\``])]),
    '',
  ].join('\n');
}

/** Lines of a table whose first row is the head; the first column is set left, the others right, as biome lays it out. */
function markdownTable(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const pad = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]);
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  const [head, ...body] = rows.map((row) => line(row.map(pad)));
  return [head, line(rule), ...body];
}
