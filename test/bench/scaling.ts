/** What a fit costs by the number of keypoints and of people: `npm run bench:scaling`. */
import { Command } from 'commander';
import { openBody, openPrior } from '../../converters/cli/node-models.js';
import { nodeRuntime } from '../../converters/cli/node-runtime.js';
import { createKinematics } from '../../core/body/kinematics.js';
import { createFitter, type Fitter } from '../../core/fit/fitter.js';
import { liftAndFit } from '../../core/lift/lift-and-fit.js';
import { createLifter, type Lifter } from '../../core/lift/lifter.js';
import type { Camera, Fit, Keypoints } from '../../core/types.js';
import { mean, median, table, timed } from './statistics.js';
import { keypointsOf, makeCases } from './synthetic-cases.js';
import { posesOfMixture } from './synthetic-poses.js';

const NOISE = 2;
const RUNS = 5;
const MAX_PEOPLE = 6;
/** Of BlazePose's 33 the body knows 21; each row sees those of the rows above as well. */
const SEEN: readonly (readonly string[])[] = [
  ['nose', 'left_shoulder', 'right_shoulder', 'left_hip', 'right_hip'],
  ['left_elbow', 'right_elbow', 'left_wrist', 'right_wrist'],
  ['left_knee', 'right_knee', 'left_ankle', 'right_ankle'],
  ['left_eye', 'right_eye', 'left_ear', 'right_ear'],
  ['left_heel', 'right_heel', 'left_big_toe', 'right_big_toe'],
];

interface Person {
  readonly keypoints: Keypoints;
  readonly camera: Camera;
}

type Way = (person: Person) => Promise<Fit>;

const lifting =
  (fitter: Fitter, lifter: Lifter): Way =>
  ({ keypoints, camera }) =>
    liftAndFit(fitter, lifter, keypoints, camera);

const searching =
  (fitter: Fitter): Way =>
  async ({ keypoints, camera }) =>
    fitter.fit(keypoints, camera);

/** Median over the people of the median over the runs, milliseconds; mean iterations. */
async function cost(way: Way, people: readonly Person[]): Promise<string[]> {
  const milliseconds: number[] = [];
  const iterations: number[] = [];
  for (const person of people) {
    const times: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const { result, milliseconds: taken } = await timed(() => way(person));
      times.push(taken);
      if (run === 0) iterations.push(result.iterations);
    }
    milliseconds.push(median(times));
  }
  return [median(milliseconds).toFixed(1), mean(iterations).toFixed(0)];
}

async function run(count: number): Promise<void> {
  const [body, prior] = await Promise.all([openBody('neutral'), openPrior()]);
  const fitter = createFitter(body, prior);
  const kinematics = createKinematics(fitter.skeleton);
  const lifter = createLifter(await nodeRuntime({ threads: 1 }).load('lifter'), fitter.skeleton, true);
  const cases = makeCases(posesOfMixture(prior.mixture, count, 1).poses, kinematics, 1);
  const people = (isSeen: (name: string) => boolean): Person[] =>
    cases.map((truth) => ({
      keypoints: keypointsOf(truth, 'blazepose33', NOISE, fitter.skeleton, kinematics, isSeen),
      camera: truth.camera,
    }));
  const [lifted, searched] = [lifting(fitter, lifter), searching(fitter)];
  for (const person of people(() => true)) await lifted(person).then(() => searched(person)); // the compiler warms up

  const rows = [['keypoints', 'ms', 'iterations', 'without network ms', 'iterations']];
  for (let n = 1; n <= SEEN.length; n++) {
    const names = SEEN.slice(0, n).flat();
    const own = people((name) => names.includes(name));
    rows.push([String(names.length), ...(await cost(lifted, own)), ...(await cost(searched, own))]);
  }
  console.log(`## A fit by its keypoints, ${count} people; medians of time, means of iterations\n\n${table(rows)}`);

  const all = people(() => true);
  const crowd = [['people', 'ms a photo', 'ms a person']];
  for (let n = 1; n <= MAX_PEOPLE; n++) {
    const photos = Array.from({ length: Math.floor(all.length / n) }, (_, p) => all.slice(p * n, (p + 1) * n));
    const times: number[] = [];
    for (const photo of photos) {
      const { milliseconds } = await timed(async () => {
        for (const person of photo) await lifted(person);
      });
      times.push(milliseconds);
    }
    crowd.push([String(n), median(times).toFixed(1), (median(times) / n).toFixed(1)]);
  }
  console.log(`\n## A photo by its people, one fitter\n\n${table(crowd)}`);
}

const program = new Command('bench:scaling')
  .description('Time of a fit by the number of keypoints and of people.')
  .option('--cases <n>', 'people, drawn from the pose prior', Number, 30)
  .action(({ cases }: { cases: number }) => run(cases));
await program.parseAsync();
