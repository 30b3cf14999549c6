import { SMPL_PARENTS, SURFACE_POINTS } from '../core/body/joint-sets.js';
import { MAX_BETAS } from '../core/body/max-betas.js';
import { FitError } from '../core/error.js';
import type { BodyModel, SparseRows } from '../core/types.js';
import { type ArraySource, openArrays } from './array-source.js';
import { expectSoundBody } from './expect-sound-body.js';
import { findKeypoints } from './find-keypoints.js';
import type { NpyArray } from './npy.js';
import { type JointArrays, reduceToSmpl, smplJointOf } from './reduce-body.js';
import { knownKeypointVertices } from './topology.js';

/** Bounds that any body in SMPL's form keeps; a file beyond them is refused before anything is computed from it. */
const MAX_VERTICES = 200_000;
const MAX_JOINTS = 55;
/**
 * A closed mesh has two faces a vertex, an atlas a few more coordinates than vertices: more than these of a vertex is
 * no mesh.
 */
const MAX_PER_VERTEX = 8;
const DEFAULT_BETAS = 10;
/** Weights and regressor rows of float16 or float32 files sum to one only so closely. */
const SUM_TOLERANCE = 2e-2;
/** How closely rows that were scaled to one in float32 do: to scale them again would move their last digit. */
const ROUNDING = 2 ** -23;

export interface BodyInfo {
  readonly name: string;
  readonly sha256?: string;
  readonly licence?: string;
  /** Shape components to keep, the first ones (default: 10, or as many as there are); SMPL's files hold up to 300. */
  readonly betaCount?: number;
}

/**
 * Reads a body by the name of its file: an .npz or a pickle in SMPL's keys, as loadBody.
 *
 * @throws FitError bad-input | unsupported
 */
export function parseBody(name: string, bytes: Uint8Array, { betas }: { readonly betas?: number } = {}): BodyModel {
  const stem = name.replace(/^.*[\\/]/, '').replace(/\.\w+$/, '');
  return loadBody(name, bytes, { name: stem, ...(betas === undefined ? {} : { betaCount: betas }) });
}

/**
 * Reads a body in SMPL's keys from the bytes of an .npz file or a pickle: v_template (V,3), shapedirs (V,3,B), posedirs
 * (V,3,207), J_regressor (24,V), weights (V,24), kintree_table (2,24), f (F,3); optional vt, ft, part, keypoint_names
 * and keypoint_vertices. Every size is checked against the others before an array is unpacked. Of SMPL-H and SMPL-X the
 * body part is read.
 *
 * @throws FitError bad-input, naming `where` and the array at fault; unsupported for a pickle that names classes
 */
export function loadBody(where: string, bytes: Uint8Array, info: BodyInfo): BodyModel {
  const source = openArrays(where, bytes);
  const refuse = (what: string, todo = 'Give a file with the keys of an SMPL body model.'): never => {
    throw new FitError('bad-input', where, what, todo);
  };
  const { need, optional } = shapedReader(source, refuse);

  const template = floats(need('v_template', MAX_VERTICES, [3]));
  const V = template.length / 3;
  if (!(V >= 4)) refuse(`it has ${V} vertices; 4 to ${MAX_VERTICES} are supported.`);
  const joints = readJoints(need, optional, V, refuse);

  const shapes = need('shapedirs', [V], [3], MAX_BETAS);
  const available = shapes.shape[2];
  const B = info.betaCount ?? Math.min(available, DEFAULT_BETAS);
  if (!(B >= 1 && B <= available)) refuse(`it has ${available} shape components, ${B} were asked for.`);
  const shapeDirs = firstComponents(floats(shapes), available, B);
  const faces = indices(need('f', MAX_PER_VERTEX * V, [3]), V);
  if (faces === null) return refuse(`f names vertices outside 0..${V - 1}.`);
  const { poseDirs } = joints;

  const words = source.strings('keypoint_names');
  const body: BodyModel = {
    name: info.name,
    sha256: info.sha256 ?? '',
    ...(info.licence === undefined ? {} : { licence: info.licence }),
    vertexCount: V,
    betaCount: B,
    parents: joints.parents,
    template,
    shapeDirs,
    // A body without correctives is often saved with zeros in their place.
    poseDirs: poseDirs?.some((value) => value !== 0) ? poseDirs : null,
    jointRegressor: sparseRows(joints.regressor, joints.parents.length, V),
    weights: normalisedRows(joints.weights, joints.parents.length),
    faces,
    uv: readUv(optional, V, faces.length, refuse),
    part: maybe(optional('part', [V]), ({ data }) => Uint8Array.from(data)),
    keypointVertices: {},
  };
  expectSoundBody(body, refuse);
  return {
    ...body,
    keypointVertices: readKeypoints(words, optional('keypoint_vertices', MAX_KEYPOINTS), body, refuse),
  };
}

/** A size that must be met, [n], or one that must not be passed, n. */
type Size = readonly [number] | number;
type Reader<Result> = (key: string, ...shape: readonly Size[]) => Result;
type Refuse = (what: string, todo?: string) => never;

/** Readers of arrays of a given shape: what must be there, and what may. */
function shapedReader(source: ArraySource, refuse: Refuse) {
  const optional: Reader<NpyArray | undefined> = (key, ...shape) => {
    const most = shape.reduce<number>((product, size) => product * (typeof size === 'number' ? size : size[0]), 1);
    const array = source.array(key, most);
    if (array === undefined) return undefined;
    const fits = shape.every((size, d) =>
      typeof size === 'number' ? array.shape[d] <= size : array.shape[d] === size[0],
    );
    if (array.shape.length === shape.length && fits) return array;
    const expected = shape.map((size) => (typeof size === 'number' ? `up to ${size}` : size[0]));
    return refuse(`${key} has the shape (${array.shape}), expected (${expected.join(', ')}).`);
  };
  const need: Reader<NpyArray> = (key, ...shape) => optional(key, ...shape) ?? refuse(`it has no array ${key}.`);
  return { need, optional };
}

