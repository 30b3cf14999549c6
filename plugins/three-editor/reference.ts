import type * as THREE from 'three';
import { FitError } from '../../core/error.js';
import { pickFile } from '../web/pick-file.js';
import type { PictureSource } from '../workbench/picture-source.js';
import type { Editor } from './contract.js';

/** A picture in the scene. */
export interface Reference {
  readonly source: PictureSource;
  /** As the object or texture is called; anybody's text. */
  readonly name: string;
  /** The plane that shows it; null for the background. */
  readonly plane: THREE.Mesh | null;
}

/**
 * The picture on the selected object.
 *
 * @throws FitError not-found
 */
export function selectedReference({ selected }: Editor): Reference {
  const mesh = selected as THREE.Mesh | null;
  const material = [mesh?.material ?? []].flat()[0] as THREE.MeshBasicMaterial | undefined;
  const source = imageOf(material?.map);
  if (mesh && source) return { source, name: mesh.name || 'selected picture', plane: mesh };
  throw new FitError('not-found', 'selection', 'no object with a picture is selected.', 'Select a textured plane.');
}

/** @throws FitError not-found */
export function backgroundReference({ scene }: Editor): Reference {
  const background = scene.background as THREE.Texture | null;
  const source = background?.isTexture ? imageOf(background) : null;
  if (source) return { source, name: background?.name || 'background', plane: null };
  throw new FitError(
    'not-found',
    'background',
    'the background of the scene is not a picture.',
    'Choose a texture there.',
  );
}

/** A file that the user picks. */
export async function fileReference(): Promise<Reference> {
  const file = await pickFile('image/*');
  return { source: file, name: file.name, plane: null };
}

function imageOf(texture: THREE.Texture | null | undefined): PictureSource | null {
  const image = texture?.image as PictureSource | undefined;
  // Cube textures hold six; unfinished ones none.
  return image && 'width' in image ? image : null;
}
