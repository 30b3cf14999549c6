import { FitError } from '../../core/error.js';
import { error, type ValidationReport } from './finding.js';
import { type PlyElement, readPly } from './ply-elements.js';
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
  const columns = (names: readonly string[]): Float64Array => {
    const at = names.map((name) => vertex.properties.indexOf(name));
    if (at.includes(-1)) return new Float64Array(0);
    return Float64Array.from(vertex.rows.flatMap((row) => at.map((column) => row[column][0])));
  };
  const list = face?.properties.findIndex((name) => /^vertex_ind(ex|ices)$/.test(name)) ?? -1;
  const polygons = list < 0 ? [] : (face?.rows ?? []).map((row) => row[list]);
  const faces = polygons.flatMap((corners) =>
    corners.slice(2).flatMap((corner, i) => [corners[0], corners[i + 1], corner]),
  );
  return {
    vertices: columns(['x', 'y', 'z']),
    normals: columns(['nx', 'ny', 'nz']),
    // Negative ones wrap round to beyond the last vertex.
    faces: Uint32Array.from(faces),
  };
}
