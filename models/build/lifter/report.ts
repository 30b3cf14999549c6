import { createHash } from 'node:crypto';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import type { Clip } from '../prior/clips.js';
import type { PoseSets } from './poses.js';

/** What train.py says of its run. */
export interface Training {
  readonly steps: number;
  readonly batch: number;
  readonly width: number;
  readonly blocks: number;
  readonly seed: number;
  readonly seconds: number;
  /** By test set and whether depths were given (", plain" or ", deep" at the end of the name). */
  readonly scores: Readonly<Record<string, Score>>;
}

interface Score {
  /** Millimetres. */
  readonly mpjpe: number;
  readonly pa: number;
  /** RMS of error / sigma. */
  readonly sigma_ratio: number;
  /** RMS over the axes of the mean sigma of each joint, radians. */
  readonly sigma: readonly number[];
}

const DEGREE = Math.PI / 180;

/** The text of REPORT.md. */
export function report(
  clips: readonly Clip[],
  poses: { readonly train: PoseSets; readonly heldOut: PoseSets },
  training: Training,
  file: Uint8Array,
): string {
  const { steps, batch, width, blocks, seed, seconds } = training;
  const heldOut = [...new Set(clips.filter((clip) => clip.heldOut).map((clip) => clip.subject))].sort();
  const names = Object.keys(training.scores).filter((name) => name.endsWith(', plain'));
  return [
    '# The lifting network: what it was made from and how good it is',
    `Written by \`npm run models:lifter\`. lifter.onnx: ${file.length} bytes, SHA-256 \`${sha256(file)}\`.`,
    '## Training',
    [
      `- ${blocks} residual blocks, ${width} wide; ${steps} steps of ${batch} examples, ${minutes(seconds)} min on one core; seed ${seed}`,
      `- poses of the training subjects: ${counts(poses.train)}; of the held-out ones (${heldOut.join(', ')}): ${counts(poses.heldOut)}`,
      '- every example is a new body (half neutral, a quarter each female and male), camera and set of detection errors',
    ].join('\n'),
    '## Error',
    'Millimetres: mean over 13 joints (limbs, neck) with the hips in place / after the best similarity; then the RMS of ' +
      'error / σ over the numbers of the pose, 1 where the network knows what it knows. "Clean" has the 17 keypoints of ' +
      'COCO and 2 % noise. Depths are as wrong as a detector’s: about 0.13 m. Each example is lifted once here; ' +
      'core/lift averages with the mirror image, which is a millimetre better.',
    table([
      ['poses', 'keypoints alone', 'error / σ', 'with depths', 'error / σ'],
      ...names.map((name) => {
        const both = [training.scores[name], training.scores[name.replace(/plain$/, 'deep')]];
        return [name.replace(/, plain$/, ''), ...both.flatMap((s) => [pair(s), s.sigma_ratio.toFixed(2)])];
      }),
    ]),
    '## What it says of its own errors',
    'Mean σ in degrees, RMS over the axes; held-out subjects, with everything that a detector does to keypoints.',
    table([
      ['joint', 'keypoints alone', 'with depths'],
      ...SMPL_JOINTS.slice(0, 22).map((joint, j) => [
        joint,
        ...['plain', 'deep'].map((kind) => degrees(training.scores[`held out, as in training, ${kind}`].sigma[j])),
      ]),
    ]),
    '',
  ].join('\n\n');
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const minutes = (seconds: number): string => (seconds / 60).toFixed(0);
const pair = ({ mpjpe, pa }: Score): string => `${mpjpe.toFixed(1)} / ${pa.toFixed(1)}`;
const degrees = (radians: number): string => (radians / DEGREE).toFixed(1);

const counts = (sets: PoseSets): string =>
  Object.entries(sets)
    .map(([kind, values]) => `${values.length / 72} ${kind}`)
    .join(', ');

function table(rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(rows[0]), line(rows[0].map(() => '---')), ...rows.slice(1).map(line)].join('\n');
}
