import { jointIndex } from '../body/joint-sets.js';
import type { Kinematics } from '../body/kinematics.js';
import { createMinimizer } from '../solver/minimize.js';
import type { Term } from '../solver/term.js';
import type { Candidate } from './candidate.js';
import type { Limits } from './stages.js';

/** Nothing sees how a hand is turned: these joints keep the start's pose. */
const UNSEEN_JOINTS = (['left_hand', 'right_hand'] as const).map(jointIndex);

/** What may move: `camera` is translation and global orientation. */
export type Free = 'camera' | 'all';

/** Minimises the terms from each candidate, in place; returns the iterations that took. */
export type Improve = (candidates: readonly Candidate[], terms: readonly Term[], free: Free, limits: Limits) => number;

/** Holds the solver's memory for one body. */
export function createImprove(kinematics: Kinematics): Improve {
  const { layout } = kinematics;
  const minimize = createMinimizer(kinematics);
  const scale = new Float64Array(layout.count).fill(1);
  const free: Readonly<Record<Free, Uint16Array>> = {
    camera: freeParameters(layout.count, (n) => n < layout.pose + 3),
    all: freeParameters(layout.count, (n) => !UNSEEN_JOINTS.includes(Math.floor((n - layout.pose) / 3))),
  };

  return (candidates, terms, which, limits) =>
    candidates.reduce((iterations, candidate) => {
      const { params } = candidate;
      // A metre matters less the farther the person is: a step in depth is relative to it.
      scale.fill(Math.max(1, params[2]), 0, 3);
      const minimum = minimize(terms, params, { free: free[which], scale, ...limits });
      candidate.minimum = minimum;
      candidate.cost = Number.isFinite(minimum.cost) ? minimum.cost : Number.POSITIVE_INFINITY;
      return iterations + minimum.iterations;
    }, 0);
}

const freeParameters = (N: number, isFree: (n: number) => boolean): Uint16Array =>
  Uint16Array.from([...Array(N).keys()].filter(isFree));
