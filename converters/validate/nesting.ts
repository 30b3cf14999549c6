import { FitError } from '../../core/error.js';
import { hasDeepNodes, MAX_DEPTH, TOO_DEEP } from '../formats/deep-nodes.js';
import { CHUNK_HEADER, GLB_HEADER, isGlb, JSON_CHUNK } from '../formats/gltf-file.js';
import { isRecord } from '../formats/json-values.js';

/**
 * Expects that nothing in a glTF is nested without end: whoever calls itself for each node below a node, as the Khronos
 * validator does, runs out of stack, and there it throws where nobody can catch. What is no JSON passes.
 *
 * @throws FitError bad-input
 */
export function expectShallow(bytes: Uint8Array, where: string): void {
  for (const text of isGlb(bytes) ? jsonChunks(bytes) : [bytes]) {
    const json = parsed(text);
    const what = isDeep(json)
      ? `its JSON is nested more than ${MAX_DEPTH} deep.`
      : isRecord(json) && hasDeepNodes(json.nodes)
        ? `${TOO_DEEP}.`
        : null;
    if (what !== null) throw new FitError('bad-input', where, what, 'Write the file again with its exporter.');
  }
}

/** There should be one, the first, but a reader may take any. */
function jsonChunks(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Uint8Array[] = [];
  for (let at = GLB_HEADER; at + CHUNK_HEADER <= bytes.length; ) {
    const start = at + CHUNK_HEADER;
    const end = start + view.getUint32(at, true);
    if (view.getUint32(at + 4, true) === JSON_CHUNK) chunks.push(bytes.subarray(start, end));
    at = end;
  }
  return chunks;
}

function parsed(text: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(text));
  } catch {
    return undefined;
  }
}

/** Level by level, without a call for each. */
function isDeep(root: unknown): boolean {
  let level = [root];
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
    if (level.length === 0) return false;
  }
  return true;
}
