import { tiltInWords } from '../../core/camera/gravity.js';
import type { Standing } from '../../core/fit/fitter.js';
import type { Fit } from '../../core/types.js';
import { betaBar, dataAddress, energyFigure, keypointFigure, type Picture } from './explain-figures.js';
import { type Residual, residualsOf } from './explain-residuals.js';
import { decimals, escapeText, tableOf } from './explain-text.js';
import type { FitResult, FittedPerson } from './fit-json.js';

/** How the candidates stood after a stage, cheapest first, as a fit's watch was told. */
export interface StageRecord {
  readonly stage: string;
  readonly candidates: readonly Standing[];
}

/** All that the page of one photo shows. */
export interface Explanation {
  readonly result: FitResult;
  /** Of each person of the result, the stages in the order they were told. */
  readonly stages: readonly (readonly StageRecord[])[];
  /** The photo, and the same with the shaded bodies. */
  readonly photo: Picture | null;
  readonly overlay: Picture | null;
}

/** Keypoints further off than this, in units of the noise, are set off in the table. */
const ODD = 3;

const STYLE = `
body{font:14px/1.45 system-ui,sans-serif;margin:2em auto;max-width:1100px;padding:0 1em;color:#222;background:#fff}
h1{font-size:1.4em;overflow-wrap:anywhere}h2{margin-top:2em;border-top:1px solid #ccc;padding-top:.6em}
h3{margin:1.4em 0 .4em}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{padding:.15em .7em;text-align:right;border-bottom:1px solid #e4e4e4}th:first-child,td:first-child{text-align:left}
.pictures{display:flex;gap:12px;flex-wrap:wrap}.pictures figure{flex:1 1 420px;margin:0}.pictures img,.photo{width:100%;display:block;background:#eee}
figcaption{color:#666}.bars{width:100%;max-width:760px;font-size:12px}.beta{width:120px;height:10px}
.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.2em 1em}.legend i{display:inline-block;width:.8em;height:.8em;margin-right:.35em}
.odd{color:#b00020;font-weight:600}.warnings{background:#fff3d6;padding:.6em 1em;list-style-position:inside}
details{margin:.3em 0}summary{cursor:pointer}.best td{font-weight:600}dl{display:grid;grid-template-columns:max-content auto;gap:.1em 1em}dd{margin:0}
`.replaceAll('\n', '');

/** Nothing is fetched and nothing runs: the pictures are in the page. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/**
 * A page that shows why a fit came out as it did: photo, keypoints and body, each keypoint's residual, the energy by
 * term and stage, and every start with its energies. One file of its own, without scripts.
 */
