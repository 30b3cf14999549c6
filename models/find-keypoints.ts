import { jointIndex, type SmplJoint, type SurfacePoint } from '../core/body/joint-sets.js';
import { regressJoints } from '../core/body/shape.js';
import type { BodyModel } from '../core/types.js';
import { smallest } from './extremes.js';

/** A vertex belongs to a joint that moves at least this share of it. */
const OWNED = 0.5;
/** A head or foot of fewer vertices has no nose or toes to be found. */
const FEWEST = 20;

// Proportions of our own heads, in units of the height from the tip of the nose to the top of the head (0.145 m).
/** The nose is on the midline, give or take. */
const NOSE_HALF_WIDTH = 0.15;
const EYE_HEIGHT = 0.3;
const EYE_DISTANCE = 0.18;
/** The eye's surface is the most forward vertex this near to where the eye must be: behind are socket and ball. */
const EYE_RADIUS = 0.1;
/** Ears stand out between these heights above the nose: below are jaw and neck. */
const EAR_HEIGHTS = [-0.3, 0.7] as const;

/** Which way the little toe points from the foot's middle: outward and, less, forward. */
const LITTLE_TOE = { outward: 1, forward: 0.6 } as const;

type Point = (vertex: number) => readonly [number, number, number];

/**
 * Finds surface keypoints of a body in SMPL's rest pose (y up, facing +z, arms to the sides) by its shape: the nose is
 * the most forward point of the head's midline, the ears its outermost, heels and toes the ends of the feet. On our own
 * bodies they lie within 2.5 cm of the points named by hand. What cannot be found is left out.
 */
export function findKeypoints(body: BodyModel): Partial<Record<SurfacePoint, number>> {
  const { template } = body;
  const joints = regressJoints(body, template);
  const point: Point = (vertex) => [template[3 * vertex], template[3 * vertex + 1], template[3 * vertex + 2]];
  const joint = (name: SmplJoint): readonly [number, number, number] => {
    const j = 3 * jointIndex(name);
    return [joints[j], joints[j + 1], joints[j + 2]];
  };
  return {
    ...findFace(owned(body, ['head']), point, joint('head')),
    ...findFoot('left', owned(body, ['left_ankle', 'left_foot']), point, joint),
    ...findFoot('right', owned(body, ['right_ankle', 'right_foot']), point, joint),
  };
}

/** The vertices that the joints move together. */
function owned({ weights, vertexCount, parents }: BodyModel, names: readonly SmplJoint[]): number[] {
  const J = parents.length;
  const columns = names.map(jointIndex);
  const share = (v: number): number => columns.reduce((sum, j) => sum + weights[v * J + j], 0);
  return Array.from({ length: vertexCount }, (_, v) => v).filter((v) => share(v) >= OWNED);
}

/** The vertex with the highest score. */
function best(vertices: readonly number[], score: (vertex: number) => number): number | undefined {
  let found: number | undefined;
  let highest = Number.NEGATIVE_INFINITY;
  for (const vertex of vertices) {
    const value = score(vertex);
    if (value <= highest) continue;
    highest = value;
    found = vertex;
  }
  return found;
}

function findFace(
  head: readonly number[],
  point: Point,
  [middle, , depth]: readonly [number, number, number],
): Partial<Record<SurfacePoint, number>> {
  const top = best(head, (v) => point(v)[1]);
  if (top === undefined || head.length < FEWEST) return {};
  const lowest = smallest(head.map((v) => point(v)[1]));
  const halfHeight = (point(top)[1] - lowest) / 2;
  const midline = head.filter((v) => Math.abs(point(v)[0] - middle) < NOSE_HALF_WIDTH * halfHeight);
  const nose = best(midline, (v) => point(v)[2]);
  if (nose === undefined || !(point(nose)[2] > depth)) return { head_top: top };

  const [, noseHeight] = point(nose);
  const unit = point(top)[1] - noseHeight;
  const front = head.filter((v) => point(v)[2] > depth);
  const eye = (side: number): number | undefined =>
    best(front, (v) => {
      const [x, y, z] = point(v);
      const off = Math.hypot(x - middle - side * EYE_DISTANCE * unit, y - noseHeight - EYE_HEIGHT * unit);
      return off < EYE_RADIUS * unit ? z : -off;
    });
  const [low, high] = EAR_HEIGHTS;
  const sides = head.filter((v) => {
    const height = (point(v)[1] - noseHeight) / unit;
    return height > low && height < high;
  });
  return defined({
    head_top: top,
    nose,
    left_eye: eye(1),
    right_eye: eye(-1),
    left_ear: best(sides, (v) => point(v)[0]),
    right_ear: best(sides, (v) => -point(v)[0]),
  });
}

function findFoot(
  side: 'left' | 'right',
  foot: readonly number[],
  point: Point,
  joint: (name: SmplJoint) => readonly [number, number, number],
): Partial<Record<SurfacePoint, number>> {
  if (foot.length < FEWEST) return {};
  const outward = side === 'left' ? 1 : -1;
  const [, ankleHeight, ankleDepth] = joint(`${side}_ankle`);
  const [middle] = joint(`${side}_foot`);
  const sole = smallest(foot.map((v) => point(v)[1]));
  const low = foot.filter((v) => point(v)[1] < (ankleHeight + sole) / 2);
  const inner = low.filter((v) => outward * (point(v)[0] - middle) < 0);
  const heel = best(low, (v) => -point(v)[2]);
  const bigToe = best(inner, (v) => point(v)[2]);
  if (heel === undefined || bigToe === undefined) return {};
  if (!(point(heel)[2] < ankleDepth && point(bigToe)[2] > ankleDepth)) return {};
  return defined({
    [`${side}_heel`]: heel,
    [`${side}_big_toe`]: bigToe,
    [`${side}_small_toe`]: best(
      low,
      (v) => LITTLE_TOE.outward * outward * point(v)[0] + LITTLE_TOE.forward * point(v)[2],
    ),
  });
}

const defined = (points: Partial<Record<SurfacePoint, number | undefined>>): Partial<Record<SurfacePoint, number>> =>
  Object.fromEntries(Object.entries(points).filter(([, vertex]) => vertex !== undefined));
