import { measureBody } from '../body/measure.js';
import type { BodyModel } from '../types.js';
import type { Evidence } from './fitter.js';

/** Of a normal distribution one of 2,100 lies further out. Standard deviations. */
const LIKELY = 3.5;
/** The first betas say nearly all of height and weight. */
const TELLING_BETAS = 10;

/** The fit, of one picture or of a sequence, with a warning where it takes an unlikely body to be as tall or heavy as stated. */
export function withBuildWarning<F extends { readonly betas: ArrayLike<number>; readonly warnings: readonly string[] }>(
  fit: F,
  model: BodyModel,
  known: Pick<Evidence, 'height' | 'weight'>,
): F {
  const warning = buildWarning(model, fit.betas, known);
  return warning === null ? fit : { ...fit, warnings: [...fit.warnings, warning] };
}

/**
 * What is wrong with a height or weight that somebody stated, where it takes an unlikely body to meet it; null where
 * it does not.
 *
 * @param betas B, of the fit
 */
export function buildWarning(
  model: BodyModel,
  betas: ArrayLike<number>,
  { height, weight }: Pick<Evidence, 'height' | 'weight'>,
): string | null {
  if (height === undefined && weight === undefined) return null;
  const furthest = Math.max(...Array.from(betas, Math.abs));
  if (!(furthest > LIKELY)) return null;
  const asked = [
    ...(height === undefined ? [] : [`${height.toFixed(2)} m`]),
    ...(weight === undefined ? [] : [`${weight.toFixed(0)} kg`]),
  ];
  const [heights, weights] = likelyBuilds(model);
  return (
    `for ${asked.join(' and ')} the shape is ${furthest.toFixed(1)} standard deviations from the average, hardly a ` +
    `person: likely bodies are ${heights.map((metres) => metres.toFixed(2)).join(' to ')} m tall and weigh ` +
    `${weights.map((kilograms) => kilograms.toFixed(0)).join(' to ')} kg`
  );
}

/**
 * The least and the greatest height, metres, and weight, kilograms, of bodies with |beta| <= LIKELY: at beta =
 * +-LIKELY g/|g|, g the gradient at the average.
 */
function likelyBuilds(model: BodyModel): readonly [readonly number[], readonly number[]] {
  const B = Math.min(TELLING_BETAS, model.betaCount);
  const alone = (b: number, value: number): Float64Array => new Float64Array(B).fill(value, b, b + 1);
  const differences = Array.from({ length: B }, (_, b) => [
    measureBody(model, alone(b, 1)),
    measureBody(model, alone(b, -1)),
  ]);
  const range = (what: 'height' | 'weight'): number[] => {
    const gradient = differences.map(([more, less]) => more[what] - less[what]);
    const length = Math.hypot(...gradient);
    return [-LIKELY, LIKELY].map(
      (far) =>
        measureBody(
          model,
          gradient.map((part) => (far * part) / length),
        )[what],
    );
  };
  return [range('height'), range('weight')];
}
