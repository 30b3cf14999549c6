import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ShippedFile } from '../../registry.js';
import { convertNetwork, registryEntry } from './convert.js';
import type { NetworkSource } from './networks.js';

/**
 * Converts every network again and compares the result with the registry and with the file that is shipped.
 *
 * @param root  folder of the package
 * @param cache where the source packages are kept
 * @returns one line for each difference
 */
export async function checkNetworks(
  networks: readonly NetworkSource[],
  registry: readonly ShippedFile[],
  root: string,
  cache: string,
): Promise<string[]> {
  const differences: string[] = [];
  for (const network of networks) {
    const made = registryEntry(network, await convertNetwork(network, cache));
    const listed = registry.find(({ path }) => path === made.path);
    if (listed === undefined) {
      differences.push(`${made.path}: models/registry.ts does not list it. Add ${JSON.stringify(made)}.`);
      continue;
    }
    differences.push(...compare(made, listed, 'models/registry.ts'));
    const shipped = await readFile(join(root, made.path)).catch(() => null);
    if (shipped === null) differences.push(`${made.path}: the file is missing. Run npm run models:detector.`);
    else differences.push(...compare(made, registryEntry(network, shipped), 'the file'));
  }
  return differences;
}

const compare = (made: ShippedFile, other: ShippedFile, otherName: string): string[] =>
  (Object.keys(made) as (keyof ShippedFile)[])
    .filter((key) => made[key] !== other[key])
    .map((key) => `${made.path}: ${key} is ${other[key]} in ${otherName}, the conversion gives ${made[key]}.`);
