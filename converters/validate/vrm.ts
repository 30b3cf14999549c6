import type { Document } from '@gltf-transform/core';
import { extensionsUsed, readDocument } from '../formats/read-document.js';
import { VrmcVrm, VrmcVrmAnimation } from '../formats/vrm-extension.js';
import { error, type Finding, isValid, type ValidationReport } from './finding.js';
import { khronosFindings } from './khronos.js';
import { validateGlb } from './validate-glb.js';
import { checkVrm, checkVrma } from './vrm-checks.js';

/** What validateGlb says of the rest pose; VRM's own rules are stricter. */
const REPLACED = ['not-t-pose', 'unknown-bones', 'soles-off-ground'];

/**
 * Checks a VRM 1.0 avatar: the Khronos validator, our rig checks, and VRM's rules on bones, rest pose, meta and
 * animations.
 *
 * @param where what an error calls the bytes
 * @throws FitError bad-input when the bytes are no GLB
 */
export async function validateVrm(bytes: Uint8Array, where = 'validateVrm'): Promise<ValidationReport> {
  const report = await validateGlb(bytes, where);
  const rules = await documentFindings(bytes, report.findings, checkVrm);
  const findings = [...report.findings.filter(({ code }) => !REPLACED.includes(code)), ...rules];
  return { ...report, findings, valid: isValid(findings), checked: [...report.checked, 'VRM 1.0'] };
}

/**
 * Checks a VRM animation: the Khronos validator, then the bones and what the clip moves.
 *
 * @throws FitError bad-input when the bytes are no GLB
 */
export async function validateVrma(bytes: Uint8Array, where = 'validateVrma'): Promise<ValidationReport> {
  const known = await khronosFindings(bytes, where);
  const animations: string[] = [];
  const rules = await documentFindings(bytes, known, (document) => {
    for (const clip of document.getRoot().listAnimations()) animations.push(clip.getName());
    return checkVrma(document);
  });
  const findings = [...known, ...rules];
  const checked = ['Khronos validator', 'bones', 'clip'];
  return { valid: isValid(findings), findings, checked, skeletons: [], animations };
}

/**
 * Checks a GLB as what it says it is: a VRM avatar, a VRM animation, or a plain one.
 *
 * @throws FitError bad-input when the bytes are no GLB
 */
export async function validateAny(bytes: Uint8Array, where: string): Promise<ValidationReport> {
  const used = extensionsUsed(bytes);
  if (used.includes(VrmcVrm.EXTENSION_NAME)) return validateVrm(bytes, where);
  return used.includes(VrmcVrmAnimation.EXTENSION_NAME) ? validateVrma(bytes, where) : validateGlb(bytes, where);
}

/** @param known a loop of nodes among them would keep the checks walking for ever: there are none then */
async function documentFindings(
  bytes: Uint8Array,
  known: readonly Finding[],
  check: (document: Document) => Finding[],
): Promise<Finding[]> {
  if (known.some(({ code }) => code === 'NODE_LOOP')) return [];
  try {
    return check(await readDocument(bytes));
  } catch (cause) {
    const what = `the file is too broken to be checked against VRM's rules (${(cause as Error).message}).`;
    return [error('vrm-unreadable', what, 'Write the file again with its exporter.')];
  }
}
