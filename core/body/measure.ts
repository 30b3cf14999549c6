import { FitError } from '../error.js';
import type { BodyModel } from '../types.js';
import { jointIndex, SMPL_JOINTS, type SmplJoint } from './joint-sets.js';
import { girthAt } from './measure-girth.js';
import { meshVolume, skinFaces } from './measure-volume.js';
import { shapeBody } from './shape.js';

/**
 * A whole body with air in its lungs, kilograms a cubic metre: a mesh encloses the lungs too. Without that air it is
 * about 1,060 for lean and 1,010 for fat people: 17 and 40 % of fat by Siri's formula, fat = 4.95 / density − 4.5 with
 * the density in g/cm³ (Siri 1956). 70 kg of 1,045 kg/m³ are 67 litres, and 71 with four litres of air.
 */
export const BODY_DENSITY = 985;

/**
 * Heights of the tapes, as shares of the way from the pelvis joint (0) up to the shoulder joints (1). On our three mean
 * shapes these girths are within 2 % of the largest above the waist and of the smallest.
 */
const CHEST_LEVEL = 0.7;
const WAIST_LEVEL = 0.35;
/** The hips are measured where they are widest, somewhere here. */
const HIP_LEVELS = [-0.05, -0.1, -0.15, -0.2, -0.25, -0.3, -0.35];
/** Half the width of the strip, at the mean shape, in which the crotch is the lowest vertex above the knees. A share of the height. */
const MIDLINE = 0.003;

/** What a tape, a ruler and scales would say of a body in its T-pose: metres and kilograms. */
export interface Measurements {
  /** Sole to crown. */
  readonly height: number;
  /** Sole to crotch. */
  readonly inseam: number;
  /** Shoulder joint over elbow to wrist joint, mean of both arms. */
  readonly armLength: number;
  /** Girths, the tape pulled straight over hollows. */
  readonly chest: number;
  readonly waist: number;
  readonly hip: number;
  /** Estimate: volume × BODY_DENSITY. */
  readonly weight: number;
}

/**
 * Measures a body of the given shape; betas that are not given are zero. About 6 ms.
 *
 * @throws FitError unsupported for a mesh that is no body
 */
export function measureBody(model: BodyModel, betas: ArrayLike<number>): Measurements {
  const { vertices, joints } = shapeBody(model, betas);
  const at = (name: SmplJoint): number => 3 * jointIndex(name);
  const [low, high] = extremes(vertices);
  const sole = vertices[low];

  const isArm = armVertices(model);
  const pelvis = joints[at('pelvis') + 1];
  const shoulders = (joints[at('left_shoulder') + 1] + joints[at('right_shoulder') + 1]) / 2;
  const girth = (level: number): number => girthAt(vertices, model.faces, pelvis + level * (shoulders - pelvis), isArm);

  const bone = (from: SmplJoint, to: SmplJoint): number =>
    Math.hypot(...[0, 1, 2].map((axis) => joints[at(to) + axis] - joints[at(from) + axis]));
  const arm = (side: 'left' | 'right'): number =>
    bone(`${side}_shoulder`, `${side}_elbow`) + bone(`${side}_elbow`, `${side}_wrist`);

  return {
    height: vertices[high] - sole,
    inseam: vertices[crotch(model, joints[at('pelvis')], joints[at('left_knee') + 1])] - sole,
    armLength: (arm('left') + arm('right')) / 2,
    chest: girth(CHEST_LEVEL),
    waist: girth(WAIST_LEVEL),
    hip: Math.max(...HIP_LEVELS.map(girth)),
    weight: BODY_DENSITY * meshVolume(vertices, skinFaces(model)),
  };
}

/** Indices of the lowest and the highest y in V×3 numbers. */
export function extremes(vertices: Float32Array): readonly [number, number] {
  let low = 1;
  let high = 1;
  for (let i = 1; i < vertices.length; i += 3) {
    if (vertices[i] < vertices[low]) low = i;
    if (vertices[i] > vertices[high]) high = i;
  }
  return [low, high];
}

/** V: 1 where the arms below the collar carry more than half of a vertex. */
function armVertices({ weights, vertexCount: V, parents }: BodyModel): Uint8Array {
  const J = parents.length;
  const arms = SMPL_JOINTS.flatMap((name, j) => (/(shoulder|elbow|wrist|hand)$/.test(name) ? [j] : []));
  return Uint8Array.from({ length: V }, (_, v) => {
    let weight = 0;
    for (const j of arms) weight += weights[v * J + j];
    return weight > 0.5 ? 1 : 0;
  });
}

/**
 * Index of the crotch's y: found on the template, since the thighs of other shapes may reach the midline. A mesh
 * without vertices there gets a wider strip.
 */
function crotch({ name, template }: BodyModel, pelvis: number, knees: number): number {
  const [low, high] = extremes(template);
  const height = template[high] - template[low];
  for (let width = MIDLINE * height; width < height; width *= 2) {
    let lowest = -1;
    for (let i = 0; i < template.length; i += 3) {
      if (!(Math.abs(template[i] - pelvis) < width && template[i + 1] > knees)) continue;
      if (lowest < 0 || template[i + 1] < template[lowest]) lowest = i + 1;
    }
    if (lowest >= 0) return lowest;
  }
  throw new FitError('unsupported', name, 'the body has no vertices above its knees.', 'Use a whole body.');
}
