import { rigBody, standOnFloor } from '../../core/body/rigged-body.js';
import { shapeBody } from '../../core/body/shape.js';
import { poseVertices } from '../../core/body/skinning.js';
import { cameraFor, type FocalChoice } from '../../core/camera/pinhole.js';
import { type Detail, loadNetworks } from '../../core/detect/people.js';
import { selectPeople } from '../../core/detect/select.js';
import { createFitter, type Fitter } from '../../core/fit/fitter.js';
import { renderOverlay } from '../../core/render/overlay.js';
import type { BodyModel, Camera, Detection, Image, RiggedBody } from '../../core/types.js';
import type { FitResult, FittedPerson, Timings } from '../export/fit-json.js';
import type { KeypointFile } from '../import/keypoints-json.js';
import { expectInside, findChosen, type WhoOptions } from './find-chosen.js';
import { openBody, openPrior } from './node-models.js';
import { nodeRuntime } from './node-runtime.js';

export interface SessionOptions {
  /** neutral (default), female, male, or the path of an .npz file in SMPL's keys. */
  readonly body?: string;
  /** How much work detection spends: best (default), balanced, fast. */
  readonly detail?: Detail;
}

/** Whom to fit, seen by what camera. */
export type FitOptions = FocalChoice & WhoOptions;
/** Keypoint files lie in no picture: their people have a rank, not a place. */
export type KeypointFitOptions = FocalChoice & Pick<WhoOptions, 'person'>;

/** The models, loaded once, and what is done with them. */
export interface Session {
  readonly body: BodyModel;
  readonly fitter: Fitter;
  /** Finds people in a photo and fits the body to those chosen. An empty list of people means that nobody was found. */
  fitImage(path: string, image: Image, options?: FitOptions): Promise<FitResult>;
  /**
   * Fits the body to keypoints that came from elsewhere. The focal length is that of the options, else of the file, else
   * of the photo's EXIF block.
   */
  fitKeypoints(
    path: string,
    file: KeypointFile,
    options?: KeypointFitOptions,
    photo?: Pick<Image, 'focalLength'>,
  ): FitResult;
}

/** Loads body and prior; the networks follow with the first photo. */
export async function openSession({
  body: bodyName = 'neutral',
  detail = 'best',
}: SessionOptions = {}): Promise<Session> {
  const [body, prior] = await Promise.all([openBody(bodyName), openPrior()]);
  const fitter = createFitter(body, prior);
  const runtime = nodeRuntime();

  return {
    body,
    fitter,
    async fitImage(path, image, options = {}) {
      const { camera, source } = cameraFor(image, options);
      expectInside(path || 'photo', image, options);
      const opened = performance.now();
      await loadNetworks(runtime, detail);
      const start = performance.now();
      const chosen = await findChosen(path, image, runtime, { ...options, detail });
      const timings = { loadMs: start - opened, detectMs: performance.now() - start };
      const people = fitAll(fitter, chosen, camera, timings);
      const { width, height } = image;
      return { image: { path, width, height }, body, skeleton: fitter.skeleton, camera, focalSource: source, people };
    },

    fitKeypoints(path, file, options = {}, photo = {}) {
      const { width, height, focalLength = photo.focalLength } = file;
      const { camera: centred, source } = cameraFor(
        { width, height, ...(focalLength === undefined ? {} : { focalLength }) },
        options,
      );
      const camera = file.principalPoint === undefined ? centred : { ...centred, principalPoint: file.principalPoint };
      const chosen = selectPeople(path, file.people, options.person ?? 'best');
      const people = fitAll(fitter, chosen, camera, { loadMs: 0, detectMs: 0 });
      const focalSource = source === 'exif' && file.focalLength !== undefined ? 'file' : source;
      return { image: { path, width, height }, body, skeleton: fitter.skeleton, camera, focalSource, people };
    },
  };
}

function fitAll(
  fitter: Fitter,
  people: readonly Detection[],
  camera: Camera,
  before: Omit<Timings, 'fitMs'>,
): FittedPerson[] {
  return people.map((detection) => {
    const start = performance.now();
    const { worldLandmarks } = detection;
    const fit = fitter.fit(detection.keypoints, camera, worldLandmarks ? { worldLandmarks } : {});
    return { detection, fit, timings: { ...before, fitMs: performance.now() - start } };
  });
}

/** The people as avatars that stand on the ground together, ready for an exporter. */
export function rigPeople({ body, people }: FitResult): RiggedBody[] {
  return standOnFloor(people.map(({ fit }) => rigBody(body, fit)));
}

/** The shaded bodies over the photo. */
export function drawOverlay({ body, people, camera }: FitResult, photo: Image): Image {
  const drawn = people.map(({ fit }) => ({
    vertices: poseVertices(body, shapeBody(body, fit.betas), fit.pose, fit.translation),
    faces: body.faces,
    part: body.part,
  }));
  return renderOverlay(photo, drawn, camera);
}
