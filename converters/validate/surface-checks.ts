import { error, type Finding, isValid, type ValidationReport, warning } from './finding.js';
import { checkWatertight } from './rig-checks.js';

/** How far from one a normal's length may be. Files round to a few decimals. */
const NORMAL_TOLERANCE = 1e-2;

/** A mesh without a skeleton. N vertices. */
export interface PlainMesh {
  /** N×3. */
  readonly vertices: Float64Array;
  /** n×3: of the vertices or of corners, whichever the format has; empty where there are none. */
  readonly normals: Float64Array;
  /** Triangles. */
  readonly faces: Uint32Array;
}

/** What a mesh file must hold to be of use; its size and place are its own business. */
export function reportOnMesh(mesh: PlainMesh, found: readonly Finding[] = []): ValidationReport {
  const findings = [...found];
  const name = 'the mesh';
  const todo = 'Export the file again.';
  if (mesh.faces.length === 0) findings.push(error('no-faces', `${name} has no faces.`, todo));
  if (mesh.vertices.some((value) => !Number.isFinite(value))) {
    findings.push(error('not-finite', `${name} has vertices that are not numbers.`, todo));
  }
  findings.push(...checkNormals(mesh.normals, name));
  const N = mesh.vertices.length / 3;
  if (mesh.faces.some((index) => index >= N)) {
    findings.push(error('index-out-of-range', `${name} refers to vertices that it does not have.`, todo));
  } else findings.push(...checkWatertight(mesh, name));
  const checked = ['numbers', 'normals', 'indices', 'closed surface'];
  return { valid: isValid(findings), findings, checked, skeletons: [], animations: [] };
}

/** @param normals n×3 */
export function checkNormals(normals: ArrayLike<number>, name: string): Finding[] {
  let odd = 0;
  for (let i = 0; i < normals.length; i += 3) {
    const length = Math.hypot(normals[i], normals[i + 1], normals[i + 2]);
    if (!(Math.abs(length - 1) <= NORMAL_TOLERANCE)) odd++;
  }
  if (odd === 0) return [];
  const what = `${odd} normals of ${name} do not have length one.`;
  return [warning('normals-not-unit', what, 'Scale each normal to length one.')];
}
