import { SMPL_JOINTS, SMPL_PARENTS, type SmplJoint, SURFACE_POINTS } from '../../core/body/joint-sets.js';
import { type BodyParameters, rigBody } from '../../core/body/rigged-body.js';
import type { BodyModel, RiggedBody, SparseRows } from '../../core/types.js';
import { seededRandom } from '../../models/build/random.js';

/** Offset of each joint from its parent, metres: the proportions of an adult of 1.67 m in the T-pose. */
const OFFSETS: Readonly<Record<SmplJoint, readonly [number, number, number]>> = {
  pelvis: [0, 0, 0],
  left_hip: [0.105, -0.071, 0],
  right_hip: [-0.105, -0.071, 0],
  spine1: [0, 0.12, 0],
  left_knee: [0, -0.398, 0],
  right_knee: [0, -0.398, 0],
  spine2: [0, 0.112, 0],
  left_ankle: [0, -0.42, 0],
  right_ankle: [0, -0.42, 0],
  spine3: [0, 0.05, 0],
  left_foot: [0.003, -0.063, 0.121],
  right_foot: [-0.003, -0.063, 0.121],
  neck: [0, 0.207, 0],
  left_collar: [0.07, 0.115, 0],
  right_collar: [-0.07, 0.115, 0],
  head: [0, 0.09, 0],
  left_shoulder: [0.105, 0.036, 0],
  right_shoulder: [-0.105, 0.036, 0],
  left_elbow: [0.247, 0, 0],
  right_elbow: [-0.247, 0, 0],
  left_wrist: [0.239, 0, 0],
  right_wrist: [-0.239, 0, 0],
  left_hand: [0.103, 0, 0],
  right_hand: [-0.103, 0, 0],
};

/** Half the side of a joint's box, metres; the head's is larger. Feet and floor: the lowest corner is a foot's. */
const HALF_SIDE = 0.03;
const HALF_HEAD = 0.11;
const HALF_EYE = 0.012;
const EYES: readonly (readonly [number, number, number])[] = [
  [0.03, 0.02, HALF_HEAD + 0.015],
  [-0.03, 0.02, HALF_HEAD + 0.015],
];
const CORNERS = 8;
const BETAS = 10;

/** The corner (by number: bit 0 x, bit 1 y, bit 2 z) of a joint's box that serves as each surface keypoint. */
const KEYPOINT_CORNERS: Readonly<Record<(typeof SURFACE_POINTS)[number], readonly [SmplJoint, number]>> = {
  nose: ['head', 4],
  left_eye: ['head', 7],
  right_eye: ['head', 6],
  left_ear: ['head', 1],
  right_ear: ['head', 0],
  left_heel: ['left_ankle', 0],
  right_heel: ['right_ankle', 1],
  left_big_toe: ['left_foot', 4],
  right_big_toe: ['right_foot', 5],
  left_small_toe: ['left_foot', 5],
  right_small_toe: ['right_foot', 4],
  head_top: ['head', 3],
};

/** The six sides of a box as quads of corners, counter-clockwise from outside. */
const SIDES = [
  [1, 3, 7, 5],
  [0, 4, 6, 2],
  [2, 6, 7, 3],
  [0, 1, 5, 4],
  [4, 5, 7, 6],
  [0, 2, 3, 1],
];

/**
 * A body small enough to reason about, with everything a real one has: a box around each of SMPL's 24 joints and one
 * for each eye (208 vertices, 312 triangles, closed), ten betas, pose correctives, up to three influences a vertex, an
 * atlas with seams. Pelvis at the origin, y up, facing +z. Always the same.
 */
export function tinyBody(): BodyModel {
  const centres = boxCentres();
  const V = CORNERS * centres.length;
  const J = SMPL_JOINTS.length;
  const template = Float32Array.from({ length: 3 * V }, (_, i) => {
    const v = Math.floor(i / 3);
    const box = Math.floor(v / CORNERS);
    const sign = (v >> (i % 3)) & 1 ? 1 : -1;
    return centres[box][i % 3] + sign * (box >= J ? HALF_EYE : box === 15 ? HALF_HEAD : HALF_SIDE);
  });
  const random = seededRandom(24);
  const keypoints = SURFACE_POINTS.map((point) => {
    const [joint, corner] = KEYPOINT_CORNERS[point];
    return [point, CORNERS * SMPL_JOINTS.indexOf(joint) + corner] as const;
  });
  return {
    name: 'tiny',
    sha256: '',
    licence: 'CC0-1.0',
    vertexCount: V,
    betaCount: BETAS,
    parents: Int32Array.from(SMPL_PARENTS),
    template,
    shapeDirs: shapeDirections(template),
    // Millimetres: too small to hide a mistake elsewhere, too large to pass for rounding.
    poseDirs: Float32Array.from({ length: 3 * V * 9 * (J - 1) }, () => 0.001 * (random.uniform() - 0.5)),
    jointRegressor: boxMeans(J),
    weights: boxWeights(V, J),
    faces: Uint32Array.from(centres.flatMap((_, box) => SIDES.flatMap((side) => triangles(side, CORNERS * box)))),
    uv: boxAtlas(centres.length),
    part: Uint8Array.from({ length: V }, (_, v) => (v >= CORNERS * J ? 1 : 0)),
    keypointVertices: Object.fromEntries(keypoints),
  };
}

