/**
 * Makes the body models we ship from MPFB2's CC0 data: `npm run models:body -- --mpfb2 DIR`. DIR is the `data` folder
 * of MPFB2. The same data, seed and options give the same bytes.
 */
import { Command, InvalidArgumentError } from 'commander';
import { FitError } from '../../../core/error.js';
import { buildBodies } from './build.js';

/** Fewer people than this have no 16 principal components to report. */
const MIN_SAMPLES = 20;

const atLeast =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`expected a whole number, at least ${least}.`);
  };

const command = new Command('models:body')
  .description('Build models/body/*.npz from MPFB2')
  .requiredOption('--mpfb2 <dir>', "MPFB2's data folder")
  .option('--samples <n>', 'people drawn of each gender', atLeast(MIN_SAMPLES), 2000)
  .option('--poses <n>', 'poses that the correctives learn from', atLeast(1), 600)
  .option('--seed <n>', 'seed of all random draws', atLeast(0), 7)
  .option('--out <dir>', 'folder to write to', 'models/body')
  .parse();

try {
  buildBodies({ ...command.opts(), log: (line) => process.stderr.write(`${line}\n`) });
} catch (error) {
  if (!(error instanceof FitError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
