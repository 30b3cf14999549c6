import path from 'node:path';
import { expectOneWho } from '../../../core/detect/find-chosen.js';
import type { InferenceRuntime } from '../../../core/detect/runtime.js';
import { drawKeypoints } from '../../../core/render/draw-keypoints.js';
import { toCocoJson } from '../../export/coco-json.js';
import { type FoundPeople, toKeypointsJson } from '../../export/keypoints-json.js';
import { toOpenposeJson } from '../../export/openpose-json.js';
import { detectPeople } from '../detect-people.js';
import type { ExitCode } from '../exit.js';
import { expectWritable, writeBytes } from '../node-files.js';
import { type Photo, readImage } from '../node-image.js';
import { encodePng } from '../node-png.js';
import { nodeRuntime } from '../node-runtime.js';
import { DETECT_ENDINGS, type Job, planJobs } from '../plan.js';
import { readAhead, reportNobody, runJobs, type Say, sayUnless } from '../run-jobs.js';
import { tellFrames } from './fit-input.js';
import { focalChoice, type PhotoOptions } from './photo-options.js';

/** Forms of a keypoint file. */
export const KEYPOINT_FORMATS = { photorig: toKeypointsJson, coco: toCocoJson, openpose: toOpenposeJson } as const;

/** What the options of `photorig detect` say, already checked one by one. */
export interface DetectCommandOptions extends PhotoOptions {
  readonly output?: readonly string[];
  readonly overlay?: string;
  readonly format: keyof typeof KEYPOINT_FORMATS;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** `photorig detect INPUT...`: photos in, the keypoints of their people out. */
export async function detectCommand(inputs: readonly string[], options: DetectCommandOptions): Promise<ExitCode> {
  const say = sayUnless(options.quiet ?? false);
  expectOneWho(options, '--');
  focalChoice(options); // refused, if at all, before any work
  const { output = [], json = false, overlay } = options;
  const plan = { output, json, endings: DETECT_ENDINGS, tell: say, ...(overlay !== undefined && { overlay }) };
  const jobs = planJobs(inputs, plan);
  const runtime = nodeRuntime();
  const read = readAhead(
    jobs.map(({ input }) => input),
    readImage,
  );
  return runJobs(jobs, say, (job) => runJob(job, read, runtime, options, jobs.length === 1, say));
}

/** Finds the people of one photo and writes what was asked for; false when nobody was found. */
async function runJob(
  { input, outputs }: Job,
  read: (file: string) => Promise<Photo>,
  runtime: InferenceRuntime,
  options: DetectCommandOptions,
  alone: boolean,
  say: Say,
): Promise<boolean> {
  for (const { file } of outputs) await expectWritable(file);
  const photo = await read(input);
  say(`${input}: looking for people in ${photo.width} x ${photo.height} pixels`);
  tellFrames(input, photo, say);
  const start = performance.now();
  const { person, at, box, detail } = options;
  const who = { ...(person !== undefined && { person }), ...(at && { at }), ...(box && { box }) };
  const found = await detectPeople(input, photo, runtime, {
    ...who,
    ...focalChoice(options),
    ...(detail && { detail }),
  });
  const isSomebody = found.people.length > 0;
  if (isSomebody) {
    for (const line of describe(found, performance.now() - start)) say(`${input}: ${line}`);
    for (const { format, file } of outputs) {
      const isOverlay = format === 'png';
      const content = isOverlay
        ? await encodePng(drawKeypoints(photo, found.people))
        : `${keypointText(found, path.dirname(file), options.format, 2)}\n`;
      await writeBytes(file, content);
      say(`${input}: wrote ${file}`);
    }
  } else {
    reportNobody(input, options.at !== undefined || options.box !== undefined);
  }
  // Last, so that a reader who closes the pipe early (head) loses no file.
  if (options.json) process.stdout.write(`${keypointText(found, '.', options.format, alone ? 2 : 0)}\n`);
  return isSomebody;
}

/** The file's text; it names the photo by its path from the folder that the file is in. */
function keypointText(
  found: FoundPeople,
  folder: string,
  format: DetectCommandOptions['format'],
  indent: number,
): string {
  const relative = path.relative(folder, found.image.path).split(path.sep).join('/');
  const document = KEYPOINT_FORMATS[format]({ ...found, image: { ...found.image, path: relative } });
  return JSON.stringify(document, null, indent);
}

function describe({ people }: FoundPeople, milliseconds: number): string[] {
  const lines = [
    `${people.length} ${people.length === 1 ? 'person' : 'people'}, found in ${milliseconds.toFixed(0)} ms`,
  ];
  people.forEach(({ box, score }, i) => {
    const [x, y, width, height] = box.map(Math.round);
    lines.push(`person ${i + 1}: ${width} x ${height} pixels at ${x},${y}, score ${score.toFixed(2)}`);
  });
  return lines;
}
