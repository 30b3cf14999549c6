import type { PosedBody } from '../body/kinematics.js';
import { BAND, bandedStart } from '../solver/banded-cholesky.js';
import type { PlacedMotionTerm } from '../terms/motion-term.js';
import type { SequenceEquations } from './equations.js';

/** What a motion term says of one point, overwritten with each. */
export interface LinkMemory {
  /** 3, no unit. */
  readonly residual: Float64Array;
  /** n: the places, among the free parameters of a frame, of those that move the point; the first `count` are in use. */
  readonly places: Uint16Array;
  /** For each frame that the term sees, derivatives of one coordinate of the point by the parameters at `places`. */
  readonly derivatives: readonly Float64Array[];
  /** B: derivative of one coordinate of Σ_i c_i p(t + i) by the betas. */
  readonly byBetas: Float64Array;
}

export const linkMemory = (n: number, B: number): LinkMemory => ({
  residual: new Float64Array(3),
  places: new Uint16Array(n),
  derivatives: Array.from({ length: BAND }, () => new Float64Array(n)),
  byBetas: new Float64Array(B),
});

/**
 * ½‖r‖² of point k of a motion term; the memory's residual is overwritten.
 *
 * @param bodies T
 */
export function linkCost(
  { term, first }: PlacedMotionTerm,
  k: number,
  bodies: readonly Pick<PosedBody, 'joints'>[],
  { residual }: LinkMemory,
): number {
  const row = 3 * term.points[k];
  let s = 0;
  for (let axis = 0; axis < 3; axis++) {
    let r = 0;
    for (let i = 0; i < term.coefficients.length; i++) r += term.coefficients[i] * bodies[first + i].joints[row + axis];
    residual[axis] = r / term.sigma[k];
    s += residual[axis] * residual[axis];
  }
  return 0.5 * s;
}

/** Adds point k of a motion term: the frames it sees, against each other and against the betas. */
export function addLink(
  equations: SequenceEquations,
  bodies: readonly PosedBody[],
  link: PlacedMotionTerm,
  k: number,
  memory: LinkMemory,
): void {
  linkCost(link, k, bodies, memory);
  const { residual } = memory;
  const sigma = link.term.sigma[k];
  const weight = 1 / (sigma * sigma);
  const pull = 1 / sigma;
  for (let axis = 0; axis < 3; axis++) {
    const count = gather(bodies, link, k, axis, equations.placeOf, memory);
    addByBetas(equations, memory, weight, pull * residual[axis]);
    addByFrames(equations, link, memory, count, weight, pull * residual[axis]);
  }
}

/** Fills places, derivatives and byBetas for one coordinate; returns how many places there are. */
function gather(
  bodies: readonly PosedBody[],
  { term, first }: PlacedMotionTerm,
  k: number,
  axis: number,
  placeOf: Int32Array,
  { places, derivatives, byBetas }: LinkMemory,
): number {
  const N = placeOf.length;
  const row = (3 * term.points[k] + axis) * N;
  const firstBeta = row + N - byBetas.length;
  let count = 0;
  for (const parameter of bodies[first].columns[term.points[k]]) {
    if (placeOf[parameter] < 0) continue;
    places[count] = placeOf[parameter];
    for (let i = 0; i < term.coefficients.length; i++) {
      derivatives[i][count] = bodies[first + i].jointsJacobian[row + parameter];
    }
    count++;
  }
  byBetas.fill(0);
  for (let i = 0; i < term.coefficients.length; i++) {
    for (let b = 0; b < byBetas.length; b++) {
      byBetas[b] += term.coefficients[i] * bodies[first + i].jointsJacobian[firstBeta + b];
    }
  }
  return count;
}

/** weight·JᵀJ and pull·J of the betas alone. */
function addByBetas(
  { A, corner, gradient }: SequenceEquations,
  { byBetas }: LinkMemory,
  weight: number,
  pull: number,
): void {
  const B = byBetas.length;
  const firstBeta = A.blocks * A.size;
  for (let b = 0; b < B; b++) {
    gradient[firstBeta + b] += pull * byBetas[b];
    for (let c = 0; c <= b; c++) corner[b * B + c] += weight * byBetas[b] * byBetas[c];
  }
}

/** weight·JᵀJ and pull·J of the frames' parameters, c_i·derivatives_i in frame first + i, and of these with the betas. */
function addByFrames(
  { A, border, gradient }: SequenceEquations,
  { term: { coefficients }, first }: PlacedMotionTerm,
  { places, derivatives, byBetas }: LinkMemory,
  count: number,
  weight: number,
  pull: number,
): void {
  const { size: n, values } = A;
  const B = byBetas.length;
  for (let i = 0; i < coefficients.length; i++) {
    for (let a = 0; a < count; a++) {
      const value = coefficients[i] * derivatives[i][a];
      if (value === 0) continue;
      const at = (first + i) * n + places[a];
      gradient[at] += pull * value;
      for (let b = 0; b < B; b++) border[at * B + b] += weight * value * byBetas[b];
      for (let j = 0; j <= i; j++) {
        const other = derivatives[j];
        const scale = weight * value * coefficients[j];
        const block = bandedStart(A, at, i - j);
        const end = i === j ? a + 1 : count; // of the frame's own block only the lower triangle
        for (let b = 0; b < end; b++) values[block + places[b]] += scale * other[b];
      }
    }
  }
}
