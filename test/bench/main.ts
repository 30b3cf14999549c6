import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { openBody, openPrior } from '../../converters/cli/node-models.js';
import { nodeRuntime } from '../../converters/cli/node-runtime.js';
import { packageRoot } from '../../converters/cli/package-root.js';
import { accuracyPlot, type Timed } from './main-plot.js';
import { PEERS } from './peers.js';
import { runReal } from './real.js';
import { type Promised, reliability } from './reliability.js';
import { timeStages } from './stages.js';
import { mean, median, table } from './statistics.js';
import { type Measure, type Noise, runSynthetic, type Score } from './synthetic.js';

const millimetres = (metres: number): string => (1000 * metres).toFixed(1);
const pair = (values: readonly number[], show: (value: number) => string): string =>
  `${show(median(values))} / ${show(mean(values))}`;

const NOISES: readonly Noise[] = ['0', '2', '5'];
/** Where a refit begins: what it goes on from is never the fit of the same keypoints. */
const BEFORE: Readonly<Record<Noise, Noise>> = { 0: '2', 2: '5', 5: '2' };
const fixed = (value: number): string => value.toFixed(1);

function row(name: string, scores: readonly Score[]): string[] {
  const of = (key: Measure): number[] => scores.map((score) => score[key]);
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

/** What the plot is made of. */
interface Measured {
  readonly methods: Timed[];
  readonly promises: Record<string, readonly Promised[]>;
}

async function synthetic(directory: string, { methods, promises }: Measured): Promise<void> {
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
  const lifter = await nodeRuntime({ threads: 1 }).load('lifter');
  const lifted = await eachNoise((noise) => runSynthetic(directory, prior, noise, { lifter }));
  rows.push(...NOISES.map((noise, n) => row(`photorig, ${noise} px`, lifted[n])));
  rows.push(row('photorig, 2 px, LSP-14', await runSynthetic(directory, prior, '2', { set: 'lsp14', lifter })));
  for (const focalFactor of [0.5, 2]) {
    const scores = await runSynthetic(directory, prior, '2', { focalFactor, lifter });
    rows.push(row(`photorig, 2 px, focal x ${focalFactor}`, scores));
  }
  const measured = await runSynthetic(directory, prior, '2', { measured: true, lifter });
  rows.push(row('photorig, 2 px, height and weight known', measured));
  const searched = await eachNoise((noise) => runSynthetic(directory, prior, noise));
  rows.push(...NOISES.map((noise, n) => row(`without lifter, ${noise} px`, searched[n])));
  const refitted = await eachNoise((noise) => runSynthetic(directory, prior, noise, { lifter, from: BEFORE[noise] }));
  rows.push(...NOISES.map((noise, n) => row(`refit, ${noise} px, from the fit at ${BEFORE[noise]} px`, refitted[n])));
  methods.push(
    { name: 'network and fit', byNoise: lifted },
    { name: 'search and fit', byNoise: searched },
    { name: 'refit', byNoise: refitted },
  );
  promises.synthetic = lifted.flat().flatMap((score) => score.promises);
  console.log('\n## Synthetic: 50 cases, COCO-17 unless said, true focal length; median / mean\n');
  console.log(table([...rows, ...PEERS]));
  printReliability('synthetic', promises.synthetic);
}

const eachNoise = async (measure: (noise: Noise) => Promise<Score[]>): Promise<Score[][]> => {
  const byNoise: Score[][] = [];
  for (const noise of NOISES) byNoise.push(await measure(noise));
  return byNoise;
};

/** How many of the joints that a fit was so sure of were right. */
function printReliability(what: string, promises: readonly Promised[]): void {
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  const bins = reliability(promises, 8);
  console.log(`\n## Confidence, ${what}: joints within a decimetre of the truth\n`);
  console.log(
    table([
      ['joints', ...bins.map(({ count }) => String(count))],
      ['promised', ...bins.map(({ promised }) => percent(promised))],
      ['kept', ...bins.map(({ kept }) => percent(kept))],
    ]),
  );
}

async function real(directory: string, { promises }: Measured): Promise<void> {
  const [body, prior] = await Promise.all([openBody('neutral'), openPrior()]);
  const rows = [['method', 'MPJPE mm', 'PA-MPJPE mm', 'facing °', 'flips', 'ms']];
  const network = await nodeRuntime({ threads: 1 }).load('lifter');
  const ways = [
    { name: 'photorig, keypoints and 3D landmarks', withLandmarks: true, lifter: network },
    { name: 'photorig, keypoints alone', withLandmarks: false, lifter: network },
    { name: 'without lifter, with landmarks', withLandmarks: true, lifter: null },
    { name: 'without lifter, keypoints alone', withLandmarks: false, lifter: null },
  ];
  for (const { name, withLandmarks, lifter } of ways) {
    const scores = await runReal(directory, body, prior, { withLandmarks, lifter });
    if (lifter !== null && withLandmarks) promises['real photographs'] = scores.flatMap((score) => score.promises);
    rows.push([
      name,
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
  printReliability('real', promises['real photographs']);
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
  .option('--svg <file>', 'where to write the plot of accuracy against time')
  .action(async (bench: string | undefined, { photo, svg }: { photo: string; svg?: string }) => {
    if (bench !== undefined) {
      const measured: Measured = { methods: [], promises: {} };
      if (existsSync(path.join(bench, 'synthetic'))) await synthetic(path.join(bench, 'synthetic'), measured);
      if (existsSync(path.join(bench, 'real'))) await real(path.join(bench, 'real'), measured);
      if (svg !== undefined) writeFileSync(svg, accuracyPlot(measured.methods, measured.promises));
    }
    await stages(photo);
  });
await program.parseAsync();
