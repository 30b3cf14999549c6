import type { Capsule, Capsules } from '../body/capsules.js';
import type { PosedBody } from '../body/kinematics.js';
import { leftJacobian, multiplyRotations } from '../body/rotation.js';
import type { ParameterLayout } from '../body/skeleton.js';
import type { Term } from './term.js';

/** Standard deviation of a sphere's Gaussian in radii: 0.3 in the authors' program, r/3 in the paper. */
const SIGMA_PER_RADIUS = 0.3;
/** Metres. A part without vertices has no radius, one of an extreme shape may have a negative one. */
const LEAST_RADIUS = 0.01;
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
 * A sphere at x carried by joint j follows θ_k of each k above j as ∂x/∂θ_k = ω × (x − p_k), see kinematics.ts; with
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
  const J = parents.length;
  const R = pairs.length;
  const filled = parts.map((capsule) => createSpheres(capsule, layout));
  const links = pairs.map(([a, b]) => ({
    a: filled[a],
    b: filled[b],
    above: [below(parts[a].joint, parts[b].joint), below(parts[b].joint, parts[a].joint)],
  }));
  const axes = new Float64Array(9 * J); // columns: world axis about which each of the three numbers of θ_k turns
  const left = new Float64Array(9);
  const force = new Float64Array(3); // Σ f_i over the spheres of the first part; of the second: minus that
  const torques = [new Float64Array(3), new Float64Array(3)]; // Σ x_i × f_i of each part

  return {
    name: 'interpenetration',
    rows: R,
    loss: null,
    weights: new Float64Array(R).fill(weight),
    points: new Uint16Array(0),
    evaluate(body, residual, jacobian) {
      for (const spheres of filled) spheres.place(body);
      if (jacobian !== null) {
        jacobian.fill(0);
        turnAxes(body);
      }
      for (let row = 0; row < R; row++) {
        const sum = overlap(links[row].a, links[row].b);
        if (Number.isNaN(sum)) return false;
        residual[row] = Math.sqrt(sum);
        if (jacobian === null || sum === 0) continue;
        const scale = 0.5 / residual[row]; // ∂√S = ∂S / 2√S
        const first = row * layout.count + layout.pose;
        for (const k of links[row].above[0]) writeTurn(body.joints, k, torques[0], scale, jacobian, first);
        for (const k of links[row].above[1]) writeTurn(body.joints, k, torques[1], -scale, jacobian, first);
      }
      return true;
    },
  };

  /** The joint `of` and those above it which do not carry `other` too. */
  function below(of: number, other: number): number[] {
    const carriers = new Set<number>();
    for (let k = other; k >= 0; k = parents[k]) carriers.add(k);
    const out: number[] = [];
    for (let k = of; k >= 0 && !carriers.has(k); k = parents[k]) out.push(k);
    return out;
  }

  /** The same axes as in kinematics.ts: G_parent·Jₗ(θ_k). */
  function turnAxes({ params, rotations }: PosedBody): void {
    for (let k = 1; k < J; k++) {
      const theta = layout.pose + 3 * k;
      leftJacobian(params[theta], params[theta + 1], params[theta + 2], left);
      multiplyRotations(rotations, 9 * parents[k], left, 0, axes, 9 * k);
    }
  }

  /** S of two capsules; fills `force` and `torques`. */
  function overlap(a: Spheres, b: Spheres): number {
    force.fill(0);
    torques[0].fill(0);
    torques[1].fill(0);
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
        addForce(a.centres, i, b.centres, k, slope * x, slope * y, slope * z);
      }
    }
    return sum;
  }

  /** Adds x_i × f to the first torque and x_k × f to the second, whose force is −f: its sign is the caller's. */
  function addForce(a: Float64Array, i: number, b: Float64Array, k: number, x: number, y: number, z: number): void {
    force[0] += x;
    force[1] += y;
    force[2] += z;
    torques[0][0] += a[i + 1] * z - a[i + 2] * y;
    torques[0][1] += a[i + 2] * x - a[i] * z;
    torques[0][2] += a[i] * y - a[i + 1] * x;
    torques[1][0] += b[k + 1] * z - b[k + 2] * y;
    torques[1][1] += b[k + 2] * x - b[k] * z;
    torques[1][2] += b[k] * y - b[k + 1] * x;
  }

  /** scale·ω·(torque − p_k × force) in the three columns of θ_k; `first` is that of θ_0. */
  function writeTurn(
    joints: Float64Array,
    k: number,
    torque: Float64Array,
    scale: number,
    jacobian: Float64Array,
    first: number,
  ): void {
    const px = joints[3 * k];
    const py = joints[3 * k + 1];
    const pz = joints[3 * k + 2];
    const x = scale * (torque[0] - (py * force[2] - pz * force[1]));
    const y = scale * (torque[1] - (pz * force[0] - px * force[2]));
    const z = scale * (torque[2] - (px * force[1] - py * force[0]));
    for (let i = 0; i < 3; i++) {
      jacobian[first + 3 * k + i] = axes[9 * k + i] * x + axes[9 * k + 3 + i] * y + axes[9 * k + 6 + i] * z;
    }
  }
}

/** The spheres that fill one capsule of a posed body. */
interface Spheres {
  /** S×3, metres, where `place` left them. */
  readonly centres: Float64Array;
  /** Metres, likewise. */
  radius(): number;
  place(body: PosedBody): void;
}

function createSpheres({ joint, ends, radius, spheres: S }: Capsule, layout: ParameterLayout): Spheres {
  const centres = new Float64Array(3 * S);
  const offsets = [new Float64Array(3), new Float64Array(3)];
  const size = new Float64Array(1);
  return {
    centres,
    radius: () => Math.max(LEAST_RADIUS, size[0]),
    place({ params, joints, rotations }) {
      const B = layout.count - layout.betas;
      valueAt(ends[0].value, ends[0].directions, params, B, offsets[0]);
      valueAt(ends[1].value, ends[1].directions, params, B, offsets[1]);
      valueAt(radius.value, radius.directions, params, B, size);
      for (let s = 0; s < S; s++) {
        const share = S === 1 ? 0.5 : s / (S - 1);
        const x = offsets[0][0] + share * (offsets[1][0] - offsets[0][0]);
        const y = offsets[0][1] + share * (offsets[1][1] - offsets[0][1]);
        const z = offsets[0][2] + share * (offsets[1][2] - offsets[0][2]);
        for (let axis = 0; axis < 3; axis++) {
          const g = 9 * joint + 3 * axis;
          const turned = rotations[g] * x + rotations[g + 1] * y + rotations[g + 2] * z;
          centres[3 * s + axis] = joints[3 * joint + axis] + turned;
        }
      }
    },
  };

  /** value + directions·betas. */
  function valueAt(
    value: Float64Array,
    directions: Float64Array,
    params: Float64Array,
    B: number,
    out: Float64Array,
  ): void {
    for (let i = 0; i < out.length; i++) {
      out[i] = value[i];
      for (let b = 0; b < B; b++) out[i] += directions[i * B + b] * params[layout.betas + b];
    }
  }
}
