import { GLB_BUFFER, type GLTF, type JSONDocument } from '@gltf-transform/core';
import { dropNulls } from './gltf-json.js';

/** "glTF", the first four bytes of a GLB. */
const MAGIC = [0x67, 0x6c, 0x54, 0x46];
const VERSION = 2;
/** Magic, version and length of the file; then, before each chunk, its length and type. 32-bit, little-endian. */
export const GLB_HEADER = 12;
export const CHUNK_HEADER = 8;
/** "JSON" */
export const JSON_CHUNK = 0x4e4f534a;
const BINARY_CHUNK = 0x004e4942;
const JSON_START = GLB_HEADER + CHUNK_HEADER;

/** Whether the bytes begin as a binary glTF file does. */
export const isGlb = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte);

/**
 * The JSON of a .glb or a .gltf, not checked but for its syntax, and the data of a .glb. What the JSON names is not
 * looked for: glTF-Transform's own `binaryToJSON` throws when an image is in another file, needed or not.
 *
 * @throws Error in our words, without a full stop
 */
export function openGltf(bytes: Uint8Array): JSONDocument {
  const file = isGlb(bytes) ? splitGlb(bytes) : { json: jsonOf(bytes, 'it is neither GLB nor JSON'), resources: {} };
  dropNulls(file.json);
  return file;
}

/** @throws Error in our words, without a full stop, when the buffers or images of a sound JSON are in other files */
export function expectInside({ buffers = [], images = [] }: GLTF.IGLTF): void {
  const outside = [...buffers, ...images].find(({ uri }) => uri !== undefined && !uri.startsWith('data:'));
  if (outside !== undefined) throw new Error(`its data is in another file, ${String(outside.uri).slice(0, 80)}`);
}

/** A length in the header that is not the file's is no reason to refuse it: what counts is that the chunks are there. */
function splitGlb(bytes: Uint8Array): JSONDocument {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = (offset: number): number => view.getUint32(offset, true);
  const expectWhole = (end: number): void => {
    if (end > bytes.length) throw new Error('it is a GLB that is not whole');
  };
  expectWhole(JSON_START);
  const version = read(4);
  if (version !== VERSION) throw new Error(`it is a GLB of version ${version}, not ${VERSION}`);
  const end = JSON_START + read(GLB_HEADER);
  expectWhole(end);
  if (read(GLB_HEADER + 4) !== JSON_CHUNK) throw new Error('it is a GLB that does not begin with JSON');
  const json = jsonOf(bytes.subarray(JSON_START, end), 'it is a GLB whose JSON is damaged');
  if (bytes.length < end + CHUNK_HEADER || read(end + 4) !== BINARY_CHUNK) {
    expectWhole(read(8)); // cut before its data
    return { json, resources: {} };
  }
  const start = end + CHUNK_HEADER;
  expectWhole(start + read(end));
  return { json, resources: { [GLB_BUFFER]: bytes.subarray(start, start + read(end)) as Uint8Array<ArrayBuffer> } };
}

function jsonOf(bytes: Uint8Array, complaint: string): GLTF.IGLTF {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as GLTF.IGLTF;
  } catch (cause) {
    throw new Error(complaint, { cause });
  }
}
