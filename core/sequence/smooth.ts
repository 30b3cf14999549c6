import { jointIndex } from '../body/joint-sets.js';
import type { Kinematics } from '../body/kinematics.js';
import type { ParameterLayout, Skeleton } from '../body/skeleton.js';
import type { Limits } from '../fit/stages.js';
import type { Term } from '../solver/term.js';
import { acceleration } from '../terms/acceleration.js';
import { shapePrior } from '../terms/shape-prior.js';
import { holdRests, type Rest } from './contacts.js';
import { minimizeSequence, type SequenceMinimum } from './minimize.js';
import type { SequenceObjective } from './system.js';

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
const UNSEEN = (['left_hand', 'right_hand'] as const).map(jointIndex);

/** Moves the frames of a sequence, T of N numbers each, in place. `terms` are those of each frame. */
export interface SequenceSmoother {
  /**
   * Finds the shape, then a smooth motion of that shape. Not both at once: a smaller body nearby has smaller
   * accelerations, and the term would shrink everybody.
   */
  smooth(params: readonly Float64Array[], terms: readonly (readonly Term[])[], frameRate: number): SequenceMinimum;
  /** Goes on from a smooth motion, with the feet held that rest. */
  steady(
    params: readonly Float64Array[],
    terms: readonly (readonly Term[])[],
    frameRate: number,
    rests: readonly Rest[],
  ): SequenceMinimum;
}

export function createSmoother(kinematics: Kinematics, skeleton: Skeleton): SequenceSmoother {
  const { layout } = kinematics;
  const free = freeParameters(layout);
  const pointNames = skeleton.points.map(({ name }) => name);

  return {
    smooth(params, terms, frameRate) {
      const weight = Math.sqrt(Math.max(1, params.length / FRAMES_OF_SHAPE));
      const shape = [
        shapePrior(layout.betas, skeleton.betaCount, weight),
        ...terms[0].filter(({ name }) => name === 'measurement'),
      ];
      const frames = terms.map(withoutShape);
      const apart = minimizeSequence(kinematics, params, free, { frames, shape, motion: [], turning: 0 }, SHAPE_STAGE);
      const objective = { frames, shape: null, ...motionTerms(params.length, pointNames, frameRate) };
      const together = minimizeSequence(kinematics, params, free, objective, SMOOTH_STAGE);
      return { ...together, iterations: apart.iterations + together.iterations };
    },

    steady(params, terms, frameRate, rests) {
      const { motion, turning } = motionTerms(params.length, pointNames, frameRate);
      const held = [...motion, ...holdRests(rests)];
      const objective = { frames: terms.map(withoutShape), shape: null, motion: held, turning };
      return minimizeSequence(kinematics, params, free, objective, STEADY_STAGE);
    },
  };
}

/** Of one frame, without the betas. */
const freeParameters = ({ pose, betas }: ParameterLayout): Uint16Array =>
  Uint16Array.from([...Array(betas).keys()].filter((n) => !UNSEEN.includes(Math.floor((n - pose) / 3))));

const withoutShape = (terms: readonly Term[]): Term[] => terms.filter(({ name }) => !OF_SHAPE.includes(name));

function motionTerms(
  T: number,
  pointNames: readonly string[],
  frameRate: number,
): Pick<SequenceObjective, 'motion' | 'turning'> {
  const term = acceleration(pointNames, frameRate);
  return {
    motion: Array.from({ length: Math.max(0, T - 2) }, (_, first) => ({ term, first })),
    turning: (frameRate * frameRate) / TURNING_SIGMA,
  };
}
