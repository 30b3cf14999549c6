import { isAnchored } from '../fit/fit-terms.js';
import type { Evidence, Fitter, Watch } from '../fit/fitter.js';
import type { Lifted } from '../fit/lifted.js';
import type { PreviousFit } from '../fit/previous-fit.js';
import { expectKeypoints } from '../keypoints/expect-keypoints.js';
import { withoutKeypoints } from '../keypoints/observe.js';
import { exchangeLimbs, LIMBS, pairsOf, type Sided } from '../keypoints/sides.js';
import type { Camera, Fit, Keypoints, Limb } from '../types.js';
import type { Lifter } from './lifter.js';
import { hanging, withoutOutliers } from './without-outliers.js';

/**
 * Exchanged sides must explain the keypoints better by so much, as a log-likelihood: detectors take one limb in some twenty
 * to fifty for the other side's. Of 600 fits of keypoints with the right sides three are changed, in poses that the network
 * does not know; of 2,400 with wrong ones, legs or arms, whole or the lower parts, 74 % are put right (docs/accuracy.md).
 */
const MIN_GAIN = 3;
/** How many times further from the keypoints the body may be for it. */
const MAX_GROWTH = 1.5;

/**
 * Lifts the keypoints and fits the body from there: both of a fit's halves, where nobody needs them apart.
 *
 * Keypoints whose left and right a detector took for each other make no human pose: where the network finds a cheaper one
 * with a limb's sides exchanged, that is fitted, too, and the better of the two fits is taken. Its `exchanged` names the
 * limb; exchangeLimbs gives the keypoints as they were then used. A limb that a hand has set right, by a pin or a depth
 * order, is never exchanged. Keypoints that the fit leaves far off are then left out of it: `outliers`.
 *
 * @throws FitError as Fitter.fit does
 */
export async function liftAndFit(
  fitter: Fitter,
  lifter: Lifter,
  keypoints: Keypoints,
  camera: Camera,
  evidence: Evidence = {},
  watch?: Watch,
): Promise<Fit> {
  const { worldLandmarks, pinned = [], depthOrders = [], sidesKnown = false } = evidence;
  expectKeypoints('fit', keypoints, worldLandmarks);
  const setRight = [...pinned, ...depthOrders.map(({ keypoint }) => keypoint)];
  const given: Sided = { keypoints, ...(worldLandmarks && { worldLandmarks }) };
  const limbs = sidesKnown ? [] : (Object.keys(LIMBS) as Limb[]).filter((limb) => isOpen(keypoints, limb, setRight));
  const readings = [given, ...limbs.map((limb) => exchangeLimbs(given, [limb]))];
  const answers = await lifter.liftEach(readings, camera);
  const lifted = answers.map((answer, i) => answer && hanging(answer, readings[i].keypoints, pinned));
  const fitReading = (i: number, told?: Watch): Fit =>
    fitter.fit(readings[i].keypoints, camera, evidenceWith(readings[i], lifted[i]), told);
  const fit = fitReading(0, watch);

  const costs = readings.map((reading, i) =>
    lifted[i] === null
      ? Number.POSITIVE_INFINITY
      : fitter.costAt(lifted[i], reading.keypoints, camera, { ...evidenceWith(reading, lifted[i]), depthOrders: [] }),
  );
  const best = betterOf(fit, costs.indexOf(Math.min(...costs)));
  const reading = readings[best.reading];
  const settled = await withoutOutliers(best.fit, fitter, lifter, reading, camera, evidenceWith(reading, null), watch);
  if (best.reading === 0) return settled;
  const limb = limbs[best.reading - 1];
  const warnings = [...settled.warnings, `left and right ${limb} were taken for each other: exchanged`];
  return { ...settled, exchanged: [limb], warnings };

  /** The fit of the keypoints as they are, or that of the cheapest reading. */
  function betterOf(fit: Fit, cheapest: number): { readonly fit: Fit; readonly reading: number } {
    if (cheapest <= 0) return { fit, reading: 0 };
    const stages: Parameters<Watch>[] = [];
    const other = fitReading(cheapest, (stage, found) =>
      stages.push([`${limbs[cheapest - 1]} exchanged, ${stage}`, found]),
    );
    if (!isBetter(other, fit)) return { fit, reading: 0 };
    for (const told of stages) watch?.(...told);
    return { fit: { ...other, iterations: fit.iterations + other.iterations }, reading: cheapest };
  }

  function evidenceWith({ worldLandmarks: landmarks }: Sided, pose: Lifted | null): Evidence {
    return { ...evidence, ...(landmarks && { worldLandmarks: landmarks }), ...(pose && { lifted: pose }) };
  }
}

/**
 * Goes on from a fit of almost the same keypoints, as Fitter.refit does, near what the network now makes of them: a wrist
 * dragged by ten pixels moves knees and ankles by 10 mm (median), without the network by 51. Where the fit before did not
 * stay near the network's pose, because that was doubted or too few keypoints were seen, neither does this one: fit anew.
 * What was an outlier then is none of its keypoints either, unless a hand has pinned it.
 *
 * @param lifter a Lifter, or a session
 * @throws FitError as Fitter.refit does
 */
export async function liftAndRefit(
  fitter: Fitter,
  lifter: Pick<Lifter, 'lift'>,
  previous: PreviousFit & Pick<Fit, 'costByTerm' | 'outliers'>,
  keypoints: Keypoints,
  camera: Camera,
  evidence: Evidence = {},
): Promise<Fit> {
  const { pinned = [] } = evidence;
  const left = (previous.outliers ?? []).filter((k) => !pinned.includes(k));
  const used = left.length === 0 ? keypoints : withoutKeypoints(keypoints, left);
  const answer = isAnchored(previous) ? await lifter.lift(used, camera, evidence) : null;
  const lifted = answer && hanging(answer, used, pinned);
  const fit = fitter.refit(previous, used, camera, lifted === null ? evidence : { ...evidence, lifted });
  return left.length === 0 ? fit : { ...fit, outliers: left };
}

/**
 * Whether exchanged sides are to be believed: cheaper, by a fit that the network's pose still holds (without that cost it
 * would always be cheaper), and not much further from the keypoints. A likelier pose far from them is what doubtful
 * keypoints give, not exchanged ones.
 */
const isBetter = (other: Fit, fit: Fit): boolean =>
  isAnchored(other) && other.cost + MIN_GAIN < fit.cost && other.reprojectionError < MAX_GROWTH * fit.reprojectionError;

/** Whether an exchange changes anything, and nothing that a hand has set right. */
function isOpen({ set, confidence }: Keypoints, limb: Limb, setRight: readonly number[]): boolean {
  const pairs = pairsOf(set, limb);
  const isSeen = pairs.some(([left, right]) => confidence[left] > 0 || confidence[right] > 0);
  return isSeen && !pairs.flat().some((k) => setRight.includes(k));
}
