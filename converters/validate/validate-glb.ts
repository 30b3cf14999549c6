import type { Animation } from '@gltf-transform/core';
import { FitError } from '../../core/error.js';
import { isGlb } from '../formats/gltf-file.js';
import { readDocument } from '../formats/read-document.js';
import { error, type Finding, isValid, type ValidationReport } from './finding.js';
import { khronosFindings } from './khronos.js';
import { type Rig, readRigs } from './rig.js';
import { checkClip, checkRig, summaryOf } from './rig-checks.js';

/**
 * Checks a GLB, ours or any other, compressed or not: the Khronos validator's errors and warnings, then what engines
 * ask of a rigged body (one root, T-pose, metres, soles on the ground, a closed surface, clips with a length).
 *
 * @param where what an error calls the bytes
 * @throws FitError bad-input when the bytes are no GLB
 */
export async function validateGlb(bytes: Uint8Array, where = 'validateGlb'): Promise<ValidationReport> {
  if (isGlb(bytes)) return validateScene(bytes, where);
  throw new FitError('bad-input', where, 'this is not a .glb file.', 'Give a binary glTF file.');
}

/**
 * The same of a .gltf whose data is inside it.
 *
 * @throws FitError bad-input when the bytes are no glTF
 */
export async function validateGltf(bytes: Uint8Array, where = 'validateGltf'): Promise<ValidationReport> {
  return validateScene(bytes, where);
}

async function validateScene(bytes: Uint8Array, where: string): Promise<ValidationReport> {
  const findings = await khronosFindings(bytes, where);
  const { rigs, animations } = await readScene(bytes, findings);
  for (const rig of rigs) findings.push(...checkRig(rig));
  for (const animation of animations) findings.push(...checkClip(animation));
  return {
    valid: isValid(findings),
    findings,
    checked: ['Khronos validator', 'skeleton', 'T-pose', 'size', 'closed surface', 'clips'],
    skeletons: rigs.map(summaryOf),
    animations: animations.map((animation) => animation.getName()),
  };
}

/** The skeletons and clips of the file; none, with a finding added, when they cannot be read or no mesh has a skin. */
async function readScene(
  bytes: Uint8Array,
  findings: Finding[],
): Promise<{ readonly rigs: readonly Rig[]; readonly animations: readonly Animation[] }> {
  // A loop of nodes would keep whoever walks them busy for ever.
  if (findings.some(({ code }) => code === 'NODE_LOOP')) return { rigs: [], animations: [] };
  try {
    const document = await readDocument(bytes);
    const rigs = readRigs(document);
    if (rigs.length === 0) {
      const todo = 'Export the body with its skeleton and weights.';
      findings.push(error('no-skin', 'no mesh is skinned to a skeleton.', todo));
    }
    return { rigs, animations: document.getRoot().listAnimations() };
  } catch (cause) {
    const what = `the rig cannot be read (${(cause as Error).message}).`;
    findings.push(error('unreadable', what, 'Write the file again with its exporter, its data inside.'));
    return { rigs: [], animations: [] };
  }
}
