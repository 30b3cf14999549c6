import { createKinematics, type Kinematics } from '../body/kinematics.js';
import type { ParameterLayout } from '../body/skeleton.js';
import { FitError } from '../error.js';
import { confidenceOf } from '../fit/confidence.js';
import { createFitter, type Fitter } from '../fit/fitter.js';
import { measuredNoise } from '../fit/measured-noise.js';
import { createObjective, type Objective, type ObjectiveBody } from '../fit/objective.js';
import { objectiveBody } from '../fit/objective-body.js';
import { reportFit } from '../fit/report.js';
import { createUncertainty, type Uncertainty } from '../fit/uncertainty.js';
import { limbsSeen, seenInAny, withHangingLimbs } from '../fit/unseen-limbs.js';
import { unseenWarning } from '../fit/unseen-warning.js';
import { wrapRotations } from '../fit/wrap-rotations.js';
import { firstNoise } from '../keypoints/noise.js';
import { rowsByName } from '../keypoints/observe.js';
import { unseenKeypoints } from '../keypoints/unseen-keypoints.js';
import type { Term } from '../solver/term.js';
import { totalCost } from '../solver/total-cost.js';
import type { BodyModel, Camera, Fit, PosePrior } from '../types.js';
import { bridge, longestStretch } from './bridge.js';
import { findRests } from './contacts.js';
import type { SequenceFrame } from './frame.js';
import { guessAlong } from './guess.js';
import { looseWhereUnseen } from './loose-where-unseen.js';
import type { SequenceMinimum } from './minimize.js';
import { repairSides } from './repair.js';
import { whereShown } from './shown.js';
import { createSmoother } from './smooth.js';

export interface SequenceOptions {
  /** Frames a second. */
  readonly frameRate: number;
  /** Whether feet that rest are held where they are. Default: true. */
  readonly steadyFeet?: boolean;
  /** Told after every frame of the first pass. */
  readonly onFrame?: (done: number, of: number) => void;
}

/** A person over several frames. */
export interface SequenceFit {
  /** B: one shape for all frames. */
  readonly betas: Float64Array;
  /** Each with the same betas. */
  readonly frames: readonly Fit[];
  /** The input frame that `frames` begins with: nobody may be there at first. */
  readonly first: number;
  readonly warnings: readonly string[];
}

/** Fits one person to the frames of a sequence. */
export interface SequenceFitter {
  /**
   * @param frames null where the person was not found
   * @throws FitError nobody when the person is in no frame, usage for what is not a frame rate, unsupported for too many
   *   frames; as Fitter.fit does
   */
  fit(frames: readonly (SequenceFrame | null)[], camera: Camera, options: SequenceOptions): SequenceFit;
}

/** Frames that a sequence may have: each takes 0.3 MB. */
export const MAX_FRAMES = 3000;
/** Without anybody for longer, a sequence falls into two. Seconds. */
const LONGEST_GAP = 1;
const BRIDGED = 'nobody was found in this frame: it is between its neighbours';

/** A fitter of sequences for a body and a pose prior; `fitter` is one for the same, where it is there already. */
export function createSequenceFitter(
  model: BodyModel,
  prior: PosePrior,
  fitter: Fitter = createFitter(model, prior),
): SequenceFitter {
  const { skeleton } = fitter;
  const kinematics = createKinematics(skeleton);
  const { layout } = kinematics;
  const uncertainty = createUncertainty(kinematics);
  const smoother = createSmoother(kinematics, skeleton);
  const body = objectiveBody(model, skeleton, layout, prior.mixture);
  const rows = rowsByName(skeleton);

  return {
    fit(all, camera, { frameRate, steadyFeet = true, onFrame = () => {} }) {
      checkSize(frameRate, all.length);
      const warnings: string[] = [];
      const shown = whereShown(all);
      const isSeen = shown.map((frame) => frame !== null);
      const stretch = longestStretch(isSeen, LONGEST_GAP * frameRate, warnings);
      if (stretch === null) throw new FitError('nobody', 'sequence', 'nobody was found.', 'Give frames with a person.');
      const frames = looseWhereUnseen(withLimbs(shown.slice(stretch.first, stretch.last + 1), warnings));
      const given = frames.map((frame) => objectiveOf(frame, camera, body));
      const guessed = guessAlong(fitter, kinematics, frames, given, camera, frameRate, onFrame);
      warnOfGaps(guessed, warnings);
      const params = bridge(guessed, layout);
      const noise = noiseShare(params, given, kinematics);
      const betas = shareShape(params, given, layout);
      const termsOf = (objective: Objective): Term[] =>
        objective.lastTerms(Math.max(firstNoise(0), noise * objective.size), betas).filter(isOfOneFrame);
      const givenTerms = given.map(termsOf);
      const rough = smoother.smooth(params, givenTerms, frameRate);

      const repaired = repairSides(frames, params, given, noise, kinematics, rows);
      const isRepaired = warnOfExchanged(repaired, warnings);
      const objectives = given.map((own, t) => (repaired[t] === null ? own : objectiveOf(repaired[t], camera, body)));
      const terms = isRepaired ? objectives.map(termsOf) : givenTerms;
      const rests = steadyFeet ? findRests(placesOf(params, kinematics), frameRate, noise) : [];
      const goesOn = rests.length > 0 || isRepaired;
      const minimum = goesOn ? smoother.steady(params, terms, frameRate, rests) : rough;
      const fits = params.map((own, t) => {
        const fit = reportFrame(own, objectives[t], terms[t], minimum, kinematics, uncertainty);
        return frames[t] === null ? { ...fit, warnings: [BRIDGED] } : fit;
      });
      return { betas: fits[0].betas, frames: fits, first: stretch.first, warnings };
    },
  };
}

