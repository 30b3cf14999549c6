import { FitError } from '../../core/error.js';
import { error, type ValidationReport } from './finding.js';
import { type PlyElement, polygonsOf, readPly, trianglesOf } from './ply-elements.js';
import { type PlainMesh, reportOnMesh } from './surface-checks.js';

const MAGIC = 'ply';

/**
 * Checks a PLY: that all elements are there, numbers, indices of the faces, normals, a closed surface.
 *
 * @throws FitError bad-input when the bytes are no PLY
 */
export function validatePly(bytes: Uint8Array, where = 'validatePly'): ValidationReport {
  if (new TextDecoder('latin1').decode(bytes.subarray(0, MAGIC.length)) !== MAGIC) {
    throw new FitError('bad-input', where, 'this is not a .ply file.', 'Give a Stanford PLY.');
  }
  try {
    return reportOnMesh(meshOf(readPly(bytes)));
  } catch (cause) {
    const what = `the file is damaged: ${(cause as Error).message}.`;
    const findings = [error('unreadable', what, 'Write the file again with its exporter.')];
    return { valid: false, findings, checked: ['header', 'elements'], skeletons: [], animations: [] };
  }
}

function meshOf(elements: readonly PlyElement[]): PlainMesh {
  const vertex = elements.find(({ name }) => name === 'vertex');
  const face = elements.find(({ name }) => name === 'face');
  if (vertex === undefined) throw new Error('it has no vertices');
  return {
    vertices: columns(vertex, ['x', 'y', 'z']),
    normals: columns(vertex, ['nx', 'ny', 'nz']),
    faces: face === undefined ? new Uint32Array(0) : triangles(face),
  };
}

/** Properties of one number a row side by side; none where one is not there. */
function columns({ count, scalars }: PlyElement, names: readonly string[]): Float64Array {
  const all = names.flatMap((name) => scalars.get(name) ?? []);
  const N = names.length;
  if (all.length < N) return new Float64Array(0);
  const out = new Float64Array(N * count);
  for (let row = 0; row < count; row++) for (let i = 0; i < N; i++) out[N * row + i] = all[i][row];
  return out;
}

/** Polygons as fans of triangles. Negative indices wrap round to beyond the last vertex. */
function triangles(face: PlyElement): Uint32Array {
  const { sizes, values } = polygonsOf(face) ?? { sizes: [], values: [] };
  const faces = new Uint32Array(3 * trianglesOf(sizes));
  let filled = 0;
  let first = 0;
  for (const size of sizes) {
    for (let i = 2; i < size; i++) {
      for (const corner of [0, i - 1, i]) faces[filled++] = values[first + corner];
    }
    first += size;
  }
  return faces;
}
