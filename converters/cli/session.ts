import { cameraFor, type FocalChoice } from '../../core/camera/pinhole.js';
import { expectWho, findChosen, type WhoOptions } from '../../core/detect/find-chosen.js';
import { type Detail, type FindPeopleOptions, loadNetworks } from '../../core/detect/people.js';
import { selectPeople } from '../../core/detect/select.js';
import { expectChoice } from '../../core/error.js';
import type { StatedCamera } from '../../core/fit/camera-of-people.js';
import { fitPeople, type PeopleOptions } from '../../core/fit/fit-people.js';
import { createFitter, type Evidence, type Fitter, type Watch } from '../../core/fit/fitter.js';
import { prepareFitter } from '../../core/fit/prepare-fitter.js';
import { createSilhouetteFit } from '../../core/fit/silhouette.js';
import { createSmplify } from '../../core/fit/smplify.js';
import { type SmplifyTerm, smplifyTerms } from '../../core/fit/smplify-terms.js';
import { liftAndFit } from '../../core/lift/lift-and-fit.js';
import type { Lifter } from '../../core/lift/lifter.js';
import { openLifter } from '../../core/lift/open-lifter.js';
import { checkMeasurements } from '../../core/terms/measurement.js';
import type { BodyModel, Camera, Detection, Fit, Image, Keypoints, PosePrior } from '../../core/types.js';
import { shippedFile } from '../../models/registry.js';
import type { FitResult, Timings } from '../export/fit-json.js';
import type { KeypointFile } from '../import/keypoints-json.js';
import { expectKnownToMethod, expectTermsToLeave, METHODS, type Method } from './known-to-method.js';
import { openBody, openPrior } from './node-models.js';
import { nodeRuntime } from './node-runtime.js';

export interface SessionOptions {
  /** neutral (default), female, male, or the path of a file in SMPL's keys, .npz or .pkl. */
  readonly body?: string;
  /** Shape components of a body file (default: 10). */
  readonly betas?: number;
  /** default, or smplify: the paper's recipe to the letter, for comparisons. */
  readonly method?: Method;
  /** Terms of smplify to switch off. */
  readonly without?: readonly SmplifyTerm[];
  /** How much work detection spends: best (default), balanced, fast. */
  readonly detail?: Detail;
}

/** Who may stop it: asked before each network and each person; an AbortSignal fits. */
export type Stoppable = Pick<FindPeopleOptions, 'signal'>;
/** Whom to fit, seen by what camera. */
export type FitOptions = FocalChoice & WhoOptions & PeopleOptions & Stoppable;
/** Keypoint files lie in no picture: their people have a rank, not a place. */
export type KeypointFitOptions = FocalChoice & Pick<WhoOptions, 'person'> & PeopleOptions & Stoppable;
/** What a hand says of one person's keypoints. */
type HandSet = Pick<Evidence, 'pinned' | 'depthOrders' | 'sidesKnown'>;
/** What may be known of people who were found before. */
export type FoundFitOptions = PeopleOptions & HandSet & Stoppable;

/** The models, loaded once, and what is done with them. */
export interface Session {
  readonly body: BodyModel;
  readonly prior: PosePrior;
  readonly fitter: Fitter;
  /** Finds people in a photo, without fitting. */
  find(path: string, image: Image, who?: WhoOptions & Stoppable): Promise<Detection[]>;
  /** What the lifting network makes of one person's keypoints. */
  lift: Lifter['lift'];
  /** Fits the body to one person's keypoints, from where the lifting network sees it. */
  fit(keypoints: Keypoints, camera: Camera, evidence?: Evidence, watch?: Watch): Promise<Fit>;
  /** Finds people in a photo and fits the body to those chosen. An empty list of people means that nobody was found. */
  fitImage(path: string, image: Image, options?: FitOptions): Promise<FitResult>;
  /**
   * Fits the body to people who were found before, all seen by one camera; where that is a guess, by one that suits
   * them.
   */
  fitFound(
    image: FitResult['image'],
    found: readonly Detection[],
    camera: StatedCamera,
    options?: FoundFitOptions,
  ): Promise<FitResult>;
  /**
   * Fits the body to keypoints that came from elsewhere. The focal length is that of the options, else of the file,
   * else of the photo's EXIF block.
   */
  fitKeypoints(
    path: string,
    file: KeypointFile,
    options?: KeypointFitOptions,
    photo?: Pick<Image, 'focalLength'>,
  ): Promise<FitResult>;
}

/**
 * Loads body and prior; the networks follow with the first photo or keypoints.
 *
 * @throws FitError usage for a body, a method or a term that there is not, as openBody does for a file
 */
