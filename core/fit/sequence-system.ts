import type { Kinematics, PosedBody } from '../body/kinematics.js';
import { BAND, type BandedMatrix, bandedMatrix } from '../solver/banded-cholesky.js';
import { normalEquations } from '../solver/normal-equations.js';
import { totalCost } from '../solver/total-cost.js';
import type { MotionTerm, PlacedMotionTerm } from '../terms/motion-term.js';
import type { Term } from '../terms/term.js';

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

/**
 * The Gauss-Newton model of a sequence. x = (x_1 ... x_T, β): n free parameters a frame, and one shape for all.
 *
 *   H = [ A  B ]     A: T×T blocks, three wide on each side of the diagonal at most
 *       [ Bᵀ C ]     C: B×B; B is 0 where the betas stay
 */
export interface SequenceSystem {
  readonly A: BandedMatrix;
  /** Tn×B. */
  readonly border: Float64Array;
  /** B×B, full. */
  readonly corner: Float64Array;
  /** Tn + B: Jᵀr. */
  readonly gradient: Float64Array;
  /** E at the frames' parameters, T of N numbers each. Infinite where a term is undefined. */
  cost(params: readonly Float64Array[]): number;
  /** Fills A, border, corner and gradient. */
  linearise(params: readonly Float64Array[]): void;
}