export function explainHtml({ result, stages, photo, overlay }: Explanation): string {
  const { image, body, camera, focalSource, people } = result;
  const title = `${image.path.split(/[\\/]/).pop() ?? ''}: how it was fitted`;
  const facts = {
    Photo: `${image.path}, ${image.width} x ${image.height} pixels`,
    Body: `${body.name}${body.sha256 === '' ? '' : `, SHA-256 ${body.sha256.slice(0, 12)}…`}`,
    Camera: `focal length ${decimals(camera.focalLength)} px (${focalSource}), principal point ${camera.principalPoint.map((value) => decimals(value)).join(', ')}${camera.down ? `, ${tiltInWords(camera.down)}` : ''}`,
  };
  const sections = people.map((person, i) => personSection(person, stages[i] ?? [], i, result, photo));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width"><title>${escapeText(title)}</title><style>${STYLE}</style></head>
<body><h1>${escapeText(title)}</h1>${definitions(facts)}
${overlay === null ? '' : `<div class="pictures"><figure><img alt="the bodies over the photo" src="${dataAddress(overlay)}"><figcaption>the bodies over the photo</figcaption></figure></div>`}
${people.length === 0 ? '<p>Nobody was found.</p>' : sections.join('\n')}
</body></html>
`;
}

const definitions = (facts: Readonly<Record<string, string>>): string =>
  `<dl>${Object.entries(facts)
    .map(([name, value]) => `<dt>${escapeText(name)}</dt><dd>${escapeText(value)}</dd>`)
    .join('')}</dl>`;

function personSection(
  { detection, fit, timings }: FittedPerson,
  told: readonly StageRecord[],
  index: number,
  { image: { width, height }, skeleton }: FitResult,
  photo: Picture | null,
): string {
  const { residuals, noise } = residualsOf(fit, detection.keypoints, skeleton);
  const stages = withResult(told, fit);
  const facts = {
    Result: `${decimals(fit.reprojectionError)} px off the keypoints, cost ${decimals(fit.cost, 2)}, ${fit.iterations} iterations, ${fit.termination}`,
    Noise: `${decimals(noise)} px for a sure keypoint (${detection.keypoints.set})`,
    Confidence: `${decimals(fit.confidence?.overall, 2)}: how likely a joint is within 0.1 m; detection ${decimals(detection.score, 2)}`,
    Place: `${[...fit.translation].map((value) => decimals(value, 2)).join(', ')} m`,
    Time: `networks ${decimals(timings.loadMs, 0)} ms, finding people ${decimals(timings.detectMs, 0)} ms, fit ${decimals(timings.fitMs, 0)} ms`,
  };
  const warnings = fit.warnings.map((warning) => `<li>${escapeText(warning)}</li>`).join('');
  return [
    `<section><h2>Person ${index + 1}</h2>${definitions(facts)}`,
    warnings === '' ? '' : `<ul class="warnings">${warnings}</ul>`,
    `<div class="pictures"><figure>${keypointFigure(photo, width, height, residuals)}`,
    '<figcaption>dots: keypoints, fainter where less sure; circles: where the body has them. Orange left, blue right</figcaption></figure></div>',
    `<h3>Energy by term and stage</h3>${energyFigure(energyRows(stages, fit))}`,
    `<h3>Starts</h3>${startTables(stages)}`,
    `<h3>Keypoints</h3>${residualTable(residuals)}`,
    `<h3>Shape</h3>${betaTable(fit.betas)}</section>`,
  ].join('');
}

/** The stages, and as one more the fit, where it went on after the last that was told: along the outline. */
function withResult(stages: readonly StageRecord[], { cost, costByTerm }: Fit): readonly StageRecord[] {
  const best = stages.at(-1)?.candidates[0];
  if (best === undefined || !('silhouette' in costByTerm) || 'silhouette' in best.costByTerm) return stages;
  const fitted = { start: best.start, cost, costByTerm, iterations: Number.NaN };
  return [...stages, { stage: 'outline', candidates: [fitted] }];
}

/** The best candidate of each stage that minimised something; of a method that tells no stages, the fit. */
function energyRows(stages: readonly StageRecord[], { costByTerm }: Fit) {
  const minimised = stages.flatMap(({ stage, candidates: [best] }) =>
    best === undefined || Object.keys(best.costByTerm).length === 0
      ? []
      : [{ label: stage, costByTerm: best.costByTerm }],
  );
  return minimised.length > 0 ? minimised : [{ label: 'result', costByTerm }];
}

function startTables(stages: readonly StageRecord[]): string {
  if (stages.length === 0) return '<p>This method does not tell.</p>';
  return stages
    .map(({ stage, candidates }) => {
      const terms = [...new Set(candidates.flatMap(({ costByTerm }) => Object.keys(costByTerm)))];
      const rows = candidates.map(({ start, cost, iterations, costByTerm }, i) => [
        i === 0 ? `<b>${escapeText(start)}</b>` : escapeText(start),
        decimals(cost, 2),
        decimals(iterations, 0),
        ...terms.map((term) => decimals(costByTerm[term], 2)),
      ]);
      const [best] = candidates;
      const summary = `${stage}: ${candidates.length} ${candidates.length === 1 ? 'candidate' : 'candidates'}, best ${decimals(best?.cost, 2)} from ${best?.start ?? 'none'}`;
      const open = candidates.length <= 4 ? ' open' : '';
      return `<details${open}><summary>${escapeText(summary)}</summary>${tableOf(['start', 'cost', 'iterations', ...terms], rows)}</details>`;
    })
    .join('');
}

function residualTable(residuals: readonly Residual[]): string {
  const rows = [...residuals]
    .sort((a, b) => b.inNoise - a.inNoise)
    .map(({ name, pixels, inNoise, confidence, jointConfidence }) => [
      escapeText(name),
      decimals(pixels),
      inNoise > ODD ? `<span class="odd">${decimals(inNoise)}</span>` : decimals(inNoise),
      decimals(confidence, 2),
      decimals(jointConfidence, 2),
    ]);
  return tableOf(['keypoint', 'off, px', 'in units of its noise', 'confidence', 'joint confidence'], rows);
}

const betaTable = (betas: Float64Array): string =>
  tableOf(
    ['beta', 'standard deviations', ''],
    [...betas].map((value, b) => [`${b}`, decimals(value, 2), betaBar(value)]),
  );