/** Of a frame without anybody: as if all of the keypoints were hidden. */
function objectiveOf(frame: SequenceFrame | null, camera: Camera, body: ObjectiveBody): Objective {
  if (frame !== null) return createObjective(frame.keypoints, camera, frame.evidence ?? {}, body);
  const hidden = unseenKeypoints('coco17');
  return createObjective(hidden, camera, {}, body);
}

/** Gives all frames the betas that they have on average, weighted by what was seen of them, in place. */
function shareShape(
  params: readonly Float64Array[],
  objectives: readonly Objective[],
  { betas, count }: ParameterLayout,
): Float64Array {
  const mean = new Float64Array(count - betas);
  const masses = objectives.map(({ observations }) => observations.confidence.reduce((sum, c) => sum + c, 0));
  const mass = masses.reduce((sum, own) => sum + own, 0) || 1;
  params.forEach((own, t) => {
    for (let b = 0; b < mean.length; b++) mean[b] += (masses[t] / mass) * own[betas + b];
  });
  for (const own of params) own.set(mean, betas);
  return mean;
}

/** Where the body's points are in each frame, T of (J+P)×3, metres. */
const placesOf = (params: readonly Float64Array[], kinematics: Kinematics): Float64Array[] =>
  params.map((own) => kinematics.pose(own, false).joints.slice());

/** Noise of the keypoints as a share of the person's size: the median over the frames, each by what its own fit left. */
function noiseShare(params: readonly Float64Array[], objectives: readonly Objective[], kinematics: Kinematics): number {
  const shares = objectives.flatMap((objective, t) =>
    objective.size > 0 ? [measuredNoise(objective, params[t], kinematics) / objective.size] : [],
  );
  return shares.sort((a, b) => a - b)[Math.floor(shares.length / 2)] ?? 0;
}

/** One frame as a Fit; its cost is that of its own terms. */
function reportFrame(
  params: Float64Array,
  { observations, missing, camera, size }: Objective,
  terms: readonly Term[],
  { iterations, termination }: SequenceMinimum,
  kinematics: Kinematics,
  uncertainty: Uncertainty,
): Fit {
  const posed = kinematics.pose(params, false);
  const costByTerm = Object.fromEntries(terms.map((term) => [term.name, totalCost([term])(posed)]));
  const cost = Object.values(costByTerm).reduce((sum, own) => sum + own, 0);
  const confidence = confidenceOf(uncertainty(params, terms));
  wrapRotations(params, kinematics.layout);
  const start = { name: 'sequence', orientation: [params[3], params[4], params[5]] as const };
  const best = { start, params, cost, minimum: { cost, costByTerm, iterations, termination } };
  return reportFit({ best, kinematics, observations, missing, camera, iterations, size, confidence });
}

/** Parts of the body against each other cost more time than all else, and a frame's neighbours keep them apart. */
const isOfOneFrame = ({ name }: Term): boolean => name !== 'interpenetration';

/** Limbs that a sequence never shows hang down, which is said; hidden for a while, they do what the frames around tell. */
function withLimbs(frames: readonly (SequenceFrame | null)[], warnings: string[]): (SequenceFrame | null)[] {
  const views = frames.flatMap((frame) => (frame === null ? [] : [limbsSeen(frame.keypoints, frame.evidence?.pinned)]));
  const seen = seenInAny(views);
  const unseen = unseenWarning(seen);
  if (unseen !== null) warnings.push(unseen);
  return frames.map((frame) => {
    const lifted = frame?.evidence?.lifted;
    return frame && lifted
      ? { ...frame, evidence: { ...frame.evidence, lifted: withHangingLimbs(lifted, seen) } }
      : frame;
  });
}

function warnOfGaps(guessed: readonly (Float64Array | null)[], warnings: string[]): void {
  const missing = guessed.filter((own) => own === null).length;
  if (missing === 0) return;
  const frames = missing === 1 ? 'one frame' : `${missing} frames`;
  warnings.push(`${frames} of ${guessed.length} without the person: bridged from the frames around`);
}

/** Says how many frames were put right, and whether any was. */
function warnOfExchanged(repaired: readonly (SequenceFrame | null)[], warnings: string[]): boolean {
  const count = repaired.filter((frame) => frame !== null).length;
  if (count === 0) return false;
  const frames = count === 1 ? 'one frame' : `${count} frames`;
  warnings.push(`${frames}: left and right were exchanged in the keypoints`);
  return true;
}

function checkSize(frameRate: number, T: number): void {
  if (!(frameRate > 0 && Number.isFinite(frameRate))) {
    throw new FitError('usage', 'frame rate', `${frameRate} is not a frame rate.`, 'Give a number above zero.');
  }
  if (T <= MAX_FRAMES) return;
  throw new FitError('unsupported', 'sequence', `it has ${T} frames, more than ${MAX_FRAMES}.`, 'Give it in parts.');
}
