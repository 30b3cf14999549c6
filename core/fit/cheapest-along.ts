/** Below this curvature costs tell no minimum, per square of the first step. */
const MIN_CURVATURE = 1e-4;

/** How one number is looked for. All in its own unit. */
export interface Along {
  /** Of what is known beforehand: a normal prior around 0. */
  readonly spread: number;
  /** First steps to both sides; later ones go no further beyond the best yet. */
  readonly step: number;
  /** Never further from 0 than this. */
  readonly farthest: number;
  /** Where a step is too small to matter. */
  readonly smallest: number;
  /** Steps after the first three trials. */
  readonly more: number;
}

interface Trial {
  readonly x: number;
  readonly cost: number;
}

/**
 * The x that minimises E(x) + (x / spread)² / 2, by parabolas through the best three trials: for an E that costs a fit of
 * everybody. 0 where E is nowhere finite.
 */
export async function cheapestAlong(
  costAt: (x: number) => Promise<number>,
  { spread, step, farthest, smallest, more }: Along,
): Promise<number> {
  const trials: Trial[] = [];
  const attempt = async (x: number): Promise<void> => {
    const cost = (await costAt(x)) + (x / spread) ** 2 / 2;
    trials.push({ x, cost: Number.isFinite(cost) ? cost : Number.POSITIVE_INFINITY });
    trials.sort((a, b) => a.cost - b.cost);
  };
  for (const x of [0, -step, step]) await attempt(x);
  for (let trial = 0; trial < more; trial++) {
    const x = within(within(nextTrial(trials, step), trials[0].x, step), 0, farthest);
    if (trials.some((tried) => Math.abs(x - tried.x) <= smallest)) break;
    await attempt(x);
  }
  return trials[0].x; // sorting is stable: where all are infinite that is 0
}

/** Where the parabola through the cheapest three has its minimum; where it has none, a step beyond them, downhill. */
function nextTrial(trials: readonly Trial[], step: number): number {
  const [left, middle, right] = trials.slice(0, 3).sort((a, b) => a.x - b.x);
  const fall = (middle.cost - left.cost) / (middle.x - left.x);
  const rise = (right.cost - middle.cost) / (right.x - middle.x);
  const curvature = (rise - fall) / ((right.x - left.x) / 2);
  const downhill = fall + rise > 0 ? left.x - step : right.x + step;
  const isCurved = Number.isFinite(curvature) && curvature * step * step > MIN_CURVATURE;
  return isCurved ? (left.x + middle.x) / 2 - fall / curvature : downhill;
}

const within = (value: number, middle: number, reach: number): number =>
  Math.min(middle + reach, Math.max(middle - reach, value));
