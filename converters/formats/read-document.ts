/// <reference path="./draco3d.d.ts" />
import { Accessor, type Document, type GLTF, Logger, WebIO } from '@gltf-transform/core';
import { expectInside, openGltf } from './gltf-file.js';
import { complaintAboutGltf } from './gltf-json.js';
import { show } from './json-values.js';
import { VrmcVrm, VrmcVrmAnimation } from './vrm-extension.js';

const MESHOPT = /^(EXT|KHR)_meshopt_compression$/;
const DRACO = 'KHR_draco_mesh_compression';
/** Of all accessors together: a file may claim any number without holding it. */
const MAX_NUMBERS = 1e8;

/**
 * The document of a .glb, or of a .gltf with its data inside, with all extensions that we know; what a compressed file
 * needs to be read is loaded on the way. Its nodes are a tree.
 *
 * @throws Error in our words, without a full stop, when it cannot be read
 */
export async function readDocument(bytes: Uint8Array): Promise<Document> {
  const file = openGltf(bytes);
  const complaint = complaintAboutGltf(file.json);
  if (complaint !== null) throw new Error(complaint);
  expectPossible(file.json);
  const { ALL_EXTENSIONS } = await import('@gltf-transform/extensions');
  const extensions = [...ALL_EXTENSIONS, VrmcVrm, VrmcVrmAnimation];
  const known = new Set<string>(extensions.map(({ EXTENSION_NAME }) => EXTENSION_NAME));
  const unknown = file.json.extensionsRequired?.find((name) => !known.has(name));
  if (unknown !== undefined) throw new Error(`it needs the extension ${show(unknown)}, which is not known here`);
  try {
    const io = plainIo().registerExtensions(extensions);
    await prepareDecoders(io, file.json.extensionsUsed ?? []);
    return await io.readJSON(file);
  } catch (cause) {
    throw new Error('its parts do not fit together', { cause });
  }
}

/** The extensions that a file names; none where it cannot be read: whoever reads it next says so. */
export function extensionsUsed(bytes: Uint8Array): readonly string[] {
  try {
    const { json } = openGltf(bytes);
    return complaintAboutGltf(json) === null ? (json.extensionsUsed ?? []) : [];
  } catch {
    return [];
  }
}

/** Who wrote the file, as it says itself: a document that is read says gltf-transform. */
export function generatorOf(bytes: Uint8Array): string {
  const { generator } = openGltf(bytes).json.asset;
  return typeof generator === 'string' ? generator : 'unknown';
}

const plainIo = (): WebIO => new WebIO().setLogger(new Logger(Logger.Verbosity.SILENT));

function expectPossible(json: GLTF.IGLTF): void {
  expectInside(json);
  const { accessors = [] } = json;
  const numbers = accessors.reduce((sum, { count, type }) => sum + Math.abs(count) * Accessor.getElementSize(type), 0);
  if (!(numbers <= MAX_NUMBERS)) throw new Error(`it claims ${numbers} numbers`);
}

async function prepareDecoders(io: WebIO, extensions: readonly string[]): Promise<void> {
  if (extensions.some((name) => MESHOPT.test(name))) {
    const { MeshoptDecoder } = await import('meshoptimizer/decoder');
    await MeshoptDecoder.ready;
    io.registerDependencies({ 'meshopt.decoder': MeshoptDecoder });
  }
  if (extensions.includes(DRACO)) {
    const { default: draco3d } = await import('draco3d');
    io.registerDependencies({ 'draco3d.decoder': await draco3d.createDecoderModule() });
  }
}