/** What has a row or column a joint, in SMPL's 24 joints. */
function readJoints(
  need: Reader<NpyArray>,
  optional: Reader<NpyArray | undefined>,
  V: number,
  refuse: Refuse,
): JointArrays {
  const allWeights = need('weights', [V], MAX_JOINTS);
  const N = allWeights.shape[1];
  const parents = readParents(need('kintree_table', [2], [N]));
  const target = smplJointOf(parents);
  if (target === null) {
    const known = `SMPL has ${SMPL_PARENTS.length}, SMPL-H 52, SMPL-X 55`;
    return refuse(`its ${N} joints are not the tree of a body that is known (${known}).`, 'Give one of these bodies.');
  }
  const regressor = floats(need('J_regressor', [N], [V]));
  const weights = floats(allWeights);
  for (const [key, rows, width] of [['weights', weights, N] as const, ['J_regressor', regressor, V] as const]) {
    if (!rowsSumToOne(rows, width)) refuse(`the rows of ${key} do not sum to one.`);
  }
  const poseDirs = maybe(optional('posedirs', [V], [3], [9 * (N - 1)]), floats);
  const all = { parents, regressor, weights, poseDirs };
  return N === SMPL_PARENTS.length ? all : reduceToSmpl(all, target);
}

const maybe = <In, Out>(value: In | undefined, map: (value: In) => Out): Out | null =>
  value === undefined ? null : map(value);

const floats = (array: NpyArray): Float32Array =>
  array.data instanceof Float32Array ? array.data : Float32Array.from(array.data);

/** Row 0 of kintree_table: the parents. The root's is 2³²−1, or −1. */
function readParents(table: NpyArray): Int32Array {
  const N = table.shape[1];
  return Int32Array.from(table.data.slice(0, N), (parent) => (parent >= N || parent < 0 ? -1 : parent));
}

/** The array as indices below `limit`, or null when one is not. */
function indices(array: NpyArray, limit: number): Uint32Array | null {
  return array.data.every((index) => Number.isInteger(index) && index >= 0 && index < limit)
    ? Uint32Array.from(array.data)
    : null;
}

function rowsSumToOne(values: Float32Array, width: number): boolean {
  for (let row = 0; row < values.length; row += width) {
    let sum = 0;
    for (let column = 0; column < width; column++) sum += values[row + column];
    if (!(Math.abs(sum - 1) < SUM_TOLERANCE)) return false;
  }
  return true;
}

function normalisedRows(values: Float32Array, width: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let row = 0; row < values.length; row += width) {
    let sum = 0;
    for (let column = 0; column < width; column++) sum += values[row + column];
    const scale = Math.abs(sum - 1) <= ROUNDING ? 1 : sum;
    for (let column = 0; column < width; column++) out[row + column] = values[row + column] / scale;
  }
  return out;
}

function firstComponents(values: Float32Array, count: number, kept: number): Float32Array {
  if (count === kept) return values;
  const out = new Float32Array((values.length / count) * kept);
  for (let i = 0; i < out.length; i++) out[i] = values[Math.floor(i / kept) * count + (i % kept)];
  return out;
}

function sparseRows(values: Float32Array, rows: number, width: number): SparseRows {
  const start = new Uint32Array(rows + 1);
  const columns: number[] = [];
  const entries: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) {
      const value = values[row * width + column];
      if (value === 0) continue;
      columns.push(column);
      entries.push(value);
    }
    start[row + 1] = columns.length;
  }
  return { start, columns: Uint32Array.from(columns), values: Float64Array.from(entries) };
}

function readUv(
  optional: Reader<NpyArray | undefined>,
  V: number,
  faceNumbers: number,
  refuse: Refuse,
): BodyModel['uv'] {
  const vt = optional('vt', MAX_PER_VERTEX * V, [2]);
  const ft = optional('ft', MAX_PER_VERTEX * V, [3]);
  if (vt === undefined || ft === undefined) return null;
  if (ft.data.length !== faceNumbers) refuse(`ft has ${ft.data.length} numbers, f has ${faceNumbers}.`);
  const faces = indices(ft, vt.shape[0]);
  if (faces === null) return refuse('ft names texture coordinates that vt does not have.');
  return { coordinates: floats(vt), faces };
}

/** More keypoints than anybody gives. */
const MAX_KEYPOINTS = 1000;

/**
 * The file's own keypoint vertices, else those of a topology that we know, else those that the geometry shows. Names we
 * have no use for are left out.
 */
function readKeypoints(
  words: readonly string[] | null,
  vertices: NpyArray | undefined,
  body: BodyModel,
  refuse: Refuse,
): Record<string, number> {
  const V = body.vertexCount;
  if (vertices === undefined) return knownKeypointVertices(V) ?? findKeypoints(body);
  if (words === null) return refuse('keypoint_names is not a list of strings.');
  if (words.length !== vertices.data.length) {
    refuse(`keypoint_names has ${words.length} names, keypoint_vertices ${vertices.data.length} numbers.`);
  }
  const known = new Set<string>(SURFACE_POINTS);
  const points: Record<string, number> = {};
  words.forEach((word, i) => {
    const vertex = vertices.data[i];
    if (!(Number.isInteger(vertex) && vertex >= 0 && vertex < V)) refuse(`keypoint ${word} names vertex ${vertex}.`);
    if (known.has(word)) points[word] = vertex;
  });
  return points;
}