/** Column i of the frame's part of the system for each parameter; −1 where it is not free or a beta. */
function placesOf(free: Uint16Array, N: number): Int32Array {
  const places = new Int32Array(N).fill(-1);
  free.forEach((n, i) => {
    places[n] = i;
  });
  return places;
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
  const n = free.length;
  const T = frames.length;
  const W = BAND * n;
  const units = new Float64Array(N).fill(1);
  const betas = Uint16Array.from({ length: B }, (_, b) => layout.betas + b);
  const local = normalEquations(Uint16Array.of(...free, ...betas), N);
  const ofShape = normalEquations(betas, N);
  const A = bandedMatrix(T, n);
  const border = new Float64Array(T * n * B);
  const corner = new Float64Array(B * B);
  const gradient = new Float64Array(T * n + B);
  const places = placesOf(free, N);
  const frameCosts = frames.map(totalCost);
  const shapeTerms = shape ?? [];
  const shapeCost = totalCost(shapeTerms);
  const rotating = Uint16Array.from(free.filter((p) => p >= layout.pose + 3));

  // Where the points of each frame are, and how they move: all that the motion terms need of a posed body.
  let joints: Float64Array[] = [];
  let jacobians: Float64Array[] = [];
  let columns: readonly Uint16Array[] = [];
  const residual = new Float64Array(3);
  const rho = new Float64Array(2);
  const shared = new Float64Array(3 * B);

  return { A, border, corner, gradient, cost, linearise };

  function cost(params: readonly Float64Array[]): number {
    let total = 0;
    const at: Float64Array[] = [];
    let body: PosedBody | null = null;
    for (let t = 0; t < T; t++) {
      body = kinematics.pose(params[t], false);
      at.push(body.joints.slice());
      total += frameCosts[t](body);
    }
    if (body !== null) total += shapeCost(body);
    for (const { term, first } of motion) {
      for (let k = 0; k < term.points.length; k++) total += linkCost(term, first, k, at);
    }
    for (let t = 1; t + 1 < T && turning > 0; t++) {
      for (const p of rotating) {
        const r = turning * (params[t - 1][p] - 2 * params[t][p] + params[t + 1][p]);
        total += 0.5 * r * r;
      }
    }
    return Number.isNaN(total) ? Number.POSITIVE_INFINITY : total;
  }

  /** ½ρ of one point, whose residual and [ρ, ρ′] are then in `residual` and `rho`. */
  function linkCost(term: MotionTerm, first: number, k: number, at: readonly Float64Array[]): number {
    const row = 3 * term.points[k];
    let s = 0;
    for (let axis = 0; axis < 3; axis++) {
      let r = 0;
      for (let i = 0; i < term.coefficients.length; i++) r += term.coefficients[i] * at[first + i][row + axis];
      residual[axis] = r / term.sigma[k];
      s += residual[axis] * residual[axis];
    }
    rho[0] = s;
    rho[1] = 1;
    term.loss?.evaluate(s, rho);
    return 0.5 * rho[0];
  }

  function linearise(params: readonly Float64Array[]): void {
    A.values.fill(0);
    border.fill(0);
    corner.fill(0);
    gradient.fill(0);
    joints = [];
    jacobians = [];
    for (let t = 0; t < T; t++) {
      const body = kinematics.pose(params[t], true);
      local.linearise(frames[t], body, units, new Float64Array(frames[t].length));
      addFrame(t);
      joints.push(body.joints.slice());
      jacobians.push(body.jointsJacobian.slice());
      columns = body.columns;
      if (t === 0) addShape(body);
    }
    for (const { term, first } of motion) for (let k = 0; k < term.points.length; k++) addLink(term, first, k);
    for (let t = 1; t + 1 < T && turning > 0; t++) addTurning(params, t);
  }

  /** The frame's own normal equations, whose last B rows are those of the betas. */
  function addFrame(t: number): void {
    const m = n + B;
    const { hessian, gradient: g } = local;
    for (let i = 0; i < n; i++) {
      gradient[t * n + i] = g[i];
      const row = (t * n + i) * W + 2 * n;
      for (let k = 0; k <= i; k++) A.values[row + k] = hessian[i * m + k];
      for (let b = 0; b < B; b++) border[(t * n + i) * B + b] = hessian[(n + b) * m + i];
    }
    for (let b = 0; b < B; b++) {
      gradient[T * n + b] += g[n + b];
      for (let c = 0; c <= b; c++) addCorner(b, c, hessian[(n + b) * m + n + c]);
    }
  }

  function addShape(body: PosedBody): void {
    ofShape.linearise(shapeTerms, body, units, new Float64Array(shapeTerms.length));
    for (let b = 0; b < B; b++) {
      gradient[T * n + b] += ofShape.gradient[b];
      for (let c = 0; c <= b; c++) addCorner(b, c, ofShape.hessian[b * B + c]);
    }
  }

  function addCorner(b: number, c: number, value: number): void {
    corner[b * B + c] += value;
    if (b !== c) corner[c * B + b] += value;
  }

  /** One point of a motion term: the frames it sees, against each other and against the betas. */
  function addLink(term: MotionTerm, first: number, k: number): void {
    linkCost(term, first, k, joints);
    const { coefficients } = term;
    const point = term.points[k];
    const moving = columns[point];
    const weight = rho[1] / (term.sigma[k] * term.sigma[k]);
    const pull = rho[1] / term.sigma[k];
    for (let axis = 0; axis < 3; axis++) {
      const row = (3 * point + axis) * N;
      for (let b = 0; b < B; b++) {
        let sum = 0;
        for (let i = 0; i < coefficients.length; i++) {
          sum += coefficients[i] * jacobians[first + i][row + layout.betas + b];
        }
        shared[axis * B + b] = sum;
        gradient[T * n + b] += pull * residual[axis] * sum;
      }
      for (let b = 0; b < B; b++) {
        for (let c = 0; c < B; c++) corner[b * B + c] += weight * shared[axis * B + b] * shared[axis * B + c];
      }
      for (let i = 0; i < coefficients.length; i++) {
        addLinkRow(coefficients, first, i, row, weight, pull * residual[axis], moving, axis * B);
      }
    }
  }

  /** One coordinate of one frame of a link: its row of the Jacobian against the rows of the frames up to it. */
  function addLinkRow(
    coefficients: readonly number[],
    first: number,
    i: number,
    row: number,
    weight: number,
    pull: number,
    moving: Uint16Array,
    sharedRow: number,
  ): void {
    const own = jacobians[first + i];
    for (let a = 0; a < moving.length; a++) {
      const place = places[moving[a]];
      if (place < 0) continue;
      const value = coefficients[i] * own[row + moving[a]];
      if (value === 0) continue;
      const at = (first + i) * n + place;
      gradient[at] += pull * value;
      for (let b = 0; b < B; b++) border[at * B + b] += weight * value * shared[sharedRow + b];
      for (let j = 0; j <= i; j++) {
        const other = jacobians[first + j];
        const scale = weight * value * coefficients[j];
        const block = at * W + (2 - (i - j)) * n;
        for (let b = 0; b < moving.length; b++) {
          const column = places[moving[b]];
          if (column < 0 || (i === j && column > place)) continue;
          A.values[block + column] += scale * other[row + moving[b]];
        }
      }
    }
  }

  function addTurning(params: readonly Float64Array[], t: number): void {
    const square = turning * turning;
    for (const p of rotating) {
      const r = turning * (params[t - 1][p] - 2 * params[t][p] + params[t + 1][p]);
      for (let i = 0; i < 3; i++) {
        const at = (t - 1 + i) * n + places[p];
        gradient[at] += turning * SECOND_DIFFERENCE[i] * r;
        for (let j = 0; j <= i; j++) {
          A.values[at * W + (2 - (i - j)) * n + places[p]] += square * SECOND_DIFFERENCE[i] * SECOND_DIFFERENCE[j];
        }
      }
    }
  }
}

const SECOND_DIFFERENCE = [1, -2, 1];