export async function openSession({
  body: bodyName = 'neutral',
  detail = 'best',
  method = 'default',
  without = [],
  ...bodyOptions
}: SessionOptions = {}): Promise<Session> {
  expectChoice('method', method, METHODS);
  expectTermsToLeave(method, without);
  const off = { without: smplifyTerms(without) };
  const [body, prior] = await Promise.all([openBody(bodyName, bodyOptions), openPrior()]);
  const fitter = createFitter(body, prior, { silhouette: createSilhouetteFit });
  const smplify = method === 'smplify' ? createSmplify(body, prior, off) : null;
  const runtime = nodeRuntime();
  const knownShape = body.sha256 === shippedFile('body', 'neutral').sha256;
  let lifter: Promise<Lifter> | undefined;
  const openedLifter = (): Promise<Lifter> => {
    lifter ??= openLifter(runtime, fitter.skeleton, knownShape);
    return lifter;
  };

  /** SMPLify does without. */
  const loadLifter = async (): Promise<void> => {
    if (smplify === null) await openedLifter();
  };

  async function fitOne(keypoints: Keypoints, camera: Camera, evidence: Evidence = {}, watch?: Watch): Promise<Fit> {
    if (smplify !== null) return smplify.fit(keypoints, camera);
    return liftAndFit(fitter, await openedLifter(), keypoints, camera, evidence, watch);
  }

  async function resultOf(
    image: FitResult['image'],
    chosen: readonly Detection[],
    stated: StatedCamera,
    { signal, pinned, depthOrders, sidesKnown, ...options }: FoundFitOptions,
    before: Omit<Timings, 'fitMs'>,
  ): Promise<FitResult> {
    const handSet: HandSet = {
      ...(pinned && { pinned }),
      ...(depthOrders && { depthOrders }),
      ...(sidesKnown !== undefined && { sidesKnown }),
    };
    const fitUnlessStopped: typeof fitOne = async (keypoints, camera, evidence, watch) => {
      signal?.throwIfAborted();
      return fitOne(keypoints, camera, { ...handSet, ...evidence }, watch);
    };
    const fitted = await fitPeople(fitUnlessStopped, chosen, stated, {
      ...options,
      body,
      now: () => performance.now(),
      fixedCamera: smplify !== null,
    });
    const people = fitted.people.map(({ fitMs, ...person }) => ({ ...person, timings: { ...before, fitMs } }));
    const result = { image, body, skeleton: fitter.skeleton, people };
    // SMPLify has a camera of its own.
    const own = smplify === null ? undefined : people[0]?.fit.camera;
    if (own !== undefined) return { ...result, camera: own, focalSource: 'default' };
    return { ...result, camera: fitted.camera, focalSource: fitted.source };
  }

  async function fitFound(
    image: FitResult['image'],
    found: readonly Detection[],
    stated: StatedCamera,
    options: FoundFitOptions = {},
  ): Promise<FitResult> {
    expectKnownToMethod(method, options);
    const opened = performance.now();
    await loadLifter();
    return resultOf(image, found, stated, options, { loadMs: performance.now() - opened, detectMs: 0 });
  }

  return {
    body,
    prior,
    fitter,
    fit: fitOne,
    fitFound,
    find: (path, image, who = {}) => findChosen(path, image, runtime, { ...who, detail }),
    lift: async (keypoints, camera, evidence) => (await openedLifter()).lift(keypoints, camera, evidence),
    async fitImage(path, image, options = {}) {
      const { camera, source } = cameraFor(image, options);
      expectWho(path || 'photo', image, options);
      checkMeasurements(options);
      expectKnownToMethod(method, options);
      options.signal?.throwIfAborted();
      const opened = performance.now();
      setImmediate(() => prepareFitter(fitter)); // while threads of their own read the networks
      await Promise.all([loadNetworks(runtime, detail), loadLifter()]);
      const start = performance.now();
      const chosen = await findChosen(path, image, runtime, { ...options, detail });
      const timings = { loadMs: start - opened, detectMs: performance.now() - start };
      const { width, height } = image;
      return resultOf({ path, width, height }, chosen, { camera, source }, options, timings);
    },

    async fitKeypoints(path, file, options = {}, photo = {}) {
      const { width, height, focalLength = photo.focalLength } = file;
      const { camera: centred, source } = cameraFor(
        { width, height, ...(focalLength === undefined ? {} : { focalLength }) },
        options,
      );
      const camera = file.principalPoint === undefined ? centred : { ...centred, principalPoint: file.principalPoint };
      const chosen = selectPeople(path, file.people, options.person ?? 'best');
      const focalSource = source === 'exif' && file.focalLength !== undefined ? 'file' : source;
      return fitFound({ path, width, height }, chosen, { camera, source: focalSource }, options);
    },
  };
}
