import type { BodyModel } from '../types.js';
import { fitCapsule } from './capsules-fit.js';
import { jointIndex, type SmplJoint } from './joint-sets.js';
import { type Skeleton, skeletonOf } from './skeleton.js';
import { strongestJoints } from './strongest-joints.js';

/** A part of the body that a capsule stands for. */
interface Part {
  readonly name: string;
  /** The joint that carries the capsule; its own vertices and those of `also` are fitted. */
  readonly joint: SmplJoint;
  readonly also?: SmplJoint;
  /** Where the axis points: at a joint, or along x (0), y (1), z (2) of the T-pose. */
  readonly axis: SmplJoint | 0 | 1 | 2;
  /** A slice of the trunk: open above and below, where its capsule must not reach for its neighbours. */
  readonly trunk?: true;
}

const oneSide = (side: 'left' | 'right'): Part[] => [
  { name: `${side}_thigh`, joint: `${side}_hip`, axis: `${side}_knee` },
  { name: `${side}_calf`, joint: `${side}_knee`, axis: `${side}_ankle` },
  { name: `${side}_foot`, joint: `${side}_ankle`, also: `${side}_foot`, axis: 2 },
  { name: `${side}_collar`, joint: `${side}_collar`, axis: `${side}_shoulder` },
  { name: `${side}_upper_arm`, joint: `${side}_shoulder`, axis: `${side}_elbow` },
  { name: `${side}_forearm`, joint: `${side}_elbow`, axis: `${side}_wrist` },
  { name: `${side}_hand`, joint: `${side}_wrist`, also: `${side}_hand`, axis: `${side}_hand` },
];

/** The 20 parts of SMPLify's capsules. A trunk is wider than it is high: its capsules lie across it. */
const PARTS: readonly Part[] = [
  { name: 'hip', joint: 'pelvis', axis: 0, trunk: true },
  { name: 'spine', joint: 'spine1', axis: 0, trunk: true },
  { name: 'spine1', joint: 'spine2', axis: 0, trunk: true },
  { name: 'spine2', joint: 'spine3', axis: 0, trunk: true },
  { name: 'neck', joint: 'neck', axis: 1 },
  { name: 'head', joint: 'head', axis: 1 },
  ...oneSide('left'),
  ...oneSide('right'),
];

const TRUNK = PARTS.filter(({ trunk }) => trunk).map(({ name }) => name);
const ARM_ENDS = ['left_forearm', 'right_forearm', 'left_hand', 'right_hand'];

/** An axis of the T-pose. */
const UP = 1;

/**
 * The 23 pairs of SMPLify that must not meet. Its "shoulder" is the part between spine and upper arm; paired with the
 * upper arm itself every bent elbow would cost, and arms that touch the body came out 35 mm worse.
 */
const PAIRS: readonly (readonly [string, string])[] = [
  ...ARM_ENDS.flatMap((arm) => TRUNK.map((trunk) => [arm, trunk] as const)),
  ['left_calf', 'right_calf'],
  ['left_foot', 'right_calf'],
  ['right_foot', 'left_calf'],
  ['left_foot', 'right_foot'],
  ['left_collar', 'left_forearm'],
  ['right_collar', 'right_forearm'],
  ['left_hand', 'right_hand'],
];

/** A number that is linear in the betas: value + directions·betas. For a point: 3 values, 3×B directions. */
export interface LinearInShape {
  readonly value: Float64Array;
  readonly directions: Float64Array;
}

/** A segment with a radius, carried by one joint; both linear in the betas. */
export interface Capsule {
  readonly name: string;
  readonly joint: number;
  /** 3, metres, ends of the segment relative to the joint, in the axes of the T-pose. */
  readonly ends: readonly [LinearInShape, LinearInShape];
  /** 1, metres. */
  readonly radius: LinearInShape;
  /** How many spheres of that radius fill it, evenly from end to end. */
  readonly spheres: number;
}

/** What the interpenetration term knows of a body. */
export interface Capsules {
  readonly parts: readonly Capsule[];
  /** Pairs of indices into `parts` that must not meet. */
  readonly pairs: readonly (readonly [number, number])[];
}

/**
 * Fits SMPLify's 20 capsules to a body, ours or a user's: to the vertices of each part at betas = 0 and, one component
 * at a time, at ±1; the central differences are the directions.
 */
