import { SMPL_JOINTS } from '../body/joint-sets.js';
import { createKinematics } from '../body/kinematics.js';
import { FitError } from '../error.js';
import { limbsSeen, seenInAny, withHangingLimbs } from '../lift/unseen-limbs.js';
import { totalCost } from '../solver/total-cost.js';
import { acceleration } from '../terms/acceleration.js';
import type { PlacedMotionTerm } from '../terms/motion-term.js';
import { shapePrior } from '../terms/shape-prior.js';
import type { Term } from '../terms/term.js';
import type { BodyModel, Camera, Fit, Keypoints, PosePrior } from '../types.js';
import { confidenceOf } from './confidence.js';
import { createFitter, type Evidence, type Fitter } from './fitter.js';
import { estimatedNoise, firstNoise } from './noise.js';
import { createObjective, type Objective } from './objective.js';
import { objectiveBody } from './objective-body.js';
import { rowsByName } from './observe.js';
import { reportFit } from './report.js';
import { reprojectionErrors } from './reprojection-errors.js';
import { bridge, longestStretch } from './sequence-bridge.js';
import { findRests, holdRests } from './sequence-contacts.js';
import { exchangeSides } from './sequence-exchange.js';
import { guessAlong } from './sequence-guess.js';
import { minimizeSequence, type SequenceMinimum } from './sequence-minimize.js';
import type { SequenceObjective } from './sequence-system.js';
import type { Limits } from './stages.js';
import { createUncertainty } from './uncertainty.js';
import { wrapRotations } from './wrap-rotations.js';

/** What is known of the person in one frame. */
export interface SequenceFrame {
  readonly keypoints: Keypoints;
  readonly evidence?: Evidence;
}

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
   * @throws FitError nobody when the person is in no frame, usage for a frame rate that is none, unsupported for too many
   *   frames; as Fitter.fit does
   */
  fit(frames: readonly (SequenceFrame | null)[], camera: Camera, options: SequenceOptions): SequenceFit;
}

/** Frames that a sequence may have: each takes 0.3 MB. */
export const MOST_FRAMES = 3000;
/** Without anybody for longer, a sequence falls into two. Seconds. */
const LONGEST_GAP = 1;
/**
 * Frames that one shape prior stands against. What a detector gets wrong about a person's build it gets wrong in every
 * frame: a hundred of them know it no better than some. On synthetic walks, whose noise is new in every clip, 3, 10 and 30
 * leave 118, 110 and 106 mm; without lifted poses 30 bends the shape to the pose prior's lean.
 */
