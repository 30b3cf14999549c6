/** Random keypoints by the thousand: `npm run bench:robustness -- --cases 10000`. Ends with 1 when one fit was no body. */
import { Command } from 'commander';
import { openBody, openPrior } from '../../converters/cli/node-models.js';
import { nodeRuntime } from '../../converters/cli/node-runtime.js';
import { createFitter } from '../../core/fit/fitter.js';
import { liftAndFit } from '../../core/lift/lift-and-fit.js';
import { createLifter } from '../../core/lift/lifter.js';
import { seededRandom } from '../../models/build/random.js';
import { mostIterations, ODD_KINDS, oddCase, wrongWith } from './robustness-cases.js';
import { median, table } from './statistics.js';

interface Tried {
  readonly kind: string;
  readonly milliseconds: number;
  readonly iterations: number;
}

async function run(count: number, seed: number): Promise<void> {
  const [body, prior] = await Promise.all([openBody('neutral'), openPrior()]);
  const fitter = createFitter(body, prior);
  const lifter = createLifter(await nodeRuntime({ threads: 1 }).load('lifter'), fitter.skeleton, true);
  const random = seededRandom(seed);
  const tried: Tried[] = [];
  for (let n = 0; n < count; n++) {
    const { kind, keypoints, camera, evidence } = oddCase(random);
    const start = performance.now();
    const wrong = await liftAndFit(fitter, lifter, keypoints, camera, evidence).then((fit) => {
      tried.push({ kind, milliseconds: performance.now() - start, iterations: fit.iterations });
      return wrongWith(fit);
    }, String);
    if (wrong === null) continue;
    process.exitCode = 1;
    console.log(`case ${n} of seed ${seed} (${kind}): ${wrong}`);
  }
  console.log(
    `\n${count} random sets of keypoints, seed ${seed}; at most ${mostIterations()} iterations are allowed\n`,
  );
  console.log(table([['kind', 'fits', 'iterations, median', 'most', 'ms, median', 'most'], ...rows(tried)]));
}

function rows(tried: readonly Tried[]): string[][] {
  return ODD_KINDS.map((kind) => {
    const own = tried.filter((one) => one.kind === kind);
    const iterations = own.map((one) => one.iterations);
    const milliseconds = own.map((one) => one.milliseconds);
    return [
      kind,
      String(own.length),
      median(iterations).toFixed(0),
      String(Math.max(...iterations)),
      median(milliseconds).toFixed(0),
      Math.max(...milliseconds).toFixed(0),
    ];
  });
}

const program = new Command('bench:robustness')
  .description('Fits random keypoints: finite, in front of the camera, within the limits of the stages?')
  .option('--cases <n>', 'how many', Number, 10_000)
  .option('--seed <n>', 'another seed, other cases', Number, 11)
  .action(({ cases, seed }: { cases: number; seed: number }) => run(cases, seed));
await program.parseAsync();
