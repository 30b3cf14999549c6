/** What each part of the fit is worth: `npm run bench:ablation -- BENCH`, BENCH holding synthetic/ and real/. */
import path from 'node:path';
import { Command } from 'commander';
import { openBody, openPrior } from '../../converters/cli/node-models.js';
import { nodeRuntime } from '../../converters/cli/node-runtime.js';
import type { Network } from '../../core/detect/runtime.js';
import type { FitTerm } from '../../core/fit/fit-terms.js';
import type { BodyModel, PosePrior } from '../../core/types.js';
import { printMissing } from './ablation-missing.js';
import { type RealScore, runReal } from './real.js';
import { mean, median, table } from './statistics.js';
import { runSynthetic, type Score } from './synthetic.js';
import { withoutMixture } from './synthetic-gaussian.js';

/** One row: what is left of the fit. */
interface Variant {
  readonly name: string;
  readonly without?: readonly FitTerm[];
  readonly hasLifter?: boolean;
  /** One Gaussian in place of the mixture. */
  readonly isWeak?: boolean;
  readonly withLandmarks?: boolean;
}

const VARIANTS: readonly Variant[] = [
  { name: 'full' },
  { name: 'without the network (start and anchor)', hasLifter: false },
  { name: 'network as start, no anchor', without: ['anchor'] },
  { name: 'without landmarks at all', withLandmarks: false },
  { name: 'without depth evidence (network sees landmarks)', without: ['depth-evidence'] },
  { name: 'without hinges', without: ['hinge-prior'] },
  { name: 'one Gaussian for the mixture', isWeak: true },
  { name: 'without pose prior', without: ['pose-prior'] },
  { name: 'without shape prior', without: ['shape-prior'] },
  { name: 'without interpenetration', without: ['interpenetration'] },
  { name: 'no network, one Gaussian', hasLifter: false, isWeak: true },
  { name: 'no network, no hinges', hasLifter: false, without: ['hinge-prior'] },
  { name: 'no network, no depth evidence', hasLifter: false, without: ['depth-evidence'] },
];

const HEAD = ['fit', 'MPJPE mm', 'PA-MPJPE mm', '> 45°', 'shape mm', 'ms', 'real MPJPE mm', 'PA-MPJPE mm', 'ms'];

/** What all variants are made of. */
interface Parts {
  readonly body: BodyModel;
  readonly prior: PosePrior;
  readonly network: Network;
}

const pair = (values: readonly number[]): string =>
  [median, mean].map((of) => (1000 * of(values)).toFixed(1)).join(' / ');

async function row(bench: string, variant: Variant, { body, prior, network }: Parts): Promise<string[]> {
  const { name, without = [], hasLifter = true, isWeak = false, withLandmarks = true } = variant;
  const own = isWeak ? withoutMixture(prior) : prior;
  const lifter = hasLifter ? network : null;
  const synthetic = await runSynthetic(path.join(bench, 'synthetic'), own, '2', { lifter, without });
  const real = await runReal(path.join(bench, 'real'), body, own, { lifter, without, withLandmarks });
  const of = (key: 'mpjpe' | 'paMpjpe' | 'shape' | 'orientation' | 'milliseconds'): number[] =>
    synthetic.map((score: Score) => score[key]);
  const ofReal = (key: 'mpjpe' | 'paMpjpe' | 'milliseconds'): number[] => real.map((score: RealScore) => score[key]);
  return [
    name,
    pair(of('mpjpe')),
    pair(of('paMpjpe')),
    String(of('orientation').filter((angle) => angle > 45).length),
    pair(of('shape')),
    median(of('milliseconds')).toFixed(1),
    pair(ofReal('mpjpe')),
    pair(ofReal('paMpjpe')),
    median(ofReal('milliseconds')).toFixed(1),
  ];
}

const program = new Command('bench:ablation')
  .description('Accuracy with parts of the fit switched off, and with keypoints missing.')
  .argument('<bench>', 'folder of the benchmarks')
  .action(async (bench: string) => {
    const [body, prior] = await Promise.all([openBody('neutral'), openPrior()]);
    const network = await nodeRuntime({ threads: 1 }).load('lifter');
    const rows = [HEAD];
    for (const variant of VARIANTS) rows.push(await row(bench, variant, { body, prior, network }));
    console.log('## Ablation: synthetic (COCO-17, 2 px) and real with landmarks; median / mean\n');
    console.log(table(rows));
    await printMissing(path.join(bench, 'synthetic'), prior, network);
  });
await program.parseAsync();
