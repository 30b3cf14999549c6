/**
 * What a mask is worth: people rendered in poses of motion capture, found from the pixels, fitted with and without it.
 *
 *   npx tsx test/bench/silhouette.ts [POSES.npz] [--count 30]
 */

import { Command } from 'commander';
import { openBody, openPrior } from '../../converters/cli/node-models.js';
import { nodeRuntime } from '../../converters/cli/node-runtime.js';
import { createKinematics } from '../../core/body/kinematics.js';
import { measureBody } from '../../core/body/measure.js';
import { shapeBody } from '../../core/body/shape.js';
import { skeletonOf } from '../../core/body/skeleton.js';
import { findPeople } from '../../core/detect/people.js';
import { createFitter, type Evidence } from '../../core/fit/fitter.js';
import { createSilhouetteFit } from '../../core/fit/silhouette.js';
import { createLifter } from '../../core/lift/lifter.js';
import { centred, meanDistance } from '../../core/metrics/procrustes.js';
import type { Detection, Mask } from '../../core/types.js';
import { type Dress, renderCase } from './silhouette-people.js';
import { mean, median, table } from './statistics.js';
import { makeCases, type StudyCase } from './synthetic-cases.js';
import { posesOfFile, posesOfMixture, spreadOver } from './synthetic-poses.js';
import { createScorer, type StudyScore } from './synthetic-score.js';

const SEED = 7;

interface Found {
  readonly truth: StudyCase;
  readonly detection: Detection;
  readonly ideal: Mask;
}

interface Way {
  readonly name: string;
  readonly mask?: 'detected' | 'ideal';
  readonly known: readonly ('height' | 'weight')[];
}

/** Distances in metres. */
interface Score extends StudyScore {
  /** `shape` without the size of the body, which no mask tells. */
  readonly scaled: number;
  /** How far off the waist is, in hundredths of the height. */
  readonly stoutness: number;
  readonly milliseconds: number;
}

const WAYS: readonly Way[] = [
  { name: 'without a mask', known: [] },
  { name: 'mask', mask: 'detected', known: [] },
  { name: 'ideal mask', mask: 'ideal', known: [] },
  { name: 'height', known: ['height'] },
  { name: 'height, mask', mask: 'detected', known: ['height'] },
  { name: 'height, ideal mask', mask: 'ideal', known: ['height'] },
  { name: 'height, weight', known: ['height', 'weight'] },
  { name: 'height, weight, mask', mask: 'detected', known: ['height', 'weight'] },
];

async function main(file: string | undefined, { count }: { count: number }): Promise<void> {
  const [model, prior] = await Promise.all([openBody('neutral'), openPrior()]);
  const skeleton = skeletonOf(model);
  const kinematics = createKinematics(skeleton);
  const runtime = nodeRuntime({ threads: 1 });
  const pool = file === undefined ? posesOfMixture(prior.mixture, 20 * count, SEED) : posesOfFile(file);
  const cases = makeCases(spreadOver(pool.poses, count), kinematics, SEED);
  const fitter = createFitter(model, prior, { silhouette: createSilhouetteFit });
  const lifter = createLifter(await runtime.load('lifter'), skeleton, true);
  const score = createScorer(model, skeleton, kinematics);
  const betasOf = ({ params }: StudyCase): Float64Array => params.subarray(kinematics.layout.betas);

  async function find(how: Dress): Promise<Found[]> {
    const people: Found[] = [];
    for (const truth of cases) {
      const { picture, ideal } = renderCase(truth, model, kinematics, how);
      const [detection] = await findPeople(picture, runtime);
      if (detection?.mask !== undefined) people.push({ truth, detection, ideal });
    }
    return people;
  }

  async function rowOf({ name, mask, known }: Way, people: readonly Found[]): Promise<string[]> {
    const scores: Score[] = [];
    for (const { truth, detection, ideal } of people) {
      const { keypoints, worldLandmarks } = detection;
      const measured = measureBody(model, betasOf(truth));
      const evidence: Evidence = {
        ...(worldLandmarks && { worldLandmarks }),
        ...Object.fromEntries(known.map((what) => [what, measured[what]])),
      };
      const lifted = await lifter.lift(keypoints, truth.camera, evidence);
      const seen = mask === 'ideal' ? ideal : detection.mask;
      const all = { ...evidence, ...(lifted && { lifted }), ...(mask && seen && { mask: seen }) };
      const start = performance.now();
      const fit = fitter.fit(keypoints, truth.camera, all);
      const milliseconds = performance.now() - start;
      const { waist, height } = measureBody(model, fit.betas);
      const stoutness = 100 * Math.abs(waist / height - measured.waist / measured.height);
      const rests = [betasOf(truth), fit.betas].map((betas) => centred(shapeBody(model, betas).vertices));
      scores.push({ ...score(truth, fit), scaled: scaledDistance(rests[0], rests[1]), stoutness, milliseconds });
    }
    const pair = (key: 'mpjpe' | 'paMpjpe' | 'shape' | 'scaled'): string =>
      [median, mean].map((of) => (1000 * of(scores.map((one) => one[key]))).toFixed(1)).join(' / ');
    return [
      name,
      ...(['mpjpe', 'paMpjpe', 'shape', 'scaled'] as const).map(pair),
      mean(scores.map(({ stoutness }) => stoutness)).toFixed(1),
      median(scores.map(({ milliseconds }) => milliseconds)).toFixed(0),
    ];
  }

  for (const how of ['loose', 'painted'] as const) {
    const people = await find(how);
    const rows = [['known', 'MPJPE mm', 'PA-MPJPE mm', 'shape mm', 'scaled shape mm', 'waist % of height', 'ms']];
    for (const way of WAYS) rows.push(await rowOf(way, people));
    console.log(`\n### Clothes ${how}: ${people.length} people, poses from ${pool.source}; median / mean\n`);
    console.log(table(rows));
  }
}

/** Mean distance of the points once `found` has the size that suits `truth` best. */
function scaledDistance(truth: Float64Array, found: Float64Array): number {
  let product = 0;
  let square = 0;
  for (let i = 0; i < truth.length; i++) {
    product += truth[i] * found[i];
    square += found[i] * found[i];
  }
  return meanDistance(
    truth,
    found.map((value) => (value * product) / square),
  );
}

await new Command('silhouette')
  .argument('[file]', '.npz with poses (N×72, axis-angle), train and mirrored (N, booleans)')
  .option('--count <n>', 'people', Number, 30)
  .action(main)
  .parseAsync();
