import { cameraFor } from '../../core/camera/pinhole.js';
import { expectWho, findChosen } from '../../core/detect/find-chosen.js';
import { type Detail, loadNetworks } from '../../core/detect/people.js';
import type { InferenceRuntime } from '../../core/detect/runtime.js';
import { selectPeople } from '../../core/detect/select.js';
import { expectFields } from '../../core/error.js';
import type { StatedCamera } from '../../core/fit/camera-of-people.js';
import { expectPeopleOptions, type FitPerson, fitPeople } from '../../core/fit/fit-people.js';
import { createFitter, type Fitter } from '../../core/fit/fitter.js';
import { prepareFitter } from '../../core/fit/prepare-fitter.js';
import { createSilhouetteFit } from '../../core/fit/silhouette.js';
import { liftAndFit } from '../../core/lift/lift-and-fit.js';
import type { BodyModel, Detection, PosePrior } from '../../core/types.js';
import type { FitResult, Timings } from '../export/fit-json.js';
import { lifterOnce } from './lifter-once.js';
import type { FoundFitOptions, HandSet, Session } from './session.js';
import { yielding } from './yielding.js';

/** What a session works with, and what its host does in its own way. */
export interface SessionHost {
  readonly body: BodyModel;
  readonly prior: PosePrior;
  readonly runtime: InferenceRuntime;
  readonly detail: Detail;
  /** Whether the body's betas are those that the lifting network knows. */
  readonly knownShape: boolean;
  /** A method that fits keypoints alone, without the network and by a camera of its own. */
  readonly alone?: Pick<Fitter, 'fit'>;
  /** Starts a job as soon as what was begun before it is on its way. Default: at once. */
  readonly soon?: (job: () => void) => void;
  /** Lets the host hear of an abort, between two networks or fits that may be stopped. Default: it hears of it anyway. */
  readonly pause?: () => Promise<void>;
  /** Told where the lifting network cannot be had. */
  readonly onNotice?: (message: string) => void;
}

/** People who were found in a photo, the camera that saw them, and how long that took. */
interface Found {
  readonly image: FitResult['image'];
  readonly people: readonly Detection[];
  readonly stated: StatedCamera;
  readonly timings: Omit<Timings, 'fitMs'>;
}

const startAtOnce = (job: () => void): void => job();

/** A session of models that are there; the networks follow with the first photo or keypoints, or with `prepare`. */
export function createSession(host: SessionHost): Session {
  const { body, prior, runtime, detail, knownShape, alone, soon = startAtOnce, pause, onNotice } = host;
  const fitter = createFitter(body, prior, { silhouette: createSilhouetteFit });
  const openedLifter = lifterOnce(runtime, fitter.skeleton, knownShape, onNotice);

  /** How people are fitted: one way for a whole photo, also where the network cannot be had. */
  async function fitByMethod(): Promise<FitPerson> {
    if (alone !== undefined) return async (keypoints, camera) => alone.fit(keypoints, camera);
    const lifter = await openedLifter();
    return (...person) => liftAndFit(fitter, lifter, ...person);
  }

  async function loaded(): Promise<FitPerson> {
    const loading = Promise.all([fitByMethod(), loadNetworks(runtime, detail)]);
    soon(() => prepareFitter(fitter)); // while files and threads of their own are at work
    const [fitPerson] = await loading;
    return fitPerson;
  }

  async function fitAll({ image, people, stated, timings }: Found, fitPerson: FitPerson, options: FoundFitOptions) {
    const { signal, pinned, depthOrders = [], sidesKnown, ...known } = options;
    const handSet: HandSet = { ...(pinned && { pinned }), ...(sidesKnown !== undefined && { sidesKnown }) };
    const fitUnlessStopped: FitPerson = async (keypoints, camera, evidence, watch) => {
      if (signal !== undefined) await pause?.();
      signal?.throwIfAborted();
      const orders = [...depthOrders, ...(evidence.depthOrders ?? [])]; // those of limbs told by `depths` besides
      return fitPerson(keypoints, camera, { ...handSet, ...evidence, depthOrders: orders }, watch);
    };
    const now = (): number => performance.now();
    const fixedCamera = alone !== undefined;
    const fitted = await fitPeople(fitUnlessStopped, people, stated, { ...known, body, now, fixedCamera });
    const timed = fitted.people.map(({ fitMs, ...person }) => ({ ...person, timings: { ...timings, fitMs } }));
    const result = { image, body, skeleton: fitter.skeleton, people: timed };
    const own = fixedCamera ? timed[0]?.fit.camera : undefined;
    if (own !== undefined) return { ...result, camera: own, focalSource: 'default' as const };
    return { ...result, camera: fitted.camera, focalSource: fitted.source };
  }

  const session: Session = {
    body,
    prior,
    fitter,
    prepare: async () => void (await loaded()),
    find: (path, image, who = {}) =>
      findChosen(path, image, who.signal && pause ? yielding(runtime, pause) : runtime, { ...who, detail }),
    lift: async (...person) => (await openedLifter()).lift(...person),
    fit: async (keypoints, camera, evidence = {}, watch) => (await fitByMethod())(keypoints, camera, evidence, watch),

    async fitImage(path, image, options = {}) {
      expectFields(
        'image',
        image,
        ['width', 'height', 'rgba'],
        'this is not a picture.',
        'Give what readImage returns.',
      );
      const stated = cameraFor(image, options); // what is refused is refused before anything is loaded
      expectWho(path || 'photo', image, options);
      expectPeopleOptions(options);
      options.signal?.throwIfAborted();
      const opened = performance.now();
      const fitPerson = await loaded();
      const start = performance.now();
      const people = await session.find(path, image, options);
      const timings = { loadMs: start - opened, detectMs: performance.now() - start };
      const { width, height } = image;
      return fitAll({ image: { path, width, height }, people, stated, timings }, fitPerson, options);
    },

    async fitFound(image, people, stated, options = {}) {
      const opened = performance.now();
      const fitPerson = await fitByMethod();
      const timings = { loadMs: performance.now() - opened, detectMs: 0 };
      return fitAll({ image, people, stated, timings }, fitPerson, options);
    },

    async fitKeypoints(path, file, options = {}, photo = {}) {
      const { width, height, focalLength = photo.focalLength, principalPoint } = file;
      const size = { width, height, ...(focalLength !== undefined && { focalLength }) };
      const { camera: centred, source } = cameraFor(size, options);
      const camera = principalPoint === undefined ? centred : { ...centred, principalPoint };
      const chosen = selectPeople(path, file.people, options.person ?? 'best');
      const focalSource = source === 'exif' && file.focalLength !== undefined ? 'file' : source;
      return session.fitFound({ path, width, height }, chosen, { camera, source: focalSource }, options);
    },
  };
  return session;
}
