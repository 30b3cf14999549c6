import { SMPL_PARENTS, SURFACE_POINTS } from '../core/body/joint-sets.js';
import { FitError } from '../core/error.js';
import type { BodyModel, SparseRows } from '../core/types.js';
import { type NpyArray, npyStrings } from './npy.js';
import { readNpz } from './npz.js';
import { knownKeypointVertices } from './topology.js';

/** Bounds that any body in SMPL's form keeps; a file beyond them is refused before anything is computed from it. */
const MAX_VERTICES = 200_000;
const MAX_BETAS = 400;
/** Weights and regressor rows of float16 or float32 files sum to one only so closely. */
const SUM_TOLERANCE = 2e-2;

const KEYS = [
  'v_template',
  'shapedirs',
  'posedirs',
  'J_regressor',
  'weights',
  'kintree_table',
  'f',
  'vt',
  'ft',
  'part',
  'keypoint_names',
  'keypoint_vertices',
];

export interface BodyInfo {
  readonly name: string;
  readonly sha256?: string;
  readonly licence?: string;
  /** Shape components to keep, the first ones; SMPL's released files hold up to 300. */
  readonly betaCount?: number;
}

/**
 * Reads a body in SMPL's keys from the bytes of an .npz file: v_template (V,3), shapedirs (V,3,B), posedirs (V,3,207),
 * J_regressor (24,V), weights (V,24), kintree_table (2,24), f (F,3); optional vt, ft, part, keypoint_names and
 * keypoint_vertices. Every size is checked against the others.
 *
 * @throws FitError bad-input, naming `where` and the array at fault
 */
export function loadBody(where: string, bytes: Uint8Array, info: BodyInfo): BodyModel {
  const arrays = readNpz(where, bytes, (name) => KEYS.includes(name));
  const refuse = (what: string, todo = 'Give an .npz with the keys of an SMPL body model.'): never => {
    throw new FitError('bad-input', where, what, todo);
  };
  const need = (key: string): NpyArray => arrays[key] ?? refuse(`it has no array ${key}.`);
  const shaped = (key: string, ...shape: (number | null)[]): NpyArray => {
    const array = need(key);
    const fits = array.shape.length === shape.length && shape.every((n, d) => n === null || n === array.shape[d]);
    if (!fits) refuse(`${key} has the shape (${array.shape}), expected (${shape.map((n) => n ?? '*')}).`);
    return array;
  };

  const template = floats(shaped('v_template', null, 3));
  const V = template.length / 3;
  if (!(V >= 4 && V <= MAX_VERTICES)) refuse(`it has ${V} vertices; 4 to ${MAX_VERTICES} are supported.`);
  const J = need('weights').shape[1];
  if (J !== SMPL_PARENTS.length) {
    refuse(`it has ${J} joints, SMPL has ${SMPL_PARENTS.length}.`, 'SMPL-H and SMPL-X bodies are not supported yet.');
  }
  const parents = readParents(shaped('kintree_table', 2, J));
  if (parents === null) return refuse("kintree_table is not SMPL's tree of joints.");

  const allShapes = shaped('shapedirs', V, 3, null);
  const B = Math.min(allShapes.shape[2], info.betaCount ?? 10);
  if (!(B >= 1 && allShapes.shape[2] <= MAX_BETAS)) refuse(`it has ${allShapes.shape[2]} shape components.`);
  const faces = indices(shaped('f', null, 3), V);
  if (faces === null) return refuse(`f names vertices outside 0..${V - 1}.`);
  const weights = floats(shaped('weights', V, J));
  const regressor = floats(shaped('J_regressor', J, V));
  for (const [key, rows, width] of [['weights', weights, J] as const, ['J_regressor', regressor, V] as const]) {
    if (!rowsSumToOne(rows, width)) refuse(`the rows of ${key} do not sum to one.`);
  }
  const poseDirs = arrays.posedirs === undefined ? null : floats(shaped('posedirs', V, 3, 9 * (J - 1)));
  const shapeDirs = firstComponents(floats(allShapes), allShapes.shape[2], B);
  for (const [key, array] of Object.entries({ v_template: template, shapedirs: shapeDirs, posedirs: poseDirs })) {
    if (array !== null && !array.every(Number.isFinite)) refuse(`${key} holds numbers that are not finite.`);
  }

  return {
    name: info.name,
    sha256: info.sha256 ?? '',
    ...(info.licence === undefined ? {} : { licence: info.licence }),
    vertexCount: V,
    betaCount: B,
    parents,
    template,
    shapeDirs,
    // A body without correctives is often saved with zeros in their place.
    poseDirs: poseDirs?.some((value) => value !== 0) ? poseDirs : null,
    jointRegressor: sparseRows(regressor, J, V),
    weights: normalisedRows(weights, J),
    faces,
    uv: arrays.vt && arrays.ft ? readUv(arrays.vt, arrays.ft, faces.length, refuse) : null,
    part: arrays.part === undefined ? null : Uint8Array.from(shaped('part', V).data),
    keypointVertices: readKeypoints(arrays, V, refuse),
  };
}

const floats = (array: NpyArray): Float32Array =>
  array.data instanceof Float32Array ? array.data : Float32Array.from(array.data);

/** Row 0 of kintree_table: the parents; the root's is 2³²−1, and they must form SMPL's tree. */
function readParents(table: NpyArray): Int32Array | null {
  const J = table.shape[1];
  const parents = Int32Array.from(table.data.slice(0, J), (parent) => (parent >= J || parent < 0 ? -1 : parent));
  return SMPL_PARENTS.every((parent, j) => parents[j] === parent) ? parents : null;
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
    for (let column = 0; column < width; column++) out[row + column] = values[row + column] / sum;
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

type Refuse = (what: string) => never;

function readUv(vt: NpyArray, ft: NpyArray, faceNumbers: number, refuse: Refuse): NonNullable<BodyModel['uv']> {
  if (vt.shape.length !== 2 || vt.shape[1] !== 2) refuse(`vt has the shape (${vt.shape}), expected (*,2).`);
  if (ft.data.length !== faceNumbers) refuse(`ft has ${ft.data.length} numbers, f has ${faceNumbers}.`);
  const faces = indices(ft, vt.shape[0]);
  if (faces === null) return refuse('ft names texture coordinates that vt does not have.');
  return { coordinates: floats(vt), faces };
}

/** The file's own keypoint vertices, else those of a topology that we know. Names we have no use for are left out. */
function readKeypoints(arrays: Record<string, NpyArray>, V: number, refuse: Refuse): Record<string, number> {
  const { keypoint_names: names, keypoint_vertices: vertices } = arrays;
  if (names === undefined || vertices === undefined) return knownKeypointVertices(V);
  if (!/^U/.test(names.type) || names.shape.length !== 2) return refuse('keypoint_names is not a list of strings.');
  const words = npyStrings(names);
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
