import type { AvatarFormat } from '../../converters/export/exporters.js';
import type { SkinTexture } from '../../converters/export/skin-texture.js';
import { FitError } from '../../core/error.js';
import type { RiggedBody } from '../../core/types.js';
import type { WrittenFile } from './engine.js';

/** The exporters' formats, by extension. Known without loading the exporters, which are larger than all the rest. */
const FORMATS: Readonly<Record<AvatarFormat, true>> = {
  glb: true,
  gltf: true,
  vrm: true,
  vrma: true,
  fbx: true,
  obj: true,
  ply: true,
  bvh: true,
};

export const AVATAR_FORMATS = Object.keys(FORMATS) as readonly AvatarFormat[];

/**
 * The files of an export: one, or several where a format needs them or holds one person a file.
 *
 * @param name without ending
 * @throws FitError usage for a format that does not exist
 */
export async function writeFiles(
  format: string,
  bodies: readonly RiggedBody[],
  name: string,
  skin?: SkinTexture,
): Promise<WrittenFile[]> {
  if (!isFormat(format)) {
    const todo = `Known are: ${AVATAR_FORMATS.join(', ')}.`;
    throw new FitError('usage', 'export', `the format ${format} is not known.`, todo);
  }
  const { exportAvatars } = await import('../../converters/export/exporters.js');
  const files = await exportAvatars(format, bodies, name, skin && { skin });
  return files.map(({ ending, content }) => ({
    name: name + ending,
    bytes: typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content),
  }));
}

const isFormat = (format: string): format is AvatarFormat => Object.hasOwn(FORMATS, format);