/** J joints, then the two eyes on the head's front. */
function boxCentres(): (readonly [number, number, number])[] {
  const joints: [number, number, number][] = [];
  SMPL_JOINTS.forEach((joint, j) => {
    const [x, y, z] = SMPL_PARENTS[j] < 0 ? [0, 0, 0] : joints[SMPL_PARENTS[j]];
    const [dx, dy, dz] = OFFSETS[joint];
    joints.push([x + dx, y + dy, z + dz]);
  });
  const [x, y, z] = joints[SMPL_JOINTS.indexOf('head')];
  return [...joints, ...EYES.map(([ex, ey, ez]) => [x + ex, y + ey, z + ez] as const)];
}

const triangles = ([a, b, c, d]: readonly number[], first: number): number[] =>
  [a, b, c, a, c, d].map((corner) => first + corner);

/** Beta 0 makes the body taller, beta 1 thicker, the others bend it by smooth waves of a few millimetres. V×3×B. */
function shapeDirections(template: Float32Array): Float32Array {
  const out = new Float32Array(template.length * BETAS);
  for (let i = 0; i < template.length; i++) {
    const axis = i % 3;
    out[i * BETAS] = 0.035 * template[i];
    out[i * BETAS + 1] = axis === 1 ? 0 : 0.03 * template[i];
    const height = template[i - axis + 1];
    for (let b = 2; b < BETAS; b++) out[i * BETAS + b] = 0.004 * Math.sin(b * height + axis);
  }
  return out;
}

/** Each joint is the mean of its box's corners. */
function boxMeans(J: number): SparseRows {
  return {
    start: Uint32Array.from({ length: J + 1 }, (_, j) => CORNERS * j),
    columns: Uint32Array.from({ length: CORNERS * J }, (_, i) => i),
    values: new Float64Array(CORNERS * J).fill(1 / CORNERS),
  };
}

/** A box follows its joint; half of its corners also its parent and grandparent. The eyes follow the head. */
function boxWeights(V: number, J: number): Float32Array {
  const weights = new Float32Array(V * J);
  for (let v = 0; v < V; v++) {
    const box = Math.floor(v / CORNERS);
    const joint = box < J ? box : SMPL_JOINTS.indexOf('head');
    const parent = SMPL_PARENTS[joint];
    const grandparent = parent < 0 ? -1 : SMPL_PARENTS[parent];
    const shared = box < J && grandparent >= 0 && v % 2 === 1;
    weights[v * J + joint] = shared ? 0.625 : 1;
    if (!shared) continue;
    weights[v * J + parent] = 0.25;
    weights[v * J + grandparent] = 0.125;
  }
  return weights;
}

/** Each side of each box has a square of its own in the atlas: all edges are seams. */
function boxAtlas(boxes: number): NonNullable<BodyModel['uv']> {
  const columns = SIDES.length;
  const coordinates: number[] = [];
  const faces: number[] = [];
  for (let square = 0; square < columns * boxes; square++) {
    const u = (square % columns) / columns;
    const v = Math.floor(square / columns) / boxes;
    const right = u + 0.9 / columns;
    const top = v + 0.9 / boxes;
    coordinates.push(u, v, right, v, right, top, u, top);
    faces.push(...triangles([0, 1, 2, 3], 4 * square));
  }
  return { coordinates: Float32Array.from(coordinates), faces: Uint32Array.from(faces) };
}

/** A shape and a pose drawn from a seed: joints bent by up to about a radian, upright, 3 m in front of the camera. */
export function randomParameters(seed: number, betaCount = BETAS): BodyParameters {
  const random = seededRandom(seed);
  const pose = Float64Array.from({ length: 3 * SMPL_JOINTS.length }, () => 0.35 * random.normal());
  pose[0] += Math.PI;
  return {
    betas: Float64Array.from({ length: betaCount }, () => random.normal()),
    pose,
    translation: [0.2 * random.normal(), 0.2 + 0.1 * random.normal(), 3 + random.uniform()],
    camera: { focalLength: 1000, principalPoint: [320, 240], width: 640, height: 480 },
  };
}

/** The tiny body in a random shape and pose. */
export const tinyRiggedBody = (seed = 1): RiggedBody => rigBody(tinyBody(), randomParameters(seed));
