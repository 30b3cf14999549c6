import { expectOneWho } from '../../../core/detect/find-chosen.js';
import { FitError } from '../../../core/error.js';
import { isAvatarFormat } from '../../export/exporters.js';
import { toFitJson } from '../../export/fit-json.js';
import { bodyFor, expectOneBody } from '../choose-body.js';
import type { ExitCode } from '../exit.js';
import { expectKnownToMethod, expectTermsToLeave } from '../known-to-method.js';
import { expectWritable } from '../node-files.js';
import { readImage } from '../node-image.js';
import { type Job, planJobs } from '../plan.js';
import { addRead, fileKey, noFiles, type RunFiles } from '../run-files.js';
import { readAhead, reportNobody, runJobs, type Say, sayUnless } from '../run-jobs.js';
import { openSession, type Session } from '../session.js';
import { expectPossiblePose, usesOfInputs, warnUnusedOptions } from '../unused-options.js';
import { isVideo } from '../video-frames.js';
import { describeFit } from './describe-fit.js';
import { recordStages, withExplanation, writeExplanation } from './explain.js';
import { depthsOf, fitInput, isKeypointFile, tiltChoice } from './fit-input.js';
import type { FitCommandOptions } from './fit-options.js';
import { holdsPhoto, writeOutput } from './fit-outputs.js';
import { fitSequenceCommand } from './fit-sequence.js';
import { focalChoice } from './photo-options.js';

/** `photorig fit INPUT...`: photos or keypoint files in, avatars out. */
export async function fitCommand(inputs: readonly string[], options: FitCommandOptions): Promise<ExitCode> {
  expectOneWho(options, '--');
  expectOneBody(options);
  tiltChoice(options);
  if (options.sequence) return fitSequenceCommand(inputs, options);
  expectNoSequence(options);
  const say = sayUnless(options.quiet ?? false);
  focalChoice(options); // refused, if at all, before any work
  const files = noFiles();
  const jobs = planFit(inputs, options, files, say);
  expectOneLimbOwner(jobs.length, options);
  const { betas, detail, method = 'default', without = [] } = options;
  expectTermsToLeave(method, without, '--');
  expectKnownToMethod(method, options, '--');
  const read = usesOfInputs(jobs.map(({ input }) => options.keypoints !== undefined || isKeypointFile(input)));
  const written = jobs.flatMap(({ outputs }) => outputs);
  expectPossiblePose(options, written);
  warnUnusedOptions(options, written, read, say);
  const session = await openSession({
    body: bodyFor(options),
    method,
    without,
    ...(detail && { detail }),
    ...(betas !== undefined && { betas }),
  });
  const photos = jobs.map(({ input }) => input).filter((input) => !isKeypointFile(input));
  const reading = { ...options, read: readAhead(photos, readImage) };
  return runJobs(jobs, say, (job) => runJob(job, session, reading, files, jobs.length === 1, say));
}

/** Refuses to be told of limbs where it is not clear whose they are. */
function expectOneLimbOwner(jobCount: number, options: FitCommandOptions): void {
  const { person, nearer } = options;
  if (depthsOf(options).depths === undefined) return;
  const flag = nearer ? '--nearer' : '--farther';
  if (jobCount === 1 && person !== 'all') return;
  throw new FitError('usage', flag, 'it applies to one person.', 'Give one photo, and choose with --person or --at.');
}

/** Refuses options of sequences. */
function expectNoSequence({ fps, from, to }: FitCommandOptions): void {
  if (fps !== undefined) throw new FitError('usage', '--fps', 'a photo has no frames.', 'Give --sequence with it.');
  const part = from !== undefined ? '--from' : '--to';
  if (from === undefined && to === undefined) return;
  throw new FitError('usage', part, 'this option needs a video.', 'Give a video and --sequence with it.');
}

function planFit(
  inputs: readonly string[],
  { output = [], json = false, ...options }: FitCommandOptions,
  files: RunFiles,
  tell: Say,
): Job[] {
  const { format: formats, overlay, keypoints, body } = options;
  const jobs = planJobs(inputs, {
    output,
    json,
    ...(formats !== undefined && { formats }),
    ...(overlay !== undefined && { overlay }),
    alsoRead: [keypoints, body].filter((file) => file !== undefined),
    files,
    tell,
  });
  const video = inputs.find(isVideo);
  if (video !== undefined) throw new FitError('usage', video, 'it is a video.', 'Give --sequence with it.');
  const hasKeypointFile = jobs.some(({ input }) => isKeypointFile(input));
  if (keypoints !== undefined && (jobs.length > 1 || hasKeypointFile)) {
    const what =
      jobs.length > 1 ? `it names one file, but there are ${jobs.length} inputs.` : 'the input is a keypoint file.';
    throw new FitError('usage', '--keypoints', what, 'Give it with one photo.');
  }
  if (isPlaceGiven(options) && (keypoints !== undefined || hasKeypointFile)) {
    const what = '--at and --box need a photo.';
    throw new FitError('usage', options.at ? '--at' : '--box', what, 'Choose with --person.');
  }
  expectSplittable(jobs, options);
  return jobs;
}

/** Refuses --split where it could do nothing. */
function expectSplittable(jobs: readonly Job[], { split = false, person }: Partial<FitCommandOptions>): void {
  if (!split) return;
  if (person !== 'all') {
    throw new FitError('usage', '--split', 'there is only one person to write.', 'Give --person all with it.');
  }
  if (jobs.some(({ outputs }) => outputs.some(({ format }) => isAvatarFormat(format)))) return;
  throw new FitError('usage', '--split', 'it splits avatars, but none is being written.', 'Add -o avatar.glb.');
}

const isPlaceGiven = ({ at, box }: Partial<FitCommandOptions>): boolean => at !== undefined || box !== undefined;

/** Fits one input and writes what was asked for; false when nobody was found. */
async function runJob(
  planned: Job,
  session: Session,
  options: FitCommandOptions,
  files: RunFiles,
  alone: boolean,
  say: Say,
): Promise<boolean> {
  const { input, outputs } = options.explain ? withExplanation(planned, files) : planned;
  for (const { file } of outputs) await expectWritable(file);
  const wantsPhoto = options.withPhoto === true || outputs.some(({ format }) => ['png', 'html'].includes(format));
  const needsPhoto = options.withPhoto === true && outputs.some(({ format }) => holdsPhoto(format));
  const trace = recordStages();
  const { result, photo } = await fitInput(
    input,
    session,
    { ...options, watch: trace.watch, needsPhoto },
    wantsPhoto,
    say,
  );
  const overwriting = outputs.find(({ file }) => fileKey(file) === fileKey(result.image.path));
  if (overwriting !== undefined) {
    throw new FitError('usage', overwriting.file, 'this is the photo itself.', 'Choose another name.');
  }
  addRead(files, [result.image.path]); // of a keypoint file, the photo that it names
  const found = result.people.length > 0;
  if (found) {
    for (const line of describeFit(result)) say(`${input}: ${line}`);
    for (const output of outputs) {
      const written =
        output.format === 'html'
          ? await writeExplanation(output, result, photo, trace)
          : await writeOutput(output, result, photo, options, files);
      for (const file of written) say(`${input}: wrote ${file}`);
    }
  } else {
    reportNobody(input, isPlaceGiven(options));
  }
  // Last, so that a reader who closes the pipe early (head) loses no file.
  if (options.json) process.stdout.write(`${JSON.stringify(toFitJson(result), null, alone ? 2 : 0)}\n`);
  return found;
}
