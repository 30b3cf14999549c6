import { regressJoints } from '../core/body/shape.js';
import type { BodyModel } from '../core/types.js';

/** Whatever its pose, a person from baby to giant is this large in metres: a decade, so that another unit can be told. */
const MIN_SIZE = 0.3;
const MAX_SIZE = 3;
/** Units that are written for metres, and how many of them a metre is. */
const UNITS = [
  ['decimetres', 10],
  ['centimetres', 100],
  ['millimetres', 1000],
] as const;
/** float16 files hold a weight so closely. */
const SHARE_TOLERANCE = 2e-2;

/**
 * Expects of a body, whose arrays fit each other, that their numbers are a body's: finite, in metres, with joints near
 * the mesh, faces that have an area, and weights that are shares.
 *
 * @param refuse throws, told what was found and what to do
 */
export function expectSoundBody(body: BodyModel, refuse: (what: string, todo?: string) => never): void {
  const { template, shapeDirs, poseDirs, uv } = body;
  const arrays = { v_template: template, shapedirs: shapeDirs, posedirs: poseDirs, vt: uv?.coordinates ?? null };
  for (const [key, array] of Object.entries(arrays)) {
    if (array !== null && !array.every(Number.isFinite)) refuse(`${key} holds numbers that are not finite.`);
  }
  expectMetres(template, refuse);
  const isStray = (value: number, i: number): boolean => !(Math.abs(value - template[i % 3]) <= 2 * MAX_SIZE);
  if (regressJoints(body, template).some(isStray)) refuse('J_regressor puts joints far outside the mesh.');
  if (!hasArea(body.faces)) refuse('no face of f has three corners.');
  const weight = body.weights.find((value) => !(value >= -SHARE_TOLERANCE && value <= 1 + SHARE_TOLERANCE));
  if (weight !== undefined) refuse(`weights has ${weight.toPrecision(3)}; shares are between 0 and 1.`);
}

function expectMetres(template: Float32Array, refuse: (what: string, todo?: string) => never): void {
  const size = largestExtent(template);
  if (size >= MIN_SIZE && size <= MAX_SIZE) return;
  if (size === 0) refuse('all its vertices are at one place.');
  const what = `its body is ${size.toPrecision(3)} m large; people are ${MIN_SIZE} to ${MAX_SIZE} m large.`;
  const unit = UNITS.find(([, metre]) => size >= MIN_SIZE * metre && size <= MAX_SIZE * metre);
  const [name, metre] = unit ?? [];
  refuse(
    what,
    name === undefined
      ? 'Give a body in metres.'
      : `It looks like ${name}: divide v_template, shapedirs and posedirs by ${metre}.`,
  );
}

/** Of width, height and depth. */
function largestExtent(vertices: Float32Array): number {
  let largest = 0;
  for (let axis = 0; axis < 3; axis++) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = axis; i < vertices.length; i += 3) {
      low = Math.min(low, vertices[i]);
      high = Math.max(high, vertices[i]);
    }
    largest = Math.max(largest, high - low);
  }
  return largest;
}

/** Whether some face has three different corners. */
function hasArea(faces: Uint32Array): boolean {
  for (let f = 0; f < faces.length; f += 3) {
    const [a, b, c] = [faces[f], faces[f + 1], faces[f + 2]];
    if (a !== b && b !== c && c !== a) return true;
  }
  return false;
}
