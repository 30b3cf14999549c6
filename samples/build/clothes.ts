import { SMPL_JOINTS, type SmplJoint } from '../../core/body/joint-sets.js';
import { vertexNormals } from '../../core/body/normals.js';
import { PART } from '../../core/body/part.js';
import type { ShapedBody } from '../../core/body/shape.js';
import type { BodyModel } from '../../core/types.js';
import { add, multiply, pointOf, scale, type Vector } from './vector.js';

/** Colours as '#rrggbb' in sRGB, and how far down the arm the sleeve reaches: 0 shoulder, 1 wrist. */
export interface Clothes {
  readonly skin: string;
  readonly hair: string;
  readonly shirt: string;
  readonly trousers: string;
  readonly shoes: string;
  readonly sleeve: number;
}

type Surface = 'skin' | 'hair' | 'shirt' | 'trousers' | 'shoes' | 'white' | 'iris' | 'brow' | 'lips';

/** How far each stands off the skin, metres. */
const THICKNESS: Readonly<Partial<Record<Surface, number>>> = {
  hair: 0.018,
  shirt: 0.01,
  trousers: 0.01,
  shoes: 0.014,
};
/** Cloth does not follow every muscle, a shoe no toe: rounds of averaging with the neighbours. */
const SMOOTHING: Readonly<Partial<Record<Surface, number>>> = { hair: 12, shirt: 16, trousers: 16, shoes: 60 };

/** What covers a body: decided by where a point lies in the rest pose, so that borders are sharp between vertices. */
export interface Wardrobe {
  /** V×3, metres: the rest mesh with its clothes and hair on. The joints stay where they are. */
  readonly vertices: Float32Array;
  /** Linear RGB at a point of `vertices`. */
  colorAt(rest: Vector, isEye: boolean): Vector;
}

/** Dresses a body of one shape. */
export function dress(body: BodyModel, shaped: ShapedBody, clothes: Clothes): Wardrobe {
  const surfaceAt = surfaceFinder(body, shaped, clothes);
  const colors: Readonly<Record<Surface, Vector>> = {
    skin: linearColor(clothes.skin),
    hair: linearColor(clothes.hair),
    shirt: linearColor(clothes.shirt),
    trousers: linearColor(clothes.trousers),
    shoes: linearColor(clothes.shoes),
    white: linearColor('#ebe8e4'),
    iris: linearColor('#2e2018'),
    brow: scale(linearColor(clothes.hair), 0.8),
    lips: multiply(linearColor(clothes.skin), [0.75, 0.45, 0.45]),
  };
  return {
    vertices: putOn(body, shaped.vertices, surfaceAt),
    colorAt: (rest, isEye) => colors[surfaceAt(rest, isEye)],
  };
}

type SurfaceFinder = (rest: Vector, isEye: boolean) => Surface;

/**
 * The tailor's measures, all heights and distances in metres of the rest pose. They are taken from joints and from the
 * mesh, not from its keypoint vertices: those may be chosen anew, and the pictures should stay.
 */
