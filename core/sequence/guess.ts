import { jointIndex } from '../body/joint-sets.js';
import type { Kinematics } from '../body/kinematics.js';
import { parametersOf } from '../body/skeleton.js';
import type { Fitter } from '../fit/fitter.js';
import type { Objective } from '../fit/objective.js';
import { firstNoise } from '../keypoints/noise.js';
import { totalCost } from '../solver/total-cost.js';
import type { Camera, Fit } from '../types.js';
import { type Choice, chooseAlong, jumpCost } from './choose.js';
import type { SequenceFrame } from './frame.js';

/** What tells one pose from another. */
const TELLING = (['shoulder', 'elbow', 'wrist', 'knee', 'ankle'] as const).flatMap((part) =>
  (['left', 'right'] as const).map((side) => jointIndex(`${side}_${part}`)),
);
const HIPS = [jointIndex('left_hip'), jointIndex('right_hip')];
/** A frame's own fit this near to its neighbour's needs no other: about 0.5 m/s of every joint. */
const NEAR = 0.6;

/** One frame's pose before the frames know of each other. */
interface Guess extends Choice {
  readonly fit: Fit;
}

/**
 * A pose for each frame: its own fit, or the one that goes on from the frame before or after where that makes more sense
 * of the whole.
 *
 * @returns N numbers a frame (translation, pose, betas), null where nobody was found
 */
export function guessAlong(
  fitter: Fitter,
  kinematics: Kinematics,
  frames: readonly (SequenceFrame | null)[],
  objectives: readonly Objective[],
  camera: Camera,
  frameRate: number,
  onFrame: (done: number, of: number) => void,
): (Float64Array | null)[] {
  const costs = objectives.map((objective) => totalCost(objective.anchoredTerms(firstNoise(objective.size))));
  const guesses: Guess[][] = frames.map(() => []);

  let before: Guess | null = null;
  frames.forEach((frame, t) => {
    if (frame !== null) {
      guesses[t].push(guessOf(fitter.fit(frame.keypoints, camera, frame.evidence), t));
      before = goOn(before, t, frame);
    }
    onFrame(t + 1, frames.length);
  });
  before = null;
  for (let t = frames.length - 1; t >= 0; t--) {
    const frame = frames[t];
    if (frame !== null) before = goOn(before, t, frame);
  }
  return chooseAlong(guesses, frameRate).map((chosen, t) => (chosen < 0 ? null : parametersOf(guesses[t][chosen].fit)));

  /** The best guess of a frame as seen from its neighbour; where none is near, one that goes on from there is added. */
  function goOn(neighbour: Guess | null, t: number, { keypoints, evidence }: SequenceFrame): Guess {
    const here = guesses[t];
    if (neighbour === null) return cheapest(here, () => 0);
    const jump = ({ joints }: Guess): number => jumpCost(neighbour.joints, joints, frameRate);
    if (here.every((guess) => jump(guess) > NEAR)) {
      here.push(guessOf(fitter.refit(neighbour.fit, keypoints, camera, evidence), t));
    }
    return cheapest(here, jump);
  }

  function guessOf(fit: Fit, t: number): Guess {
    const body = kinematics.pose(parametersOf(fit), false);
    const { joints } = body;
    const cost = costs[t](body);
    const told = TELLING.flatMap((j) =>
      [0, 1, 2].map((axis) => joints[3 * j + axis] - (joints[3 * HIPS[0] + axis] + joints[3 * HIPS[1] + axis]) / 2),
    );
    return { fit, cost, joints: Float64Array.from(told) };
  }
}

const cheapest = (guesses: readonly Guess[], more: (guess: Guess) => number): Guess =>
  guesses.reduce((best, guess) => (guess.cost + more(guess) < best.cost + more(best) ? guess : best));
