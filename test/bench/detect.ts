/** Scores detection on a folder of annotated pictures. Run: `tsx test/bench/detect.ts DIR [--detail best]`. */

import path from 'node:path';
import { Command } from 'commander';
import { readImage } from '../../converters/cli/node-image.js';
import { nodeRuntime } from '../../converters/cli/node-runtime.js';
import { JOINT_SETS } from '../../core/body/joint-sets.js';
import { type Detail, findPeople } from '../../core/detect/people.js';
import type { Detection } from '../../core/types.js';
import { readAnnotations } from './detect-annotations.js';
import { cocoOf, type Found, type Match, matchPeople, scoreMatches } from './detect-metrics.js';
import { reliability, type Sample, samplesOf } from './detect-reliability.js';
import { timedRuntime } from './detect-runtime.js';
import { mean, median, table } from './statistics.js';

/** The whole run: pairs of truth and find, keypoint by keypoint, and times. */
interface Run {
  readonly matches: Match[];
  readonly finds: Found[][];
  readonly samples: Sample[];
  readonly times: Map<string, number[]>;
  ghosts: number;
}

async function runAll(folder: string, detail: Detail, threads: number): Promise<Run> {
  const runtime = timedRuntime(nodeRuntime({ threads }));
  const run: Run = { matches: [], finds: [], samples: [], times: new Map(), ghosts: 0 };
  const note = (stage: string, milliseconds: number): void => {
    run.times.set(stage, [...(run.times.get(stage) ?? []), milliseconds]);
  };
  for (const { file, persons } of readAnnotations(folder)) {
    const start = performance.now();
    const image = await readImage(file);
    const decoded = performance.now();
    runtime.take();
    const people: Detection[] = await findPeople(image, runtime, { detail });
    const total = performance.now() - decoded;
    const networks = [...runtime.take()];
    note('decode', decoded - start);
    for (const [name, { milliseconds }] of networks) note(name, milliseconds);
    note('before and after', total - networks.reduce((sum, [, { milliseconds }]) => sum + milliseconds, 0));
    note('find people', total);

    const found = people.map(({ keypoints, box }) => ({ xy: cocoOf(keypoints), box }));
    const { matches, ghosts } = matchPeople(persons, found);
    run.matches.push(...matches);
    run.finds.push(...matches.map(() => found));
    run.ghosts += ghosts;
    run.samples.push(...samplesOf(matches, people));
  }
  return run;
}

const percent = (share: number): string => (100 * share).toFixed(1);

function print(folder: string, detail: Detail, { matches, finds, samples, times, ghosts }: Run): void {
  const score = scoreMatches(matches, finds);
  console.log(`\n## Detection on ${path.basename(folder)}, ${detail}: ${times.get('decode')?.length} pictures\n`);
  console.log(
    table([
      ['people', 'recall, OKS .5', 'recall, OKS .75', 'mean OKS', 'PCK@0.2 %', 'found where nobody is'],
      [
        String(score.persons),
        percent(score.recall50),
        percent(score.recall75),
        score.meanSimilarity.toFixed(3),
        percent(score.pck),
        String(ghosts),
      ],
    ]),
  );
  console.log('\nMedian error by keypoint, % of the torso\n');
  console.log(table([[...JOINT_SETS.coco17], score.errors.map(percent)]));
  console.log("\nReliability: keypoints of people found, error as a share of the person's size\n");
  console.log(table(reliability(samples)));
  console.log('\nMilliseconds a picture\n');
  const rows = [...times].map(([stage, values]) => [stage, median(values).toFixed(1), mean(values).toFixed(1)]);
  console.log(table([['stage', 'median', 'mean'], ...rows]));
}

await new Command('bench:detect')
  .argument('<folder>', 'pictures with COCO keypoints, or with one JSON each')
  .option('--detail <detail>', 'fast, balanced or best', 'best')
  .option('--threads <n>', 'of each network', '2')
  .action(async (folder: string, { detail, threads }: { detail: Detail; threads: string }) => {
    print(folder, detail, await runAll(folder, detail, Number(threads)));
  })
  .parseAsync();
