import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openPrior } from '../../converters/cli/node-models.js';
import { createFitter } from '../../core/fit/fitter.js';
import type { Camera, Keypoints } from '../../core/types.js';
import { loadBody } from '../../models/load-body.js';
import { median, table } from './statistics.js';

/**
 * How long the body takes to follow a dragged keypoint: fitter.refit from a finished fit, once one of its keypoints has
 * moved. One candidate, one stage.
 *
 *   npx tsx test/bench/refit.ts BENCH        BENCH holds synthetic/, as for main.ts
 */

/** How far, pixels, and which keypoints: rows of COCO-17. */
const DRAG = 10;
const DRAGGED = { nose: 0, 'left elbow': 7, 'left wrist': 9, 'right ankle': 16 };
/** Each drag is done this often and the last one counts: the first are the compiler's. */
const RUNS = 5;

interface Case {
  readonly image: [number, number];
  readonly focal: number;
  readonly center: [number, number];
  readonly keypoints: { readonly coco17: { readonly '2': [number, number, number][] } };
}

const directory = path.join(process.argv[2], 'synthetic');
const { cases } = JSON.parse(readFileSync(path.join(directory, 'cases.json'), 'utf8')) as { cases: Case[] };
const body = loadBody('body.npz', readFileSync(path.join(directory, 'body.npz')), { name: 'bench' });
const fitter = createFitter(body, await openPrior());

const rows = Object.entries(DRAGGED).map(([name, keypoint]) => {
  const drags = cases.map((entry) => drag(entry, keypoint));
  const milliseconds = drags.map((timed) => timed.milliseconds);
  const iterations = drags.map((timed) => timed.iterations);
  return [
    name,
    median(milliseconds).toFixed(2),
    Math.max(...milliseconds).toFixed(2),
    `${median(iterations)}`,
    `${Math.max(...iterations)}`,
  ];
});
console.log(`A keypoint dragged by ${DRAG} px, ${cases.length} cases\n`);
console.log(table([['keypoint', 'ms, median', 'ms, most', 'iterations, median', 'most'], ...rows]));

/** Fits a case, moves a keypoint and times what follows. */
function drag(
  { keypoints: { coco17 }, image, focal, center }: Case,
  keypoint: number,
): {
  milliseconds: number;
  iterations: number;
} {
  const camera: Camera = { focalLength: focal, principalPoint: center, width: image[0], height: image[1] };
  const keypoints: Keypoints = {
    set: 'coco17',
    xy: Float64Array.from(coco17['2'].flatMap((row) => row.slice(0, 2))),
    confidence: Float64Array.from(coco17['2'], (row) => row[2]),
  };
  const fit = fitter.fit(keypoints, camera);
  keypoints.xy[2 * keypoint] += DRAG;
  let milliseconds = 0;
  let iterations = 0;
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now();
    ({ iterations } = fitter.refit(fit, keypoints, camera));
    milliseconds = performance.now() - start;
  }
  return { milliseconds, iterations };
}
