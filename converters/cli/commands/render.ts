import { shapeBody } from '../../../core/body/shape.js';
import { poseVertices } from '../../../core/body/skinning.js';
import { expectOneWho } from '../../../core/detect/find-chosen.js';
import { FitError } from '../../../core/error.js';
import { renderMaps } from '../../../core/render/maps.js';
import { renderOverlay } from '../../../core/render/overlay.js';
import type { Camera, Image } from '../../../core/types.js';
import type { Figure } from '../../export/exporters.js';
import { blankImage, expectDrawable } from '../blank-image.js';
import { type BodyChoice, bodyFor, bodyOpener, expectOneBody } from '../choose-body.js';
import type { ExitCode } from '../exit.js';
import { expectWritable, writeBytes } from '../node-files.js';
import type { Job } from '../plan.js';
import { fileKey } from '../run-files.js';
import { reportNobody, runJobs, type Say, sayUnless } from '../run-jobs.js';
import { openSession, type Session } from '../session.js';
import { usesOfInputs, warnUnusedOptions } from '../unused-options.js';
import { tiltChoice } from './fit-input.js';
import { focalChoice } from './photo-options.js';
import { isDataFile, type RenderInputOptions, type RenderModels, renderInput } from './render-input.js';
import { type Drawn, MAP_NAMES, type MapFile, type MapName, mapFiles, type NormalStyle } from './render-maps.js';
import { planMaps } from './render-plan.js';

/** What the options of `photorig render` say, already checked one by one. */
export interface RenderCommandOptions extends RenderInputOptions, BodyChoice {
  /** A folder. */
  readonly output?: string;
  /** Default: all. */
  readonly maps?: readonly MapName[];
  readonly normalStyle?: NormalStyle;
  readonly quiet?: boolean;
}

/** `photorig render INPUT...`: photos, keypoint files or fits in, pictures of the bodies out. */
export async function renderCommand(inputs: readonly string[], options: RenderCommandOptions): Promise<ExitCode> {
  const say = sayUnless(options.quiet ?? false);
  // Refused, if at all, before any work.
  expectOneWho(options, '--');
  expectOneBody(options);
  focalChoice(options);
  tiltChoice(options);
  const files = mapFiles(options.maps ?? MAP_NAMES);
  const { output, photo, keypoints } = options;
  const alsoRead = [photo, keypoints].filter((file) => file !== undefined);
  const jobs = planMaps(inputs, files, { alsoRead, tell: say, ...(output !== undefined && { output }) });
  expectFitting(jobs, options);
  const read = usesOfInputs(jobs.map(({ input }) => keypoints !== undefined || isDataFile(input)));
  const drawn = (options.maps ?? MAP_NAMES).filter((map) => map === 'normals');
  warnUnusedOptions(options, [], [...read, ...drawn], say);
  const models = openModels(options);
  return runJobs(jobs, say, (job) => runJob(job, files, models, options, say));
}

/** Refuses options that do not go with the inputs. */
function expectFitting(jobs: readonly Job[], { photo, keypoints, at, box }: RenderCommandOptions): void {
  const refuse = (option: string, what: string, todo: string): never => {
    throw new FitError('usage', option, what, todo);
  };
  const isData = jobs.some(({ input }) => isDataFile(input));
  const isPhoto = jobs.some(({ input }) => !isDataFile(input));
  const single = { '--photo': photo, '--keypoints': keypoints };
  for (const [option, file] of Object.entries(single)) {
    if (file === undefined || jobs.length === 1) continue;
    refuse(option, `it names one file, but there are ${jobs.length} inputs.`, 'Give it with one input.');
  }
  if (photo !== undefined && isPhoto) refuse('--photo', 'the input is a photo.', 'Give it with a fit or keypoints.');
  if (keypoints !== undefined && isData) refuse('--keypoints', 'the input is not a photo.', 'Give it with one photo.');
  if ((at ?? box) !== undefined && (isData || keypoints !== undefined)) {
    refuse(at ? '--at' : '--box', '--at and --box need a photo.', 'Choose with --person.');
  }
}

function openModels(options: RenderCommandOptions): RenderModels {
  const { betas, detail } = options;
  let session: Promise<Session> | undefined;
  return {
    body: bodyOpener(options),
    session() {
      session ??= openSession({
        body: bodyFor(options),
        ...(detail && { detail }),
        ...(betas !== undefined && { betas }),
      });
      return session;
    },
  };
}

/** Draws one input and writes its maps; false when nobody was found. */
async function runJob(
  { input, outputs }: Job,
  files: readonly MapFile[],
  models: RenderModels,
  options: RenderCommandOptions,
  say: Say,
): Promise<boolean> {
  for (const { file } of outputs) await expectWritable(file);
  const wantsPhoto = (options.maps ?? MAP_NAMES).includes('overlay');
  const { figures, camera, photo, photoPath } = await renderInput(input, models, options, wantsPhoto, say);
  if (figures.length === 0 || camera === null) {
    reportNobody(input, options.at !== undefined || options.box !== undefined);
    return false;
  }
  const overwriting = outputs.find(({ file }) => photoPath !== null && fileKey(file) === fileKey(photoPath));
  if (overwriting !== undefined) {
    throw new FitError('usage', overwriting.file, 'this is the photo itself.', 'Give another folder with -o.');
  }
  const drawn = draw(input, figures, camera, photo, options.normalStyle ?? 'opengl');
  // All of them before the first is written: a picture that cannot be coded leaves nothing behind.
  const contents = await Promise.all(files.map((file) => file.encode(drawn)));
  for (const [i, { file }] of outputs.entries()) {
    const content = contents[i];
    if (content === null) continue;
    await writeBytes(file, content);
    say(`${input}: wrote ${file}`);
  }
  return true;
}

function draw(
  input: string,
  figures: readonly Figure[],
  camera: Camera,
  photo: Image | null,
  normalStyle: NormalStyle,
): Drawn {
  const { width, height } = camera;
  expectDrawable(input, 'each map', camera);
  const people = figures.map(({ parameters: { betas, poses, translations }, model }) => ({
    vertices: poseVertices(model, shapeBody(model, betas), poses, translations),
    faces: model.faces,
    weights: model.weights,
    part: model.part,
  }));
  const maps = renderMaps(people, camera);
  if (!maps.depth.some((Z) => Z > 0)) {
    const what = 'no part of the body is in the picture.';
    throw new FitError('bad-input', input, what, 'Check the camera: --focal, --image-size, --photo.');
  }
  const overlay = (): Image => renderOverlay(photo ?? blankImage(width, height), people, camera);
  return { maps, camera, people: people.length, normalStyle, overlay };
}
