/**
 * Makes the lifting network: `npm run models:lifter -- --mocap DIR`. Poses and body tables are written to the work
 * folder, train.py learns from them, and the weights become lifter.onnx with REPORT.md beside it.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { FitError } from '../../../core/error.js';
import { loadBody } from '../../load-body.js';
import { readNpz } from '../../npz.js';
import { shippedFile } from '../../registry.js';
import { encodeOnnx } from '../detector/onnx.js';
import { readClips } from '../prior/clips.js';
import { lifterNetwork } from './network.js';
import { poseSets } from './poses.js';
import { report, type Training } from './report.js';
import { trainingData } from './training-data.js';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const ROOT = path.join(HERE, '..', '..', '..');

interface Options {
  readonly mocap: string;
  readonly seed: number;
  readonly steps: number;
  readonly python: string;
  readonly work: string;
  readonly out: string;
  readonly train: boolean;
}

const program = new Command('models:lifter')
  .description('Trains the network that lifts keypoints to a pose and writes lifter.onnx and REPORT.md.')
  .requiredOption('--mocap <dir>', 'folder that holds clips/, the CMU clips with their CLIPS.tsv')
  .option('--seed <n>', 'seed of every random draw', wholeNumber, 1)
  .option('--steps <n>', 'steps of training', wholeNumber, 48_000)
  .option('--python <file>', 'a Python with numpy and torch', 'python3')
  .option('--work <dir>', 'folder for what is made on the way', path.join(ROOT, '.cache', 'lifter'))
  .option('--no-train', 'use the weights that the work folder holds')
  .option('--out <dir>', 'folder to write to', 'models/lifter')
  .parse();

try {
  make(program.opts<Options>());
} catch (error) {
  if (!(error instanceof FitError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function make(options: Options): void {
  const { mocap, seed, work, out } = options;
  mkdirSync(work, { recursive: true });
  mkdirSync(out, { recursive: true });
  const clips = readClips(path.join(mocap, 'clips'));
  const poses = poseSets(clips, seed);
  const weightsFile = path.join(work, 'weights.npz');
  if (options.train) {
    const bodies = Object.fromEntries(['neutral', 'female', 'male'].map((name) => [name, shippedBody(name)]));
    const dataFile = path.join(work, 'training.npz');
    writeFileSync(dataFile, trainingData(poses, bodies));
    train(options, dataFile, weightsFile);
  }
  const onnx = encodeOnnx(lifterNetwork(readNpz(weightsFile, readFileSync(weightsFile))));
  const training = JSON.parse(readFileSync(`${weightsFile}.json`, 'utf8')) as Training;
  writeFileSync(path.join(out, 'lifter.onnx'), onnx);
  writeFileSync(path.join(out, 'REPORT.md'), report(clips, poses, training, onnx));
}

function shippedBody(name: string) {
  const file = shippedFile('body', name);
  return loadBody(file.path, readFileSync(path.join(ROOT, file.path)), { name });
}

function train({ python, steps, seed }: Options, dataFile: string, weightsFile: string): void {
  const args = ['-B', path.join(HERE, 'train.py'), dataFile, weightsFile, '--steps', `${steps}`, '--seed', `${seed}`];
  const { status, error } = spawnSync(python, args, { stdio: 'inherit' });
  if (status === 0) return;
  throw new FitError(
    'unsupported',
    python,
    error ? 'it cannot be run.' : 'training failed.',
    'Give a Python that has numpy and torch with --python.',
  );
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}
