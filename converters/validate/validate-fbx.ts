import { FitError } from '../../core/error.js';
import { isBinaryFbx, readFbxNodes } from './fbx-nodes.js';
import { type FbxContent, readFbxRigs } from './fbx-rig.js';
import { error, type Finding, isValid, type ValidationReport } from './finding.js';
import { checkRig, summaryOf } from './rig-checks.js';

/** Blender reads nothing older. */
const OLDEST = 7100;

/**
 * Checks a binary FBX: records, version, then what we ask of a rigged body, at its bind pose. The pose of the clip is
 * not evaluated.
 *
 * @param where what an error calls the bytes
 * @throws FitError bad-input when the bytes are no binary FBX
 */
export function validateFbx(bytes: Uint8Array, where = 'validateFbx'): ValidationReport {
  if (!isBinaryFbx(bytes)) {
    const todo = 'Give a binary .fbx; Blender and three.js refuse or misread the text form.';
    throw new FitError('bad-input', where, 'this is not a binary FBX file.', todo);
  }
  const { rigs, clips, findings: found } = readContent(bytes);
  const findings = [...found, ...rigs.flatMap(checkRig)];
  const checked = ['records', 'weights', 'normals', 'skeleton', 'T-pose', 'size', 'closed surface', 'clips'];
  return { valid: isValid(findings), findings, checked, skeletons: rigs.map(summaryOf), animations: clips };
}

function readContent(bytes: Uint8Array): FbxContent {
  try {
    const { version, nodes } = readFbxNodes(bytes);
    const content = readFbxRigs(nodes);
    const findings: Finding[] = [...content.findings];
    if (version < OLDEST) {
      const what = `it is of version ${version}.`;
      findings.push(error('old-version', what, `Export it as FBX 7.4: Blender reads ${OLDEST} and newer.`));
    }
    if (content.rigs.length === 0) {
      const todo = 'Export the body with its skeleton and weights.';
      findings.push(error('no-skin', 'no mesh is skinned to a skeleton.', todo));
    }
    return { ...content, findings };
  } catch (cause) {
    const what = `the file is damaged: ${(cause as Error).message}.`;
    return { rigs: [], clips: [], findings: [error('unreadable', what, 'Write the file again with its exporter.')] };
  }
}
