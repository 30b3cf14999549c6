import { FitError } from '../../core/error.js';
import { error, type Finding, type ValidationReport, warning } from './finding.js';
import { reportOnMesh } from './surface-checks.js';

/** A reference that no file can have: it counts as out of range. */
const NOWHERE = 0xffffffff;

/**
 * Checks the text of a Wavefront OBJ: numbers, references of the faces, normals, a closed surface, a material library
 * where materials are used. The library itself is another file and is not read.
 *
 * @throws FitError bad-input when the text has no vertices
 */
export function validateObj(text: string, where = 'validateObj'): ValidationReport {
  const numbers = { v: [] as number[], vt: [] as number[], vn: [] as number[] };
  const faces: number[] = [];
  const seen = new Set<string>();
  let badReferences = 0;
  for (const line of text.split('\n')) {
    const [keyword, ...words] = line.trim().split(/\s+/);
    seen.add(keyword);
    if (keyword === 'v' || keyword === 'vt' || keyword === 'vn') {
      const width = keyword === 'vt' ? 2 : 3;
      for (let i = 0; i < width; i++) numbers[keyword].push(words[i] === undefined ? Number.NaN : Number(words[i]));
    } else if (keyword === 'f') {
      const counts = [numbers.v.length / 3, numbers.vt.length / 2, numbers.vn.length / 3];
      const corners = words.map((word) => cornerOf(word, counts));
      badReferences += corners.filter((corner) => corner === NOWHERE).length;
      for (let i = 2; i < corners.length; i++) faces.push(corners[0], corners[i - 1], corners[i]);
    }
  }
  if (numbers.v.length === 0) {
    throw new FitError('bad-input', where, 'this is not an OBJ file: it has no vertices.', 'Give a Wavefront .obj.');
  }
  const findings: Finding[] = [];
  if (badReferences > 0) {
    const what = `${badReferences} corners of faces refer to a vertex, texture coordinate or normal that is not there.`;
    findings.push(error('bad-reference', what, 'Count from 1, or backwards from −1.'));
  }
  if (numbers.vt.some((value) => !Number.isFinite(value))) {
    findings.push(error('not-finite', 'there are texture coordinates that are not numbers.', 'Export the file again.'));
  }
  if (seen.has('usemtl') && !seen.has('mtllib')) {
    const what = 'it uses materials but does not name their library.';
    findings.push(warning('no-material-library', what, 'Add a mtllib line with the name of the .mtl file.'));
  }
  const mesh = {
    vertices: Float64Array.from(numbers.v),
    normals: Float64Array.from(numbers.vn),
    faces: Uint32Array.from(badReferences > 0 ? [] : faces),
  };
  const report = reportOnMesh(mesh, findings);
  if (badReferences === 0) return report;
  // The faces were left out for their references, not missing.
  return { ...report, findings: report.findings.filter(({ code }) => code !== 'no-faces') };
}

/** The vertex, from 0, of a corner `v`, `v/vt`, `v//vn` or `v/vt/vn`; NOWHERE where one of them is not there. */
function cornerOf(word: string, counts: readonly number[]): number {
  const parts = word.split('/');
  const indices = parts.map((part, kind) => {
    if (part === '' && kind > 0) return 0;
    const number = Number(part);
    const index = number < 0 ? counts[kind] + number : number - 1;
    return Number.isInteger(index) && index >= 0 && index < counts[kind] ? index : NOWHERE;
  });
  return indices.includes(NOWHERE) ? NOWHERE : indices[0];
}
