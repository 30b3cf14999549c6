import type { Kinematics, PosedBody } from '../body/kinematics.js';
import { bandedStart } from '../solver/banded-cholesky.js';
import { normalEquations } from '../solver/normal-equations.js';
import type { Term } from '../solver/term.js';
import { totalCost } from '../solver/total-cost.js';
import type { PlacedMotionTerm } from '../terms/motion-term.js';
import { addBetas, addFrame, clear, type SequenceEquations, sequenceEquations } from './equations.js';
import { addLink, linkCost, linkMemory } from './links.js';

/** What a sequence minimises. T frames. */
export interface SequenceObjective {
  /** T: the terms of each frame, those of the shape left out. */
  readonly frames: readonly (readonly Term[])[];
  /** Terms of the betas alone, of all frames together; null: the betas stay as they are. */
  readonly shape: readonly Term[] | null;
  readonly motion: readonly PlacedMotionTerm[];
  /** 1 / sigma of θ(t − 1) − 2 θ(t) + θ(t + 1), radians, of all joints but the first; 0: they turn as they like. */
  readonly turning: number;
}

/** The Gauss-Newton model of a sequence. */
export interface SequenceSystem extends SequenceEquations {
  /** E at the frames' parameters, T of N numbers each. Infinite where a term is undefined. */
  cost(params: readonly Float64Array[]): number;
  /** Fills A, border, corner and gradient. */
  linearise(params: readonly Float64Array[]): void;
}

/** @param free the parameters of a frame that may move, ascending, without the betas */
export function sequenceSystem(
  kinematics: Kinematics,
  free: Uint16Array,
  { frames, shape, motion, turning }: SequenceObjective,
): SequenceSystem {
  const { layout } = kinematics;
  const N = layout.count;
  const B = shape === null ? 0 : N - layout.betas;
  const betas = Uint16Array.from({ length: B }, (_, b) => layout.betas + b);
  const ofFrame = normalEquations(Uint16Array.of(...free, ...betas), N);
  const ofShape = normalEquations(betas, N);
  const units = new Float64Array(N).fill(1);
  const equations = sequenceEquations(frames.length, free, N, B);
  const memory = linkMemory(free.length, B);
  const shapeTerms = shape ?? [];
  const frameCosts = frames.map(totalCost);
  const shapeCost = totalCost(shapeTerms);
  const rotating = turning > 0 ? free.filter((parameter) => parameter >= layout.pose + 3) : new Uint16Array(0);

  return { ...equations, cost, linearise };

  function cost(params: readonly Float64Array[]): number {
    let total = 0;
    const bodies: Pick<PosedBody, 'joints'>[] = [];
    for (let t = 0; t < params.length; t++) {
      const body = kinematics.pose(params[t], false);
      bodies.push({ joints: body.joints.slice() });
      total += frameCosts[t](body);
      if (t + 1 === params.length) total += shapeCost(body);
    }
    for (const link of motion) {
      for (let k = 0; k < link.term.points.length; k++) total += linkCost(link, k, bodies, memory);
    }
    for (let t = 1; t + 1 < params.length; t++) {
      for (const parameter of rotating) {
        const r = turning * secondDifference(params, t, parameter);
        total += 0.5 * r * r;
      }
    }
    return Number.isNaN(total) ? Number.POSITIVE_INFINITY : total;
  }

  function linearise(params: readonly Float64Array[]): void {
    clear(equations);
    const bodies: PosedBody[] = [];
    for (let t = 0; t < params.length; t++) {
      const body = kinematics.pose(params[t], true);
      ofFrame.linearise(frames[t], body, units, new Float64Array(frames[t].length));
      addFrame(equations, t, ofFrame);
      bodies.push({ ...body, joints: body.joints.slice(), jointsJacobian: body.jointsJacobian.slice() });
      if (t > 0) continue;
      ofShape.linearise(shapeTerms, body, units, new Float64Array(shapeTerms.length));
      addBetas(equations, ofShape, 0);
    }
    for (const link of motion) {
      for (let k = 0; k < link.term.points.length; k++) addLink(equations, bodies, link, k, memory);
    }
    for (let t = 1; t + 1 < params.length; t++) addTurning(equations, params, t, rotating, turning);
  }
}

/** θ(t − 1) − 2 θ(t) + θ(t + 1). */
function secondDifference(params: readonly Float64Array[], t: number, parameter: number): number {
  return params[t - 1][parameter] - 2 * params[t][parameter] + params[t + 1][parameter];
}

const SECOND_DIFFERENCE = [1, -2, 1];

/** Adds JᵀJ and Jᵀr of r = turning·secondDifference at t for each parameter. */
function addTurning(
  { A, gradient, placeOf }: SequenceEquations,
  params: readonly Float64Array[],
  t: number,
  parameters: Uint16Array,
  turning: number,
): void {
  const n = A.size;
  const square = turning * turning;
  for (const parameter of parameters) {
    const r = turning * secondDifference(params, t, parameter);
    const place = placeOf[parameter];
    for (let i = 0; i < 3; i++) {
      const at = (t - 1 + i) * n + place;
      gradient[at] += turning * SECOND_DIFFERENCE[i] * r;
      for (let j = 0; j <= i; j++) {
        const block = bandedStart(A, at, i - j);
        A.values[block + place] += square * SECOND_DIFFERENCE[i] * SECOND_DIFFERENCE[j];
      }
    }
  }
}
