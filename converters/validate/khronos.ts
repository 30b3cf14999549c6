import { validateBytes } from 'gltf-validator';
import { FitError } from '../../core/error.js';
import type { Finding } from './finding.js';
import { expectShallow } from './nesting.js';

const SEVERITIES = ['error', 'warning'] as const;

/** Cures of what goes wrong with skinned bodies. The validator's own message says the rest. */
const CURES: Readonly<Record<string, string>> = {
  ACCESSOR_WEIGHTS_NON_NORMALIZED: 'Scale the four weights of each vertex to sum to one.',
  ACCESSOR_JOINTS_USED_ZERO_WEIGHT: 'Set the joint index to 0 where the weight is 0.',
  ACCESSOR_JOINTS_INDEX_OOB: 'Refer only to joints that the skin lists.',
  ACCESSOR_VECTOR3_NON_UNIT: 'Scale each normal to length one.',
  ACCESSOR_INVALID_FLOAT: 'Replace the numbers that are not finite.',
  ACCESSOR_ANIMATION_SAMPLER_OUTPUT_NON_NORMALIZED_QUATERNION: 'Scale each quaternion of the clip to length one.',
  NODE_SKINNED_MESH_NON_ROOT: 'Make the skinned mesh a child of the scene itself.',
  NODE_SKINNED_MESH_LOCAL_TRANSFORMS: 'Remove the transform of the skinned mesh; its joints place it.',
};

/**
 * What the Khronos validator holds against the bytes: its errors and warnings, one finding a code. Weights that do not
 * sum to one, normals and quaternions that are not of unit length, and numbers that are not finite are among them.
 *
 * @param where what an error calls the bytes
 * @throws FitError bad-input when the bytes are no glTF, or nested so deeply that the validator would not come back
 */
export async function khronosFindings(bytes: Uint8Array, where: string): Promise<Finding[]> {
  expectShallow(bytes, where);
  const report = await validateBytes(bytes, { maxIssues: 0, writeTimestamp: false }).catch((cause: unknown) => {
    const what = 'it cannot be read as glTF.';
    throw new FitError('bad-input', where, what, 'Give a .glb file.', { cause });
  });
  const byCode = new Map<string, { severity: number; first: string; count: number }>();
  for (const { code, severity, message, pointer } of report.issues.messages) {
    if (severity >= SEVERITIES.length) continue;
    const known = byCode.get(code);
    if (known) known.count++;
    else byCode.set(code, { severity, first: pointer === undefined ? message : `${message} (${pointer})`, count: 1 });
  }
  return [...byCode].map(([code, { severity, first, count }]) => ({
    severity: SEVERITIES[severity],
    code,
    message: count === 1 ? first : `${first} and ${count - 1} more like it.`,
    todo: CURES[code] ?? 'See the glTF 2.0 specification, or write the file again with its exporter.',
  }));
}