function surfaceFinder(body: BodyModel, { vertices, joints }: ShapedBody, { sleeve }: Clothes): SurfaceFinder {
  const joint = (name: SmplJoint): Vector => pointOf(joints, SMPL_JOINTS.indexOf(name));
  const neck = joint('neck');
  const pupil = eyeballCentre(body, vertices);
  const { nose, ear } = ofHead(vertices, pupil);
  const face = pupil[2] + 0.02;
  const cuff = joint('left_shoulder')[0] + sleeve * (joint('left_wrist')[0] - joint('left_shoulder')[0]);
  const waist = joint('pelvis')[1] + 0.02;
  const shoeTop = joint('left_ankle')[1] + 0.035;
  const nape = neck[1] + 0.04;

  return ([x, y, z], isEye) => {
    const side = Math.abs(x);
    if (isEye) return Math.hypot(side - pupil[0], y - pupil[1]) < 0.0062 ? 'iris' : 'white';
    if (y < shoeTop) return 'shoes';
    if (y < waist && side < cuff) return 'trousers';
    // The hairline falls from the forehead over the ear to the nape.
    const hairline = pupil[1] + 0.066 - 0.8 * (face - 0.015 - z);
    const onEar = side > ear[0] - 0.016 && Math.abs(z - ear[2]) < 0.035 && y < ear[1] + 0.03;
    if (side < 0.2 && y > Math.max(hairline, nape) && !onEar) return 'hair';
    const collar = neck[1] - 0.012 - 0.35 * (z - neck[2]);
    const onShoulder = side > 0.13 || (side > 0.07 && y < neck[1] + 0.03);
    if (y < collar || onShoulder) return side < cuff ? 'shirt' : 'skin';
    const inFront = z > face - 0.04;
    if (inFront && Math.abs(y - pupil[1] - 0.021) < 0.003 && Math.abs(side - pupil[0] - 0.002) < 0.017) return 'brow';
    if (inFront && side < 0.022 && Math.abs(y - nose[1] + 0.034) < 0.008) return 'lips';
    return 'skin';
  };
}

/** The foremost point and the one farthest to the left, not far below the eyes. */
function ofHead(vertices: Float32Array, eye: Vector): { readonly nose: Vector; readonly ear: Vector } {
  let [nose, ear] = [eye, eye];
  for (let v = 0; v < vertices.length / 3; v++) {
    const point = pointOf(vertices, v);
    if (point[1] < eye[1] - 0.06) continue;
    if (point[2] > nose[2]) nose = point;
    if (point[0] > ear[0]) ear = point;
  }
  return { nose, ear };
}

/** Middle of the left eyeball. */
function eyeballCentre({ part }: BodyModel, vertices: Float32Array): Vector {
  let sum: Vector = [0, 0, 0];
  let count = 0;
  part?.forEach((name, v) => {
    if (name !== 1 || vertices[3 * v] < 0) return;
    sum = add(sum, pointOf(vertices, v));
    count++;
  });
  return scale(sum, 1 / count);
}

/** Moves covered vertices off the skin and smooths them; everything else stays. */
function putOn(body: BodyModel, rest: Float32Array, surfaceAt: SurfaceFinder): Float32Array {
  const surfaces = Array.from({ length: body.vertexCount }, (_, v) =>
    surfaceAt(pointOf(rest, v), body.part?.[v] === PART.eyes),
  );
  const rounds = surfaces.map((surface) => SMOOTHING[surface] ?? 0);
  const neighbours = neighboursOf(body);
  let vertices = Float32Array.from(rest);
  for (let round = 0; round < Math.max(...rounds); round++) {
    vertices = vertices.map((value, i) => {
      const v = Math.floor(i / 3);
      if (round >= rounds[v]) return value;
      const around = neighbours[v];
      let sum = 0;
      for (const other of around) sum += vertices[3 * other + (i % 3)];
      return (value + sum / around.length) / 2;
    });
  }
  const normals = vertexNormals(vertices, body.faces);
  surfaces.forEach((surface, v) => {
    vertices.set(add(pointOf(vertices, v), scale(pointOf(normals, v), THICKNESS[surface] ?? 0)), 3 * v);
  });
  return vertices;
}

function neighboursOf({ faces, vertexCount }: BodyModel): readonly (readonly number[])[] {
  const sets = Array.from({ length: vertexCount }, () => new Set<number>());
  for (let i = 0; i < faces.length; i++) {
    const next = i % 3 === 2 ? i - 2 : i + 1;
    sets[faces[i]].add(faces[next]);
    sets[faces[next]].add(faces[i]);
  }
  return sets.map((set) => [...set]);
}

/** '#rrggbb' (sRGB) as linear RGB, 0..1. */
export function linearColor(hex: string): Vector {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}
