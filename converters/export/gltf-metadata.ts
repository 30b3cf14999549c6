import type { RiggedBody } from '../../core/types.js';
import type { DocumentContext } from './gltf-context.js';
import type { MorphTarget } from './gltf-morphs.js';

/**
 * What the mesh node's extras say under `photorig`: whose body this is and the parameters that give it back. Of a
 * motion these are the first frame's; the others are in the clip, without pose correctives.
 */
export function describeBody(
  { metadata, motion, poseCorrective }: RiggedBody,
  targets: readonly MorphTarget[],
  { pose: storedAs }: DocumentContext['options'],
): Record<string, unknown> {
  const { bodyName, bodySha256, bodyLicence, betas, pose, translation, camera, focalLength, upright } = metadata;
  const notes = Object.fromEntries(targets.map(({ name, note }) => [name, note]));
  return {
    body: { name: bodyName, sha256: bodySha256, licence: bodyLicence },
    betas,
    pose,
    translation,
    storedAs,
    ...(camera !== null && { camera }),
    ...(focalLength !== undefined && { focalLength }),
    ...(upright && { upright }),
    ...(motion !== undefined && { frameRate: motion.frameRate }),
    ...(motion !== undefined && poseCorrective === null && { correctives: 'dropped' }),
    ...(targets.length > 0 && { morphTargets: notes }),
  };
}