const FRAMES_OF_SHAPE = 10;
/** Of the angles, for what no joint's place tells; rad/s². 20 costs a millimetre, 200 gains nothing. */
const TURNING_SIGMA = 100;
/** Terms of the betas alone: they count once, not in every frame. */
const OF_SHAPE: readonly string[] = ['shape-prior', 'measurement'];
const SHAPE_STAGE: Limits = { maxIterations: 8, costTolerance: 1e-2 };
const SMOOTH_STAGE: Limits = { maxIterations: 15, costTolerance: 1e-3 };
const STEADY_STAGE: Limits = { maxIterations: 10, costTolerance: 1e-3 };
/** Nothing sees how a hand is turned. */
const UNSEEN = ['left_hand', 'right_hand'].map((name) => (SMPL_JOINTS as readonly string[]).indexOf(name));

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
  const body = objectiveBody(model, skeleton, layout, prior.mixture);
  const free = Uint16Array.from(
    [...Array(layout.betas).keys()].filter((n) => !UNSEEN.includes(Math.floor((n - layout.pose) / 3))),
  );
  const rows = rowsByName(skeleton);
  const pointNames = skeleton.points.map(({ name }) => name);

  return {
    fit(all, camera, { frameRate, steadyFeet = true, onFrame = () => {} }) {
      checkSize(frameRate, all.length);
      const warnings: string[] = [];
      const isSeen = all.map((frame) => frame !== null);
      const stretch = longestStretch(isSeen, LONGEST_GAP * frameRate, warnings);
      if (stretch === null) throw new FitError('nobody', 'sequence', 'nobody was found.', 'Give frames with a person.');
      const frames = withLimbs(all.slice(stretch.first, stretch.last + 1));
      const objectives = frames.map((frame) => objectiveOf(frame, camera));
      const guessed = guessAlong(fitter, kinematics, frames, objectives, camera, frameRate, onFrame);
      warnOfGaps(guessed, warnings);
      const params = bridge(guessed, layout);
      const noise = noiseShare(params, objectives);
      const betas = shareShape(params, objectives);
      const termsOf = (objective: Objective): Term[] =>
        objective.lastTerms(Math.max(firstNoise(0), noise * objective.size), betas).filter(isOfOneFrame);
      let terms = objectives.map(termsOf);
      const rough = smooth(params, terms, frameRate);
      const repaired = repair(frames, params, objectives, noise);
      if (repaired > 0) {
        const count = repaired === 1 ? 'one frame' : `${repaired} frames`;
        warnings.push(`${count}: left and right were exchanged in the keypoints`);
        terms = objectives.map(termsOf);
      }
      const minimum = steadyFeet || repaired > 0 ? steady(params, terms, frameRate, steadyFeet) : rough;
      const fits = params.map((own, t) => report(own, objectives[t], terms[t], minimum, frames[t] !== null));
      return { betas: fits[0].betas, frames: fits, first: stretch.first, warnings };
    },
  };

  /** Of a frame without anybody: as if all of the keypoints were hidden. */
  function objectiveOf(frame: SequenceFrame | null, camera: Camera): Objective {
    if (frame !== null) return createObjective(frame.keypoints, camera, frame.evidence ?? {}, body);
    const hidden = { set: 'coco17', xy: new Float64Array(34), confidence: new Float64Array(17) } as const;
    return createObjective(hidden, camera, {}, body);
  }

  /** Gives all frames the betas that they have on average, weighted by what was seen of them, in place. */
  function shareShape(params: readonly Float64Array[], objectives: readonly Objective[]): Float64Array {
    const mean = new Float64Array(skeleton.betaCount);
    const masses = objectives.map(({ observations }) => observations.confidence.reduce((sum, c) => sum + c, 0));
    const mass = masses.reduce((sum, own) => sum + own, 0) || 1;
    params.forEach((own, t) => {
      for (let b = 0; b < mean.length; b++) mean[b] += (masses[t] / mass) * own[layout.betas + b];
    });
    for (const own of params) own.set(mean, layout.betas);
    return mean;
  }

  /** Noise of the keypoints as a share of the person's size: the median over the frames, each by what its own fit left. */
  function noiseShare(params: readonly Float64Array[], objectives: readonly Objective[]): number {
    const shares = objectives.flatMap(({ observations, camera, size }, t) => {
      if (!(size > 0)) return [];
      const errors = reprojectionErrors(kinematics.pose(params[t], false).joints, observations, camera);
      return [estimatedNoise(errors, observations.confidence, firstNoise(size), size) / size];
    });
    return shares.sort((a, b) => a - b)[Math.floor(shares.length / 2)] ?? 0;
  }

  /**
   * Exchanges left and right where a detector took them for each other, in place: frames and objectives. A body that its
   * neighbours hold shows it.
   */
  function repair(
    frames: (SequenceFrame | null)[],
    params: readonly Float64Array[],
    objectives: Objective[],
    noise: number,
  ): number {
    let count = 0;
    frames.forEach((frame, t) => {
      if (frame === null) return;
      const { camera, size } = objectives[t];
      const exchanged = exchangeSides(frame, placesOf(params[t], camera), noise * size);
      if (exchanged === null) return;
      count++;
      frames[t] = exchanged;
      objectives[t] = objectiveOf(exchanged, camera);
    });
    return count;
  }

  /** Where joints and points are in the picture, by name. */
  function placesOf(params: Float64Array, { focalLength: f, principalPoint: [cx, cy] }: Camera) {
    const { joints } = kinematics.pose(params, false);
    return new Map(
      [...rows].map(([name, j]) => {
        const [X, Y, Z] = joints.subarray(3 * j, 3 * j + 3);
        return [name, [(f * X) / Z + cx, (f * Y) / Z + cy] as const];
      }),
    );
  }

  /**
   * Finds the shape, then a smooth motion of that shape, in place. Not both at once: a smaller body nearby has smaller
   * accelerations, and the term would shrink everybody.
   */
  function smooth(
    params: readonly Float64Array[],
    terms: readonly (readonly Term[])[],
    frameRate: number,
  ): SequenceMinimum {
    const weight = Math.sqrt(Math.max(1, params.length / FRAMES_OF_SHAPE));
    const shape = [
      shapePrior(layout.betas, skeleton.betaCount, weight),
      ...terms[0].filter(({ name }) => name === 'measurement'),
    ];
    const frames = terms.map((own) => own.filter(({ name }) => !OF_SHAPE.includes(name)));
    const apart = minimizeSequence(kinematics, params, free, { frames, shape, motion: [], turning: 0 }, SHAPE_STAGE);
    const objective = { frames, shape: null, ...motionTerms(params.length, frameRate) };
    const together = minimizeSequence(kinematics, params, free, objective, SMOOTH_STAGE);
    return { ...together, iterations: apart.iterations + together.iterations };
  }

  /** Goes on from a smooth motion, with the feet held that rest in it. */
  function steady(
    params: readonly Float64Array[],
    terms: readonly (readonly Term[])[],
    frameRate: number,
    steadyFeet: boolean,
  ): SequenceMinimum {
    const frames = terms.map((own) => own.filter(({ name }) => !OF_SHAPE.includes(name)));
    const { motion, turning } = motionTerms(params.length, frameRate);
    const rests = steadyFeet ? restsIn(params, frameRate) : [];
    const objective = { frames, shape: null, motion: [...motion, ...rests], turning };
    return minimizeSequence(kinematics, params, free, objective, STEADY_STAGE);
  }

  function motionTerms(T: number, frameRate: number): Pick<SequenceObjective, 'motion' | 'turning'> {
    const term = acceleration(pointNames, frameRate);
    return {
      motion: Array.from({ length: Math.max(0, T - 2) }, (_, first) => ({ term, first })),
      turning: (frameRate * frameRate) / TURNING_SIGMA,
    };
  }

  function restsIn(params: readonly Float64Array[], frameRate: number): PlacedMotionTerm[] {
    const joints = params.map((own) => kinematics.pose(own, false).joints.slice());
    return holdRests(findRests(joints, frameRate));
  }

  /** One frame as a Fit; its cost is that of its own terms. */
  function report(
    params: Float64Array,
    { observations, missing, camera, size }: Objective,
    terms: readonly Term[],
    { iterations, termination }: SequenceMinimum,
    isSeen: boolean,
  ): Fit {
    const posed = kinematics.pose(params, false);
    const costByTerm = Object.fromEntries(terms.map((term) => [term.name, totalCost([term])(posed)]));
    const cost = Object.values(costByTerm).reduce((sum, own) => sum + own, 0);
    const confidence = confidenceOf(uncertainty(params, terms));
    wrapRotations(params, layout);
    const start = { name: 'sequence', orientation: [params[3], params[4], params[5]] as const };
    const best = { start, params, cost, minimum: { cost, costByTerm, iterations, termination } };
    const fit = reportFit({ best, kinematics, observations, missing, camera, iterations, size, confidence });
    return isSeen ? fit : { ...fit, warnings: ['nobody was found in this frame: it is between its neighbours'] };
  }
}

/** Parts of the body against each other cost more time than all else, and a frame's neighbours keep them apart. */
const isOfOneFrame = ({ name }: Term): boolean => name !== 'interpenetration';

/** Limbs that a sequence never shows hang down; hidden for a while, they do what the frames around tell. */
function withLimbs(frames: readonly (SequenceFrame | null)[]): (SequenceFrame | null)[] {
  const views = frames.flatMap((frame) => (frame === null ? [] : [limbsSeen(frame.keypoints, frame.evidence?.pinned)]));
  const seen = seenInAny(views);
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

function checkSize(frameRate: number, T: number): void {
  if (!(frameRate > 0 && Number.isFinite(frameRate))) {
    throw new FitError('usage', 'frame rate', `${frameRate} frames a second are none.`, 'Give a number above zero.');
  }
  if (T <= MOST_FRAMES) return;
  throw new FitError('unsupported', 'sequence', `it has ${T} frames, more than ${MOST_FRAMES}.`, 'Give it in parts.');
}
