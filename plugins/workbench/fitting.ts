import { downOfPitch } from '../../core/camera/gravity.js';
import { cameraFor } from '../../core/camera/pinhole.js';
import { FitError } from '../../core/error.js';
import type { StatedCamera } from '../../core/fit/camera-of-people.js';
import type { Camera, Fit } from '../../core/types.js';
import { withBetas } from './body-in-picture.js';
import { type Drag, startDrag } from './drag.js';
import type { Engine, FitRequest } from './engine.js';
import {
  areSidesKnown,
  depthOrders,
  fittingKeypoints,
  pinnedKeypoints,
  withEdit,
  withExchanged,
  withKeypointAt,
} from './keypoint-edits.js';
import { knownOf } from './people-edits.js';
import { type ImageInfo, type Options, type Person, type WorkbenchState, withPerson } from './state.js';
import type { Store } from './store.js';

/** Whom a fit is for: the chosen person, or everybody who has a body already. */
export interface FitOptions {
  readonly signal?: AbortSignal;
  /** Default: chosen. */
  readonly people?: 'chosen' | 'fitted';
}

/** Whose shape. */
export interface ShapeOptions {
  /** An index into the people; default: the chosen one. */
  readonly person?: number;
}

/** The part of a workbench that fits bodies. */
export interface Fitting {
  camera(): Camera | null;
  fit(options?: FitOptions): Promise<void>;
  refit(options?: FitOptions): Promise<void>;
  drag(k: number): Drag;
  setBetas(betas: readonly number[] | null, options?: ShapeOptions): Promise<void>;
  readonly isDragging: boolean;
}

export function createFitting(store: Store, engine: Engine): Fitting {
  let isDragging = false;

  async function warmFit(state: WorkbenchState, person: Person, signal?: AbortSignal): Promise<Fit | null> {
    return person.fit && engine.refit(requestOf(state, person), person.fit, signal);
  }

  /** The picture with what its people tell of the camera, where that is asked for and not known yet. */
  async function imageWithCamera(signal?: AbortSignal): Promise<WorkbenchState['image']> {
    return imageWithDown(await imageWithFocalLength(signal), signal);
  }

  /** The picture with the way things fall. */
  async function imageWithDown(image: WorkbenchState['image'], signal?: AbortSignal): Promise<WorkbenchState['image']> {
    const state = { ...store.state, image };
    const { upright, pitch } = state.options;
    if (image === null || image.down || !upright || pitch !== null) return image;
    const camera = await engine.findUpright(
      state.people.map((person) => requestOf(state, person)),
      signal,
    );
    if (camera === null && image.down === undefined) {
      const message = 'Nobody stands in full view, who would tell how the camera is tilted: it is taken to be level.';
      store.emit({ type: 'notice', message });
    }
    return { ...image, down: camera?.down ?? null };
  }

  /** The picture: before anybody is fitted with a guessed camera, with the focal length that the people's perspective tells. */
  async function imageWithFocalLength(signal?: AbortSignal): Promise<WorkbenchState['image']> {
    const { state } = store;
    const { image, people } = state;
    const { camera: guess, source: known } = statedCamera(state) ?? {};
    const isUsed = people.some(({ fit }) => fit?.camera.focalLength === guess?.focalLength);
    if (image === null || known !== 'default' || isUsed) return image;
    const { camera, source } = await engine.findCamera(
      people.map((person) => requestOf(state, person)),
      signal,
    );
    return source === 'default' ? image : { ...image, perspectiveFocalLength: camera.focalLength };
  }

  const whom = (people: FitOptions['people']): readonly Person[] =>
    people === 'fitted' ? store.state.people.filter(({ fit }) => fit !== null) : [store.chosen('fit')];

  /** Puts fits to the people they were made for, all of them or, where somebody or an option was changed meanwhile, none. */
  function take(fits: ReadonlyMap<Person, Fit>, { image, options }: WorkbenchState): void {
    let state: WorkbenchState = { ...store.state, image };
    for (const [before, fit] of fits) {
      const index = state.people.indexOf(before);
      if (index < 0) throw new FitError('usage', 'fit', 'the person was changed while it was running.', 'Fit again.');
      const person = fit.exchanged ? withExchanged(before, fit.exchanged) : before;
      state = withPerson(state, index, { ...person, fit });
    }
    if (options !== state.options) {
      throw new FitError('usage', 'fit', 'the options were changed while it was running.', 'Fit again.');
    }
    if (fits.size > 0) store.commit(state, 'fit');
  }

  return {
    get isDragging() {
      return isDragging;
    },
    camera: () => statedCamera(store.state)?.camera ?? null,
    fit: ({ signal, people } = {}) =>
      store.run('fit', async () => {
        const fits = new Map<Person, Fit>();
        const persons = whom(people);
        const begun = store.state;
        const state = { ...begun, image: await imageWithCamera(signal) };
        for (const person of persons) fits.set(person, await engine.fit(requestOf(state, person), signal));
        take(fits, state);
      }),
    refit: ({ signal, people } = {}) =>
      store.run('fit', async () => {
        const fits = new Map<Person, Fit>();
        const persons = whom(people).filter(({ fit }) => fit !== null);
        if (persons.length === 0) return;
        const begun = store.state;
        const state = { ...begun, image: await imageWithDown(begun.image, signal) }; // a mirrored person tells it anew
        for (const person of persons) {
          const fit = await warmFit(state, person, signal);
          if (fit !== null) fits.set(person, fit);
        }
        take(fits, state);
      }),
    drag(k) {
      if (isDragging) {
        const todo = 'Let go of it first.';
        store.fail(new FitError('usage', 'drag', 'another keypoint is being dragged.', todo));
      }
      if (store.isStepping) store.fail(new FitError('usage', 'drag', 'a step is still running.', 'Wait for its end.'));
      isDragging = true;
      const end = store.begin();
      const before = store.state;
      const at = before.chosen;
      let shown: WorkbenchState | null = null;
      return startDrag({
        person: () => store.state.people[at],
        moved: (person, xy) => withKeypointAt(person, k, xy),
        show(person) {
          store.show(withPerson(store.state, at, person), 'drag');
          shown = store.state;
        },
        // The hand holds the joint: as long as it does, it is pinned.
        refit: (person) => warmFit(store.state, withEdit(person, k, { pinned: true })),
        settle(kept) {
          isDragging = false;
          const { state } = store;
          // What others did to the state meanwhile stays: only the person in the hand goes back.
          const was = state === shown ? before : withPerson(state, at, before.people[at]);
          if (shown !== null && kept) store.commit(state, 'keypoints', was);
          else if (shown !== null) store.show(was, 'keypoints');
          end();
        },
      });
    },
    async setBetas(betas, { person: whose = store.state.chosen } = {}) {
      const person = store.state.people[whose] ?? store.chosen('shape');
      const skeleton = await engine.skeleton(store.state.options.body).catch(store.fail);
      const fit = person.fit && betas ? withBetas(skeleton, person.fit, betas) : person.fit;
      const index = store.state.people.indexOf(person);
      if (index < 0) return;
      store.commit(withPerson(store.state, index, { ...person, betas: betas && [...betas], fit }), 'shape');
    },
  };
}

