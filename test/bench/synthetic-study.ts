import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { openBody, openPrior } from '../../converters/cli/node-models.js';
import { nodeRuntime } from '../../converters/cli/node-runtime.js';
import { createFitter } from '../../core/fit/fitter.js';
import { createSmplify } from '../../core/fit/smplify.js';
import { SMPLIFY_TERMS, type SmplifyTerm } from '../../core/fit/smplify-terms.js';
import { liftAndFit } from '../../core/lift/lift-and-fit.js';
import { createLifter } from '../../core/lift/lifter.js';
import type { BodyModel, PosePrior } from '../../core/types.js';
import { mean, table } from './statistics.js';
import { withoutMixture } from './synthetic-gaussian.js';
import { createStudy, type Entry, HEAD, type Method, row, type Study } from './synthetic-measure.js';
import { linePlots, type Series } from './synthetic-plot.js';
import { posesOfFile, posesOfMixture } from './synthetic-poses.js';

const NOISES = [0, 2, 5, 10];
const USUAL_NOISE = 2;
const COLORS = ['#0b6e4f', '#58b09c', '#c44536'];

/** The methods of the study, made from one body and two priors. */
interface Methods {
  /** The fit of a photo: the lifting network, then the fit. */
  readonly lifted: Method;
  /** The fit without the network: a search from many starts. */
  readonly searched: Method;
  /** The same with one Gaussian for the mixture. */
  readonly single: Method;
  readonly smplifySingle: Method;
  smplify(without: readonly SmplifyTerm[]): Method;
}

async function createMethods(model: BodyModel, prior: PosePrior): Promise<Methods> {
  const fitter = createFitter(model, prior);
  const network = await nodeRuntime({ threads: 1 }).load('lifter');
  const lifter = createLifter(network, fitter.skeleton, true);
  const single = withoutMixture(prior);
  return {
    lifted: { fit: (keypoints, camera, evidence) => liftAndFit(fitter, lifter, keypoints, camera, evidence) },
    searched: fitter,
    single: createFitter(model, single),
    smplifySingle: createSmplify(model, single),
    smplify: (without) => createSmplify(model, prior, { without }),
  };
}

/** Errors against noise, as a table and as a plot. */
async function noiseStudy(study: Study, { lifted, searched, smplify }: Methods): Promise<string> {
  const methods: Omit<Entry, 'noise'>[] = [
    { name: 'default, COCO-17', method: lifted, set: 'coco17' },
    { name: 'default without network, COCO-17', method: searched, set: 'coco17' },
    { name: 'smplify, LSP-14', method: smplify([]), set: 'lsp14' },
  ];
  const rows = [HEAD];
  const series: Record<'mpjpe' | 'shape', Series[]> = { mpjpe: [], shape: [] };
  for (const [n, entry] of methods.entries()) {
    const points: Record<'mpjpe' | 'shape', [number, number][]> = { mpjpe: [], shape: [] };
    for (const noise of NOISES) {
      const scores = await study.measure({ ...entry, noise }, study.cases);
      rows.push(row(`${entry.name}, ${noise} px`, scores));
      for (const key of ['mpjpe', 'shape'] as const)
        points[key].push([noise, 1000 * mean(scores.map((one) => one[key]))]);
    }
    for (const key of ['mpjpe', 'shape'] as const) {
      series[key].push({ name: entry.name, color: COLORS[n], points: points[key] });
    }
  }
  console.log(`\n### Noise\n\n${table(rows)}`);
  const xLabel = 'noise of the keypoints, px';
  return linePlots([
    { title: 'Pose: mean MPJPE', xLabel, yLabel: 'mm', series: series.mpjpe },
    { title: 'Shape: mean distance in the T-pose', xLabel, yLabel: 'mm', series: series.shape },
  ]);
}

/** What each term and the mixture are worth. */
const ablation = ({ searched, single, smplify, smplifySingle }: Methods): Omit<Entry, 'noise'>[] => [
  { name: 'smplify', method: smplify([]), set: 'lsp14' },
  ...SMPLIFY_TERMS.filter((term) => term !== 'joints').map((term) => ({
    name: `smplify without ${term}`,
    method: smplify([term]),
    set: 'lsp14' as const,
  })),
  { name: 'smplify, one Gaussian', method: smplifySingle, set: 'lsp14' },
  { name: 'default without network', method: searched, set: 'lsp14' },
  { name: 'the same, one Gaussian', method: single, set: 'lsp14' },
];

/** Shape and pose by what is known. */
const known = ({ lifted: method }: Methods): Omit<Entry, 'noise'>[] => [
  { name: 'torso (4)', method, set: 'coco17', only: (name) => /_(hip|shoulder)$/.test(name) },
  { name: 'torso and limbs (12)', method, set: 'coco17', only: (name) => !/nose|eye|ear/.test(name) },
  { name: 'COCO-17 but knees and ankles', method, set: 'coco17', only: (name) => !/knee|ankle/.test(name) },
  { name: 'LSP-14', method, set: 'lsp14' },
  { name: 'COCO-17', method, set: 'coco17' },
  { name: 'COCO-17, height', method, set: 'coco17', known: ['height'] },
  { name: 'COCO-17, height and weight', method, set: 'coco17', known: ['height', 'weight'] },
  { name: 'BlazePose-33', method, set: 'blazepose33' },
  { name: 'BODY-25', method, set: 'body25' },
];

/** Hands on hips, crossed arms: poses that end inside themselves. */
const contact = ({ lifted, searched, smplify }: Methods): Omit<Entry, 'noise'>[] => [
  { name: 'default, COCO-17', method: lifted, set: 'coco17' },
  { name: 'default without network, COCO-17', method: searched, set: 'coco17' },
  { name: 'smplify, LSP-14', method: smplify([]), set: 'lsp14' },
  { name: 'smplify without interpenetration', method: smplify(['interpenetration']), set: 'lsp14' },
];

async function print(title: string, study: Study, entries: Omit<Entry, 'noise'>[], cases = study.cases): Promise<void> {
  const rows = [HEAD];
  for (const entry of entries) rows.push(row(entry.name, await study.measure({ ...entry, noise: USUAL_NOISE }, cases)));
  console.log(`\n### ${title}, ${cases.length} poses, ${USUAL_NOISE} px\n\n${table(rows)}`);
}

const program = new Command('bench:synthetic')
  .description('Pose, shape and penetration errors of both methods. Without FILE poses are drawn from the prior.')
  .argument('[file]', '.npz with poses (N×72, axis-angle), train and mirrored (N, booleans)')
  .option('--cases <n>', 'poses in each table', Number, 100)
  .option('--svg <file>', 'where to write the plot')
  .action(async (file: string | undefined, options: { cases: number; svg?: string }) => {
    const [model, prior] = await Promise.all([openBody('neutral'), openPrior()]);
    const methods = await createMethods(model, prior);
    const pool = file === undefined ? posesOfMixture(prior.mixture, 20 * options.cases, 1) : posesOfFile(file);
    const study = createStudy(model, pool, options.cases);
    console.log(`${study.cases.length} poses from ${pool.source}; median / mean`);
    const plot = await noiseStudy(study, methods);
    if (options.svg !== undefined) writeFileSync(options.svg, plot);
    await print('Ablation, LSP-14', study, ablation(methods));
    await print('Default method by what is known', study, known(methods));
    if (study.contact.length > 0) await print('Hands on the body', study, contact(methods), study.contact);
  });
await program.parseAsync();
