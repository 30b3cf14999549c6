import { type Animation, Logger, WebIO } from '@gltf-transform/core';
import { FitError } from '../../core/error.js';
import { error, type Finding, type ValidationReport, warning } from './finding.js';
import { khronosFindings } from './khronos.js';
import { type Rig, readRigs } from './rig.js';
import { checkClip, checkSize, checkSkeleton, checkTPose, checkWatertight, verticalExtent } from './rig-checks.js';

/** "glTF", the first four bytes of a GLB. */
const MAGIC = [0x67, 0x6c, 0x54, 0x46];
/** Compressions whose meshes cannot be read without a decoder. */
const COMPRESSIONS = ['KHR_draco_mesh_compression', 'EXT_meshopt_compression', 'KHR_meshopt_compression'];

/**
 * Checks a GLB, ours or any other: the Khronos validator's errors and warnings, then what engines ask of a rigged body
 * (one root, T-pose, metres, soles on the ground, a closed surface, clips with a length).
 *
 * @param where what an error calls the bytes
 * @throws FitError bad-input when the bytes are no GLB
 */
export async function validateGlb(bytes: Uint8Array, where = 'validateGlb'): Promise<ValidationReport> {
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw new FitError('bad-input', where, 'this is not a .glb file.', 'Give a binary glTF file.');
  }
  const findings = await khronosFindings(bytes, where);
  const { rigs, animations } = await readScene(bytes, findings);
  for (const rig of rigs) {
    findings.push(...checkSkeleton(rig), ...checkTPose(rig), ...checkSize(rig), ...checkWatertight(rig));
  }
  for (const animation of animations) findings.push(...checkClip(animation));
  return {
    valid: !findings.some(({ severity }) => severity === 'error'),
    findings,
    skeletons: rigs.map((rig) => ({
      root: rig.root,
      joints: rig.joints.length,
      vertices: rig.vertices.length / 3,
      triangles: rig.faces.length / 3,
      height: verticalExtent(rig).height,
    })),
    animations: animations.map((animation) => animation.getName()),
  };
}

/** The skeletons and clips of the file; none, with a finding added, when they cannot be read or no mesh has a skin. */
async function readScene(
  bytes: Uint8Array,
  findings: Finding[],
): Promise<{ readonly rigs: readonly Rig[]; readonly animations: readonly Animation[] }> {
  const io = new WebIO().setLogger(new Logger(Logger.Verbosity.SILENT));
  try {
    const { json } = await io.binaryToJSON(bytes);
    const compressed = json.extensionsRequired?.find((name) => COMPRESSIONS.includes(name));
    if (compressed !== undefined) {
      const what = `the meshes are compressed (${compressed}): the rig was not checked.`;
      findings.push(warning('not-checked', what, 'Write the file without compression.'));
      return { rigs: [], animations: [] };
    }
    const document = await io.readBinary(bytes);
    const rigs = readRigs(document);
    if (rigs.length === 0) {
      const todo = 'Export the body with its skeleton and weights.';
      findings.push(error('no-skin', 'no mesh is skinned to a skeleton.', todo));
    }
    return { rigs, animations: document.getRoot().listAnimations() };
  } catch (cause) {
    const what = `the file is too broken to look at its rig (${(cause as Error).message}).`;
    findings.push(error('unreadable', what, 'Write the file again with its exporter.'));
    return { rigs: [], animations: [] };
  }
}
