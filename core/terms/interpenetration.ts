import type { Capsules } from '../body/capsules.js';
import { jointsAbove } from '../body/point-walk.js';
import type { ParameterLayout } from '../body/skeleton.js';
import { turnAxes } from '../body/turn-axes.js';
import type { Term } from '../solver/term.js';
import { type CapsuleSpheres, capsuleSpheres } from './capsule-spheres.js';

/** Standard deviation of a sphere's Gaussian in radii: 0.3 in the authors' program, r/3 in the paper. */
const SIGMA_PER_RADIUS = 0.3;
/** exp of minus this is nothing next to one: such spheres are far apart. */
const FAR = 40;

/**
 * Interpenetration term, E_sp of SMPLify (Bogo et al. 2016, eq. 9), one row for each pair of parts:
 *
 *   r = √ Σ exp(−‖x_i − x_k‖² / (σ_i² + σ_k²))        σ = 0.3 radius, i and k over the spheres of the two capsules
 *
 * so that ‖r‖² is the paper's sum. Spheres that only touch cost e⁻²², those that share their centre 1: the term forbids
 * a hand inside the trunk, not a hand on it.
 *
 * Its Jacobian is with respect to the pose alone, as in the paper: the body may move out of itself, not grow thin.
 * A sphere at x carried by joint j follows θ_k of each k above j as ∂x/∂θ_k = ω × (x − p_k), see turn-axes.ts; with
 * f_i = ∂S/∂x_i that sums to ∂S/∂θ_k = ω · Σ (x_i − p_k) × f_i. What moves both parts alike moves nothing.
 *
 * @param parents J
 * @param weight multiplies the residuals; 1,000 in SMPLify
 */
export function interpenetration(
  { parts, pairs }: Capsules,
  parents: Int32Array,
  layout: ParameterLayout,
  weight: number,
): Term {
  const R = pairs.length;
  const filled = parts.map((capsule) => capsuleSpheres(capsule, layout));
  const links = pairs.map(([a, b]) => ({
    a: filled[a],
    b: filled[b],
    aboveA: jointsApart(parts[a].joint, parts[b].joint, parents),
    aboveB: jointsApart(parts[b].joint, parts[a].joint, parents),
  }));
  const axes = new Float64Array(9 * parents.length);
  const left = new Float64Array(9);
  const push = { force: new Float64Array(3), torqueA: new Float64Array(3), torqueB: new Float64Array(3) };
  const torque = new Float64Array(3);

  return {
    name: 'interpenetration',
    rows: R,
    loss: null,
    weights: new Float64Array(R).fill(weight),
    points: new Uint16Array(0),
    evaluate(body, residual, jacobian) {
      const { params, joints, rotations } = body;
      for (const spheres of filled) spheres.place(body);
      if (jacobian !== null) {
        jacobian.fill(0);
        turnAxes(parents, params, layout.pose, rotations, left, axes);
      }
      for (let row = 0; row < R; row++) {
        const { a, b, aboveA, aboveB } = links[row];
        const sum = overlap(a, b, push);
        if (Number.isNaN(sum)) return false;
        residual[row] = Math.sqrt(sum);
        if (jacobian === null || sum === 0) continue;
        const slope = 0.5 / residual[row]; // ∂√S = ∂S / 2√S
        const first = row * layout.count + layout.pose;
        for (const k of aboveA) {
          torqueAbout(joints, k, push.torqueA, push.force, slope, torque);
          writeTorque(axes, k, torque, jacobian, first);
        }
        for (const k of aboveB) {
          torqueAbout(joints, k, push.torqueB, push.force, -slope, torque);
          writeTorque(axes, k, torque, jacobian, first);
        }
      }
      return true;
    },
  };
}

/** How two parts push each other. */
interface Push {
  /** 3, Σ f_i over the spheres of the first part; of the second: minus that. */
  readonly force: Float64Array;
  /** 3, Σ x_i × f_i of the first part. */
  readonly torqueA: Float64Array;
  /** 3, Σ x_k × f_i of the second: minus its torque. */
  readonly torqueB: Float64Array;
}

/** The joint `of` and those above it which do not carry `other` too. */
function jointsApart(of: number, other: number, parents: Int32Array): number[] {
  const carriers = jointsAbove(parents, [other]);
  return jointsAbove(parents, [of]).filter((k) => !carriers.includes(k));
}

/** S of two capsules; `push` is overwritten. */
function overlap(a: CapsuleSpheres, b: CapsuleSpheres, push: Push): number {
  push.force.fill(0);
  push.torqueA.fill(0);
  push.torqueB.fill(0);
  const width = SIGMA_PER_RADIUS * SIGMA_PER_RADIUS * (a.radius() ** 2 + b.radius() ** 2);
  let sum = 0;
  for (let i = 0; i < a.centres.length; i += 3) {
    for (let k = 0; k < b.centres.length; k += 3) {
      const x = a.centres[i] - b.centres[k];
      const y = a.centres[i + 1] - b.centres[k + 1];
      const z = a.centres[i + 2] - b.centres[k + 2];
      const squares = (x * x + y * y + z * z) / width;
      if (squares > FAR) continue;
      const value = Math.exp(-squares);
      sum += value;
      const slope = (-2 * value) / width;
      addForce(push.force, slope * x, slope * y, slope * z);
      addTorque(push.torqueA, a.centres, i, slope * x, slope * y, slope * z);
      addTorque(push.torqueB, b.centres, k, slope * x, slope * y, slope * z);
    }
  }
  return sum;
}

function addForce(force: Float64Array, x: number, y: number, z: number): void {
  force[0] += x;
  force[1] += y;
  force[2] += z;
}

/** Adds centre × (x, y, z), the centre from `i` on. */
function addTorque(torque: Float64Array, centres: Float64Array, i: number, x: number, y: number, z: number): void {
  torque[0] += centres[i + 1] * z - centres[i + 2] * y;
  torque[1] += centres[i + 2] * x - centres[i] * z;
  torque[2] += centres[i] * y - centres[i + 1] * x;
}

/** out = scale·(torque − p_k × force), from the torque about the origin. */
function torqueAbout(
  joints: Float64Array,
  k: number,
  torque: Float64Array,
  force: Float64Array,
  scale: number,
  out: Float64Array,
): void {
  const px = joints[3 * k];
  const py = joints[3 * k + 1];
  const pz = joints[3 * k + 2];
  out[0] = scale * (torque[0] - (py * force[2] - pz * force[1]));
  out[1] = scale * (torque[1] - (pz * force[0] - px * force[2]));
  out[2] = scale * (torque[2] - (px * force[1] - py * force[0]));
}

/** ω·torque in the three columns of θ_k; `first` is that of θ_0. */
function writeTorque(axes: Float64Array, k: number, torque: Float64Array, jacobian: Float64Array, first: number): void {
  for (let i = 0; i < 3; i++) {
    jacobian[first + 3 * k + i] =
      axes[9 * k + i] * torque[0] + axes[9 * k + 3 + i] * torque[1] + axes[9 * k + 6 + i] * torque[2];
  }
}
