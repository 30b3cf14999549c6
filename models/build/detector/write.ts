import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ShippedFile } from '../../registry.js';
import { convertNetwork, registryEntry } from './convert.js';
import type { NetworkSource } from './networks.js';

/** Converts every network, writes its file under `root`, and returns the entries for the registry. */
export async function writeNetworks(
  networks: readonly NetworkSource[],
  root: string,
  cache: string,
): Promise<ShippedFile[]> {
  const entries: ShippedFile[] = [];
  for (const network of networks) {
    const onnx = await convertNetwork(network, cache);
    const entry = registryEntry(network, onnx);
    const path = join(root, entry.path);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.part`, onnx);
    await rename(`${path}.part`, path);
    entries.push(entry);
  }
  return entries;
}
