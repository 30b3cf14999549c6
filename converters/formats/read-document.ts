/// <reference path="./draco3d.d.ts" />
import { Accessor, type Document, type GLTF, type JSONDocument, Logger, WebIO } from '@gltf-transform/core';
import { VrmcVrm, VrmcVrmAnimation } from './vrm-extension.js';

/** "glTF", the first four bytes of a GLB. */
const MAGIC = [0x67, 0x6c, 0x54, 0x46];
const MESHOPT = /^(EXT|KHR)_meshopt_compression$/;
const DRACO = 'KHR_draco_mesh_compression';
/** Of all accessors together: a file may claim any number without holding it. */
const MAX_NUMBERS = 1e8;

/** Whether the bytes begin as a binary glTF file does. */
export const isGlb = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte);

/**
 * The document of a .glb, or of a .gltf with its data inside, with all extensions that we know; what a compressed file
 * needs to be read is loaded on the way.
 *
 * @throws Error in words when it cannot be read
 */
export async function readDocument(bytes: Uint8Array): Promise<Document> {
  const file = await toJson(bytes);
  const { ALL_EXTENSIONS } = await import('@gltf-transform/extensions');
  const io = plainIo().registerExtensions([...ALL_EXTENSIONS, VrmcVrm, VrmcVrmAnimation]);
  expectPossible(file.json);
  await prepareDecoders(io, file.json.extensionsUsed ?? []);
  return io.readJSON(file);
}

/** The extensions that a file names; none where it cannot be read: whoever reads it next says so. */
export async function extensionsUsed(bytes: Uint8Array): Promise<readonly string[]> {
  try {
    return (await toJson(bytes)).json.extensionsUsed ?? [];
  } catch {
    return [];
  }
}

/** Who wrote the file, as it says itself: a document that is read says gltf-transform. */
export async function generatorOf(bytes: Uint8Array): Promise<string> {
  const { generator } = (await toJson(bytes)).json.asset;
  return generator ?? 'unknown';
}

const plainIo = (): WebIO => new WebIO().setLogger(new Logger(Logger.Verbosity.SILENT));

async function toJson(bytes: Uint8Array): Promise<JSONDocument> {
  if (isGlb(bytes)) return plainIo().binaryToJSON(bytes);
  return { json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as GLTF.IGLTF, resources: {} };
}

function expectPossible({ accessors = [], buffers = [], images = [] }: GLTF.IGLTF): void {
  const outside = [...buffers, ...images].find(({ uri }) => uri !== undefined && !uri.startsWith('data:'));
  if (outside !== undefined) throw new Error(`its data is in another file, ${String(outside.uri).slice(0, 80)}`);
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
