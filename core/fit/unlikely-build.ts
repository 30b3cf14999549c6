import { type Measurements, measureBody } from '../body/measure.js';
import { HEIGHT_SIGMA, WEIGHT_SIGMA } from '../terms/measurement.js';
import type { BodyModel } from '../types.js';
import type { Evidence } from './fitter.js';

/**
 * Of a normal distribution one of 2,100 lies further out. Standard deviations: of a single beta, and along the direction
 * of betas in which height or weight grows.
 */
const LIKELY = 3.5;
/** The first betas say nearly all of height and weight. */
const TELLING_BETAS = 10;
/** What was stated is met within so many of its own standard deviations. */
const MET_WITHIN = 2;
/** So that the weight of a child is not met by one that is a tenth more, it must also be met within this share. */
const MET_SHARE = 0.07;

/**
 * The fit, of one picture or of a sequence, with a warning where its body is not as tall or heavy as stated, or an
 * unlikely one.
 */
export function withBuildWarning<F extends { readonly betas: ArrayLike<number>; readonly warnings: readonly string[] }>(
  fit: F,
  model: BodyModel,
  known: Pick<Evidence, 'height' | 'weight'>,
): F {
  const warning = buildWarning(model, fit.betas, known);
  return warning === null ? fit : { ...fit, warnings: [...fit.warnings, warning] };
}

/**
 * What is wrong with a height or weight that somebody stated: that it takes an unlikely body to meet it, or that the body
 * has another; null where neither is so.
 *
 * @param betas B, of the fit
 */
export function buildWarning(
  model: BodyModel,
  betas: ArrayLike<number>,
  known: Pick<Evidence, 'height' | 'weight'>,
): string | null {
  const { height, weight } = known;
  if (height === undefined && weight === undefined) return null;
  const instead = insteadOf(known, measureBody(model, betas));
  // No direction's share is longer than the whole: most fits need no more measuring.
  if (instead === '' && !(Math.hypot(...Array.from(betas)) > LIKELY)) return null;
  const range = measuresAlongBetas(model);
  const furthest = furthestOf(betas, [
    ...(height === undefined ? [] : [range.height]),
    ...(weight === undefined ? [] : [range.weight]),
  ]);
  const asked = [
    ...(height === undefined ? [] : [`${height.toFixed(2)} m`]),
    ...(weight === undefined ? [] : [`${weight.toFixed(0)} kg`]),
  ].join(' and ');
  const likely =
    `likely bodies are ${range.height.likely.map((metres) => metres.toFixed(2)).join(' to ')} m tall and weigh ` +
    `${range.weight.likely.map((kilograms) => kilograms.toFixed(0)).join(' to ')} kg`;
  if (furthest > LIKELY) {
    const shape = `the shape is ${furthest.toFixed(1)} standard deviations from the average, hardly a person`;
    return `for ${asked} ${shape}${instead && `, and yet it ${instead}`}: ${likely}`;
  }
  return instead === '' ? null : `for ${asked} no likely body was found, this one ${instead}: ${likely}`;
}

/** The most standard deviations that a shape is from the average: in one beta, or along what was stated. */
const furthestOf = (betas: ArrayLike<number>, stated: readonly MeasureAlongBetas[]): number =>
  Math.max(...Array.from(betas, Math.abs), ...stated.map(({ along }) => Math.abs(dotOf(along, betas))));

/** What the body has instead of what was stated and not met; empty where all was. */
function insteadOf(
  { height, weight }: Pick<Evidence, 'height' | 'weight'>,
  { height: metres, weight: kilograms }: Measurements,
): string {
  const missed = [
    ...(isMissed(height, metres, MET_WITHIN * HEIGHT_SIGMA) ? [`is ${metres.toFixed(2)} m tall`] : []),
    ...(isMissed(weight, kilograms, Math.min(MET_WITHIN * WEIGHT_SIGMA, MET_SHARE * kilograms))
      ? [`weighs ${kilograms.toFixed(0)} kg`]
      : []),
  ];
  return missed.join(' and ');
}

const isMissed = (stated: number | undefined, has: number, tolerance: number): boolean =>
  stated !== undefined && Math.abs(has - stated) > tolerance;

/** How a measure of the body changes with its shape. */
interface MeasureAlongBetas {
  /** The unit vector of betas along which it grows fastest at the average. A person's share of it is standard normal. */
  readonly along: readonly number[];
  /** Its least and greatest value of likely bodies: LIKELY standard deviations to both sides. */
  readonly likely: readonly number[];
}

/** Height, metres, and weight, kilograms. */
function measuresAlongBetas(model: BodyModel): Readonly<Record<'height' | 'weight', MeasureAlongBetas>> {
  const B = Math.min(TELLING_BETAS, model.betaCount);
  const alone = (b: number, value: number): Float64Array => new Float64Array(B).fill(value, b, b + 1);
  const differences = Array.from({ length: B }, (_, b) => [
    measureBody(model, alone(b, 1)),
    measureBody(model, alone(b, -1)),
  ]);
  const alongBetas = (what: 'height' | 'weight'): MeasureAlongBetas => {
    const gradient = differences.map(([more, less]) => more[what] - less[what]);
    const length = Math.hypot(...gradient);
    const along = gradient.map((part) => part / length);
    const likely = [-LIKELY, LIKELY].map(
      (far) =>
        measureBody(
          model,
          along.map((part) => far * part),
        )[what],
    );
    return { along, likely };
  };
  return { height: alongBetas('height'), weight: alongBetas('weight') };
}

const dotOf = (direction: readonly number[], betas: ArrayLike<number>): number =>
  direction.reduce((sum, part, b) => sum + part * (betas[b] ?? 0), 0);