export function fitCapsules(model: BodyModel, skeleton: Skeleton = skeletonOf(model)): Capsules {
  const { betaCount: B } = model;
  const owned = ownedVertices(model, skeleton);
  const mean = capsuleNumbers(model, skeleton, owned, 0, 0);
  const directions = new Float64Array(mean.length * B);
  for (let b = 0; b < B; b++) {
    const [minus, plus] = [-1, 1].map((beta) => capsuleNumbers(model, skeleton, owned, b, beta));
    for (let i = 0; i < mean.length; i++) directions[i * B + b] = (plus[i] - minus[i]) / 2;
  }
  const linear = (at: number, count: number): LinearInShape => ({
    value: mean.slice(at, at + count),
    directions: directions.slice(at * B, (at + count) * B),
  });
  const parts = PARTS.map(({ name, joint }, p) => {
    const at = NUMBERS * p;
    return {
      name,
      joint: jointIndex(joint),
      ends: [linear(at, 3), linear(at + 3, 3)] as const,
      radius: linear(at + 6, 1),
      spheres: sphereCount(mean.subarray(at, at + NUMBERS)),
    };
  });
  const index = (name: string): number => PARTS.findIndex((part) => part.name === name);
  return { parts, pairs: PAIRS.map(([a, b]) => [index(a), index(b)] as const) };
}

/** Numbers of one capsule: two ends and the radius. */
const NUMBERS = 7;
/** A part without vertices has no radius: it is filled by spheres of this one. Metres. */
const MIN_RADIUS = 1e-3;

/**
 * Neighbouring spheres are at most one radius apart: the union is then within 14 % of the capsule's width everywhere.
 */
function sphereCount(capsule: Float64Array): number {
  const length = Math.hypot(capsule[3] - capsule[0], capsule[4] - capsule[1], capsule[5] - capsule[2]);
  return 1 + Math.ceil(length / Math.max(capsule[6], MIN_RADIUS));
}

/**
 * The vertices of each part: those that its joint carries more than any other does. The trunk's joints share theirs so
 * evenly that some own none; it is cut halfway between the joints instead.
 */
function ownedVertices(model: BodyModel, { joints }: Skeleton): number[][] {
  const { weights, vertexCount: V, parents, template } = model;
  const J = parents.length;
  const partOf = new Int8Array(J).fill(-1);
  PARTS.forEach(({ joint, also }, p) => {
    for (const name of [joint, also]) if (name !== undefined) partOf[jointIndex(name)] = p;
  });
  const heights = PARTS.flatMap(({ joint, trunk }) => (trunk ? [joints[3 * jointIndex(joint) + 1]] : []));
  const owned: number[][] = PARTS.map(() => []);
  const strongest = strongestJoints(weights, J);
  for (let v = 0; v < V; v++) {
    const part = partOf[strongest[v]];
    if (part < 0) continue;
    owned[PARTS[part].trunk ? slice(template[3 * v + 1], heights) : part].push(v);
  }
  return owned;
}

/** Which slice of the trunk, counted from below, a height belongs to: that of the nearest joint. */
function slice(y: number, heights: readonly number[]): number {
  let nearest = 0;
  for (let t = 1; t < heights.length; t++) if (Math.abs(y - heights[t]) < Math.abs(y - heights[nearest])) nearest = t;
  return nearest;
}

/** The capsules of the shape with one beta set: for each part its ends relative to the joint and its radius. */
function capsuleNumbers(
  model: BodyModel,
  skeleton: Skeleton,
  owned: readonly number[][],
  b: number,
  beta: number,
): Float64Array {
  const { template, shapeDirs, betaCount: B } = model;
  const joints = skeleton.joints.map((value, i) => value + beta * skeleton.jointShapeDirs[i * B + b]);
  const out = new Float64Array(NUMBERS * PARTS.length);
  PARTS.forEach(({ joint, axis, trunk }, p) => {
    const points = new Float64Array(3 * owned[p].length);
    for (let i = 0; i < points.length; i++) {
      const at = 3 * owned[p][Math.floor(i / 3)] + (i % 3);
      points[i] = template[at] + beta * shapeDirs[at * B + b];
    }
    const j = 3 * jointIndex(joint);
    const target = typeof axis === 'string' ? 3 * jointIndex(axis) : -1;
    const direction = [0, 1, 2].map((i) => (target < 0 ? Number(i === axis) : joints[target + i] - joints[j + i]));
    const { ends, radius } = fitCapsule(points, direction, trunk ? UP : null);
    for (let i = 0; i < 6; i++) out[NUMBERS * p + i] = ends[i] - joints[j + (i % 3)];
    out[NUMBERS * p + 6] = radius;
  });
  return out;
}
