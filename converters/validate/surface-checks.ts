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
    findings.push(error('not-finite', `${name} has vertices that are no numbers.`, todo));
  }
  const odd = oddNormals(mesh.normals);
  if (odd > 0) {
    findings.push(warning('normals-not-unit', `${odd} normals are not of length one.`, 'Scale each to length one.'));
  }
  const N = mesh.vertices.length / 3;
  if (mesh.faces.some((index) => index >= N)) {
    findings.push(error('index-out-of-range', `${name} refers to vertices that it does not have.`, todo));
  } else findings.push(...checkWatertight(mesh, name));
  const checked = ['numbers', 'normals', 'indices', 'closed surface'];
  return { valid: isValid(findings), findings, checked, skeletons: [], animations: [] };
}

function oddNormals(normals: Float64Array): number {
  let odd = 0;
  for (let i = 0; i < normals.length; i += 3) {
    const length = Math.hypot(normals[i], normals[i + 1], normals[i + 2]);
    if (!(Math.abs(length - 1) <= NORMAL_TOLERANCE)) odd++;
  }
  return odd;
}