/** The camera of the picture, and who says so; null without a picture. */
export function statedCamera({ image, options }: Pick<WorkbenchState, 'image' | 'options'>): StatedCamera | null {
  if (image === null) return null;
  const stated = cameraFor(image, options.focalLength === null ? {} : { focalLength: options.focalLength });
  const down = downOf(image, options);
  const camera: Camera = { ...stated.camera, ...(down && { down }) };
  const { perspectiveFocalLength: focalLength } = image;
  if (stated.source !== 'default' || !focalLength) return { camera, source: stated.source };
  return { camera: { ...camera, focalLength }, source: 'perspective' };
}

/** A fit before the camera as it is known by now: later fits, of somebody else, may have told how it is tilted. */
export function seenNow(state: Pick<WorkbenchState, 'image' | 'options'>, fit: Fit): Fit {
  const down = statedCamera(state)?.camera.down;
  const { down: _, ...camera } = fit.camera;
  return { ...fit, camera: { ...camera, ...(down && { down }) } };
}

/** The way things fall, where it is asked for and known. */
function downOf({ down }: ImageInfo, { upright, pitch }: Options): Camera['down'] | null {
  if (pitch !== null) return downOfPitch(pitch);
  return upright ? down : null;
}

/** @throws FitError usage without a picture, or for a focal length that no camera has */
function requestOf(state: WorkbenchState, person: Person): FitRequest {
  const { body, posePrior, shapePrior } = state.options;
  const camera = statedCamera(state)?.camera;
  if (!camera) throw new FitError('usage', 'fit', 'there is no picture.', 'Open one first.');
  return {
    keypoints: fittingKeypoints(person),
    worldLandmarks: person.worldLandmarks,
    pinned: pinnedKeypoints(person),
    depthOrders: depthOrders(person),
    sidesKnown: areSidesKnown(person),
    betas: person.betas,
    camera,
    options: { body, ...knownOf(person, state.options), posePrior, shapePrior },
  };
}
