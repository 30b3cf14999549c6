import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { buildPrior } from './build-prior.js';
import { readClips } from './clips.js';
import { report } from './report.js';
import { writePrior } from './write-prior.js';

const program = new Command('models:prior')
  .description('Fits the pose prior to motion capture and writes pose_prior.npz and REPORT.md.')
  .requiredOption('--mocap <dir>', 'folder that holds clips/, the CMU clips with their CLIPS.tsv')
  .option('--seed <n>', 'seed of every random draw', wholeNumber, 1)
  .option('--out <dir>', 'folder to write to', 'models/prior')
  .parse();
const { mocap, seed, out } = program.opts<{ mocap: string; seed: number; out: string }>();

const result = buildPrior(readClips(join(mocap, 'clips')), seed, (line) => process.stderr.write(`${line}\n`));
mkdirSync(out, { recursive: true });
const bytes = writePrior(result.prior);
writeFileSync(join(out, 'pose_prior.npz'), bytes);
writeFileSync(join(out, 'REPORT.md'), report(result, bytes));

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}
