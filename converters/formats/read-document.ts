/// <reference path="./draco3d.d.ts" />
import { Accessor, type Document, type GLTF, type JSONDocument, Logger, WebIO } from '@gltf-transform/core';
import { complaintAboutGltf } from './gltf-json.js';
import { show } from './json-values.js';
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
 * needs to be read is loaded on the way. Its nodes are a tree.
 *
 * @throws Error in our words, without a full stop, when it cannot be read
 */
export async function readDocument(bytes: Uint8Array): Promise<Document> {
  const file = await toJson(bytes);
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
export async function extensionsUsed(bytes: Uint8Array): Promise<readonly string[]> {
  try {
    const { json } = await toJson(bytes);
    return complaintAboutGltf(json) === null ? (json.extensionsUsed ?? []) : [];
  } catch {
    return [];
  }
}

/** Who wrote the file, as it says itself: a document that is read says gltf-transform. */
export async function generatorOf(bytes: Uint8Array): Promise<string> {
  const { generator } = (await toJson(bytes)).json.asset;
  return typeof generator === 'string' ? generator : 'unknown';
}

const plainIo = (): WebIO => new WebIO().setLogger(new Logger(Logger.Verbosity.SILENT));

async function toJson(bytes: Uint8Array): Promise<JSONDocument> {
  try {
    if (isGlb(bytes)) return await plainIo().binaryToJSON(bytes);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { json: JSON.parse(text) as GLTF.IGLTF, resources: {} };
  } catch (cause) {
    throw new Error(isGlb(bytes) ? 'it is a GLB that is not whole' : 'it is neither GLB nor JSON', { cause });
  }
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
