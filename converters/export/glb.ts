import { type JSONDocument, Logger, WebIO } from '@gltf-transform/core';
import type { RiggedBody } from '../../core/types.js';
import { expectBodies } from './expect-bodies.js';
import { compressDocument } from './gltf-compression.js';
import { riggedDocument } from './gltf-document.js';
import type { GltfOptions } from './gltf-options.js';
import { simplifyBody } from './lod.js';
import { withSkinAtlas } from './skin-texture.js';

/**
 * Writes people as one binary glTF 2.0 file (.glb). The same bodies and options give the same bytes. What is inside is
 * told at riggedDocument, PoseMode and GltfOptions.
 *
 * @throws FitError bad-input when there is nobody, usage for options that do not exist
 */
export async function toGlb(bodies: readonly RiggedBody[], options: GltfOptions = {}): Promise<Uint8Array> {
  const { io, document } = await prepare('toGlb', bodies, options);
  return io.writeBinary(document);
}

/** The same as one JSON file (.gltf), everything else embedded in it as data URIs: a third larger, readable. UTF-8. */
export async function toGltf(bodies: readonly RiggedBody[], options: GltfOptions = {}): Promise<Uint8Array> {
  const { io, document } = await prepare('toGltf', bodies, options);
  return new TextEncoder().encode(JSON.stringify(embedded(await io.writeJSON(document))));
}

async function prepare(where: string, bodies: readonly RiggedBody[], options: GltfOptions) {
  const { lod = 0, compression = 'none', skin } = options;
  expectBodies(where, bodies);
  const io = new WebIO().setLogger(new Logger(Logger.Verbosity.ERROR));
  // Before it is simplified: the atlas is told by the full mesh.
  const painted = skin?.albedo ? bodies.map(withSkinAtlas) : bodies;
  const shown = lod === 0 ? painted : await Promise.all(painted.map((body) => simplifyBody(body, lod)));
  const document = riggedDocument(shown, options).setLogger(new Logger(Logger.Verbosity.ERROR));
  await compressDocument(document, io, compression);
  return { io, document };
}

/** The JSON of a file whose buffers and images are in itself. */
function embedded({ json, resources }: JSONDocument): JSONDocument['json'] {
  const embed = <T extends { uri?: string; mimeType?: string }>(holder: T): T => {
    const bytes = holder.uri === undefined ? undefined : resources[holder.uri];
    if (bytes === undefined) return holder;
    return { ...holder, uri: `data:${holder.mimeType ?? 'application/octet-stream'};base64,${base64(bytes)}` };
  };
  const { buffers, images } = json;
  return {
    ...json,
    ...(buffers !== undefined && { buffers: buffers.map(embed) }),
    ...(images !== undefined && { images: images.map(embed) }),
  };
}

/** A piece is a multiple of three, so that pieces join without padding, and short enough for one call. */
const PIECE = 3 * 4096;

function base64(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += PIECE) {
    out += btoa(String.fromCharCode(...bytes.subarray(i, i + PIECE)));
  }
  return out;
}
