import { existsSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { openBody, openPrior } from '../../converters/cli/node-models.js';
import { packageRoot } from '../../converters/cli/package-root.js';
import { PEERS } from './peers.js';
import { runReal } from './real.js';
import { timeStages } from './stages.js';
import { mean, median, table } from './statistics.js';
import { runSynthetic, type Score } from './synthetic.js';

const millimetres = (metres: number): string => (1000 * metres).toFixed(1);
const pair = (values: readonly number[], show: (value: number) => string): string =>
  `${show(median(values))} / ${show(mean(values))}`;

const fixed = (value: number): string => value.toFixed(1);

function row(name: string, scores: readonly Score[]): string[] {
  const of = (key: keyof Score): number[] => scores.map((score) => score[key]);
  return [
    name,
    pair(of('mpjpe'), millimetres),
    pair(of('paMpjpe'), millimetres),
    pair(of('orientation'), fixed),
    String(of('orientation').filter((angle) => angle > 45).length),
    String(of('orientation').filter((angle) => angle > 60).length),
    pair(of('shape'), millimetres),
    pair(of('reprojection'), fixed),
    median(of('iterations')).toFixed(0),
    fixed(median(of('milliseconds'))),
  ];
}

async function synthetic(directory: string): Promise<void> {
  const prior = await openPrior();
  const rows = [
    [
      'method',
      'MPJPE mm',
      'PA-MPJPE mm',
      'orientation °',
      '> 45°',
      '> 60°',
      'shape mm',
      'reprojection px',
      'iterations',
      'ms',
    ],
  ];
  for (const noise of ['0', '2', '5'] as const)
    rows.push(row(`photorig, ${noise} px`, runSynthetic(directory, prior, noise)));
  rows.push(row('photorig, 2 px, LSP-14', runSynthetic(directory, prior, '2', 'lsp14')));
  for (const factor of [0.5, 2]) {
    rows.push(row(`photorig, 2 px, focal x ${factor}`, runSynthetic(directory, prior, '2', 'coco17', factor)));
  }
  console.log('\n## Synthetic: 50 cases, COCO-17 unless said, true focal length; median / mean\n');
  console.log(table([...rows, ...PEERS]));
}

async function real(directory: string): Promise<void> {
  const [body, prior] = await Promise.all([openBody('neutral'), openPrior()]);
  const rows = [['method', 'MPJPE mm', 'PA-MPJPE mm', 'facing °', 'flips', 'ms']];
  for (const withLandmarks of [false, true]) {
    const scores = runReal(directory, body, prior, withLandmarks);
    rows.push([
      withLandmarks ? 'photorig, keypoints and 3D landmarks' : 'photorig, keypoints alone',
      pair(
        scores.map(({ mpjpe }) => mpjpe),
        millimetres,
      ),
      pair(
        scores.map(({ paMpjpe }) => paMpjpe),
        millimetres,
      ),
      pair(
        scores.map(({ facing }) => facing),
        fixed,
      ),
      String(scores.filter(({ facing }) => facing > 90).length),
      fixed(median(scores.map(({ milliseconds }) => milliseconds))),
    ]);
  }
  console.log('\n## Real photographs: 100 views of one man, cached detections, 12 limb joints; median / mean\n');
  console.log(table(rows));
}

async function stages(photo: string): Promise<void> {
  const times = await timeStages(photo);
  const rows = times.map(({ stage, cold, warm }) => [stage, cold.toFixed(0), warm === null ? '' : fixed(warm)]);
  console.log(`\n## The whole path on ${path.basename(photo)}, one person, ms\n`);
  console.log(table([['stage', 'first', 'warm, median'], ...rows]));
}

const program = new Command('bench')
  .description('Accuracy and speed. BENCH holds synthetic/ and real/; without it only the stages are timed.')
  .argument('[bench]', 'folder of the benchmarks')
  .option('--photo <file>', 'photo for the timing by stage', path.join(packageRoot(), 'samples/photos/person.jpg'))
  .action(async (bench: string | undefined, { photo }: { photo: string }) => {
    if (bench !== undefined) {
      if (existsSync(path.join(bench, 'synthetic'))) await synthetic(path.join(bench, 'synthetic'));
      if (existsSync(path.join(bench, 'real'))) await real(path.join(bench, 'real'));
    }
    await stages(photo);
  });
await program.parseAsync();
