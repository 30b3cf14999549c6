import type { Accessor, Buffer, Document, GLTF, Scene } from '@gltf-transform/core';
import type { Naming } from '../formats/bone-names.js';
import type { BoneAxes } from './bone-axes.js';
import type { DocumentOptions, PoseMode } from './gltf-options.js';

/** What the people of one document share. */
export interface DocumentContext {
  readonly document: Document;
  readonly buffer: Buffer;
  readonly scene: Scene;
  readonly options: {
    readonly naming: Naming;
    readonly pose: PoseMode;
    readonly boneAxes: BoneAxes;
    readonly shapeMorphs: DocumentOptions['shapeMorphs'] | undefined;
  };
}

/** An array of the file, named for those who look into it. */
export function createAccessor(
  { document, buffer }: DocumentContext,
  name: string,
  type: GLTF.AccessorType,
  array: Float32Array | Uint8Array | Uint16Array | Uint32Array,
): Accessor {
  return document.createAccessor(name).setType(type).setArray(array).setBuffer(buffer);
}
