import { Logger, WebIO } from '@gltf-transform/core';
import type { RiggedBody } from '../../core/types.js';
import { riggedDocument } from './gltf-document.js';
import type { GltfOptions } from './gltf-options.js';

/**
 * Writes people as one binary glTF 2.0 file (.glb). The same bodies and options give the same bytes. What is inside is
 * told at riggedDocument and PoseMode.
 *
 * @throws FitError bad-input when there is nobody, usage for an unknown naming
 */
export async function toGlb(bodies: readonly RiggedBody[], options: GltfOptions = {}): Promise<Uint8Array> {
  const io = new WebIO().setLogger(new Logger(Logger.Verbosity.ERROR));
  return io.writeBinary(riggedDocument(bodies, options));
}
