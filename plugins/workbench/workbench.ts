import type { SkinTexture } from '../../converters/export/skin-texture.js';
import { JOINT_SETS, type KeypointSet } from '../../core/body/joint-sets.js';
import type { Measurements } from '../../core/body/measure.js';
import type { Skeleton } from '../../core/body/skeleton.js';
import { downOfPitch } from '../../core/camera/gravity.js';
import { cameraFor } from '../../core/camera/pinhole.js';
import { FitError } from '../../core/error.js';
import { otherDepth } from '../../core/fit/depth-order.js';
import { checkMeasurements } from '../../core/terms/measurement.js';
import type { Camera, Fit, RiggedBody } from '../../core/types.js';
import { bodyInPicture, depthSide } from './body-in-picture.js';
import type { Drag } from './drag.js';
import type { DetectOptions, Engine, Picture, WrittenFile } from './engine.js';
import type { Listener, Task } from './events.js';
import { createFitting, type FitOptions, type ShapeOptions, seenNow } from './fitting.js';
import { blankPerson, foundPerson, withEdit, withKeypointAt, withoutEdits } from './keypoint-edits.js';
import { mirrorPerson } from './mirror.js';
import { type Known, withKnown, withoutPerson } from './people-edits.js';
import { EMPTY_STATE, type Options, type Person, type WorkbenchState, withoutTilt, withPerson } from './state.js';
import { createStore, type Store } from './store.js';

export interface WorkbenchOptions {
  readonly engine: Engine;
  readonly options?: Partial<Options>;
  /** Steps that can be undone; default 100. */
  readonly historyLimit?: number;
}

interface Abortable {
  readonly signal?: AbortSignal;
}

/** The picture, and who is in it. */
export interface PictureTasks {
  open(picture: Picture, options?: Abortable & { name?: string }): Promise<void>;
  /** Who is in the picture takes the place of who was there. Returns how many. */
  detect(options?: Abortable & DetectOptions): Promise<number>;
  /** A person without keypoints, for somebody whom the detector misses; place them with moveKeypoint. */
  addPerson(set?: KeypointSet): void;
  choose(index: number): void;
  /**
   * Takes somebody out who is nobody, or not wanted. Nothing while a keypoint is in the hand. With `upright` the next fit asks
   * those who stay how the camera is tilted; until then `rig` and `write` know of no tilt: fit again.
   */
  removePerson(index: number): void;
}

/** What a hand may do to the chosen person's keypoints; k is an index into their set. */
export interface KeypointTasks {
  /** Moves a keypoint, or adds one that was not seen, without a fit. Pixels. */
  moveKeypoint(k: number, xy: readonly [number, number]): void;
  switchKeypoint(k: number, on: boolean): void;
  /** Fits put the body where the keypoint is. */
  pinKeypoint(k: number, pinned: boolean): void;
  /**
   * Of the two ways in depth that a picture allows the bone to an elbow, wrist, knee or ankle: the other one. Fits keep
   * to it, until the bone is turned again; a joint that was left out takes part again. Follow it with `fit`: a warm fit stays
   * where it is.
   */
  turnKeypoint(k: number): Promise<void>;
  /** Takes back what hands did to keypoint k. */
  resetKeypoint(k: number): void;
  /** Exchanges left and right, in the keypoints and in the pose. */
  mirror(): void;
  /** A keypoint in the hand: the body follows at the speed of warm fits. Refused while a step runs. */
  drag(k: number): Drag;
}

export interface FitTasks {
  /** Fits the body to the chosen person's keypoints from scratch, or to those of everybody who has a body: all or none. */
  fit(options?: FitOptions): Promise<void>;
  /** A warm fit from the last one: after keypoints were switched, pinned or moved. Nothing before the first fit. */
  refit(options?: FitOptions): Promise<void>;
  /** What nobody's body and no camera has is told and refused. */
  setOptions(options: Partial<Options>): void;
  /** What is known of the chosen person goes before what the options say of everybody; null: they hold again. */
  setKnown(known: Partial<Known>): void;
  /** A shape that fits keep; null lets them find it. The body changes at once, as large in the picture. */
  setBetas(betas: readonly number[] | null, options?: ShapeOptions): Promise<void>;
}

export interface WriteOptions {
  /** Default: chosen. */
  readonly people?: 'chosen' | 'all';
  /** Of the files, without ending; default: the picture's. */
  readonly name?: string;
  /** Pictures or colour of the skin, painted for the body's atlas; default: plain colours. */
  readonly skin?: SkinTexture;
}

/** What can be had of the fitted body. */
export interface BodyTasks {
  /** The camera of the picture; null without one. */
  camera(): Camera | null;
  /** Where the joints and surface points lie, by name, pixels; null before a fit. */
  bodyPoints(): Promise<Record<string, [number, number]> | null>;
  /** Height, weight, girths; null before a fit. */
  measurements(): Promise<Measurements | null>;
  skeleton(): Promise<Skeleton>;
  /** Mesh and bones of the chosen person, where the camera saw them. */
  rig(options?: Abortable): Promise<RiggedBody>;
  /** Files in one of AVATAR_FORMATS, of the people as they stand together on the floor. */
  write(format: string, options?: Abortable & WriteOptions): Promise<WrittenFile[]>;
}

/** See index.ts for what it is and how it is used. */
export interface Workbench extends PictureTasks, KeypointTasks, FitTasks, BodyTasks {
  readonly state: WorkbenchState;
  /** The person being worked on. */
  readonly person: Person | null;
  readonly busy: Task | null;
  /** Whether a keypoint is in the hand, or just let go of and the body still on its way. */
  readonly isDragging: boolean;
  readonly engine: Engine;
  subscribe(listener: Listener): () => void;
  /**
   * Runs a job whose changes are one step of the history: options that are set, and the fit by them. It waits for the task,
   * the drag and the steps before it; a step in a step waits for ever. When the job fails, all is as before it.
   */
  step(job: () => unknown): Promise<void>;
  /** Whether such a job runs. Undo and redo do nothing meanwhile, and no drag begins. */
  readonly isStepping: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Where the last step was a fit that exchanged left and right of limbs, later fits leave the sides as they were. */
  undo(): void;
  redo(): void;
  /** Any earlier `state`; no step of the history: for hosts that keep their own. `isUndo`: what fits did since is taken back. */
  restore(state: WorkbenchState, options?: { readonly isUndo?: boolean }): void;
  dispose(): void;
}

const HISTORY_LIMIT = 100;

/** A workbench without a picture. */
export function createWorkbench({ engine, options, historyLimit = HISTORY_LIMIT }: WorkbenchOptions): Workbench {
  const store = createStore({ ...EMPTY_STATE, options: { ...EMPTY_STATE.options, ...options } }, historyLimit);
  const unlisten = engine.listen(store.emit);
  const fitting = createFitting(store, engine);
  const unlessDragging = (job: () => void): void => {
    if (!fitting.isDragging) job();
  };
  return {
    ...pictureTasks(store, engine),
    ...keypointTasks(store, engine),
    ...bodyTasks(store, engine),
    fit: fitting.fit,
    refit: fitting.refit,
    async setBetas(betas, options = {}) {
      if (options.person !== undefined) expectPerson(store, options.person);
      await fitting.setBetas(betas, options);
    },
    setOptions(change) {
      const { state } = store;
      const isAsked = change.upright === true && !state.options.upright;
      const next = { ...state, options: { ...state.options, ...change } };
      expectOptions(store, next.options);
      store.commit(isAsked ? withoutTilt(next) : next, 'options');
    },
    setKnown(known) {
      expectOptions(store, { ...store.state.options, ...known });
      store.edit('person', (person) => withKnown(person, known), 'options');
    },
    removePerson: (index) =>
      unlessDragging(() => {
        expectPerson(store, index);
        store.commit(withoutPerson(store.state, index), 'people');
      }),
    drag(k) {
      expectKeypoint(store, k);
      return fitting.drag(k);
    },
    camera: fitting.camera,

    get state() {
      return store.state;
    },
    get person() {
      return store.state.people[store.state.chosen] ?? null;
    },
    get busy() {
      return store.busy;
    },
    get isDragging() {
      return fitting.isDragging;
    },
    get isStepping() {
      return store.isStepping;
    },
    get canUndo() {
      return store.canUndo;
    },
    get canRedo() {
      return store.canRedo;
    },
    engine,
    subscribe: store.subscribe,
    step: store.step,
    undo: () => unlessDragging(store.undo),
    redo: () => unlessDragging(store.redo),
    restore: (state, { isUndo = false } = {}) =>
      unlessDragging(() => (isUndo ? store.takeBack(state, 'restore') : store.show(state, 'restore'))),
    dispose() {
      unlisten();
      store.close();
      engine.dispose();
    },
  };
}

function pictureTasks(store: Store, engine: Engine): Omit<PictureTasks, 'removePerson'> {
  let lastId = 0;
  const newId = (): number => {
    lastId = Math.max(lastId, ...store.state.people.map(({ id }) => id)) + 1;
    return lastId;
  };
  return {
    open: (picture, { name = nameOf(picture), signal } = {}) =>
      store.run('open', async () => {
        const info = await engine.open(picture, name, signal);
        store.forget(); // earlier people belong to a picture that the engine no longer has
        store.show({ ...EMPTY_STATE, options: store.state.options, image: { ...info, name } }, 'open');
      }),
    detect: ({ signal, ...options } = {}) =>
      store.run('detect', async () => {
        const found = await engine.detect({ detail: store.state.options.detail, ...options }, signal);
        if (found.length === 0) {
          const todo = 'Try another picture, or place the joints of a person by hand.';
          throw new FitError('nobody', store.state.image?.name ?? 'picture', 'no person was found.', todo);
        }
        const { image } = store.state;
        const asOpened = image && { ...image, perspectiveFocalLength: null }; // what others told of it
        const state = {
          ...store.state,
          image: asOpened,
          people: found.map((one) => foundPerson(one, newId())),
          chosen: 0,
        };
        store.commit(withoutTilt(state), 'people');
        return found.length;
      }),
    addPerson(set = 'coco17') {
      const { state } = store;
      store.commit(
        { ...state, people: [...state.people, blankPerson(set, newId())], chosen: state.people.length },
        'people',
      );
    },
    choose(index) {
      const { state } = store;
      if (state.people[index] !== undefined) store.show({ ...state, chosen: index }, 'choose');
    },
  };
}

function keypointTasks(store: Store, engine: Engine): Omit<KeypointTasks, 'drag'> {
  const edit = (k: number, change: (person: Person) => Person): void => {
    expectKeypoint(store, k);
    store.edit('keypoint', change, 'keypoints');
  };
  return {
    moveKeypoint: (k, xy) => edit(k, (person) => withKeypointAt(person, k, xy)),
    switchKeypoint: (k, on) => edit(k, (person) => withEdit(person, k, { off: !on })),
    pinKeypoint: (k, pinned) => edit(k, (person) => withEdit(person, k, { pinned })),
    async turnKeypoint(k) {
      expectKeypoint(store, k);
      const { chosen } = store.state;
      const before = store.chosen('keypoint');
      const skeleton = await engine.skeleton(store.state.options.body).catch(store.fail);
      const now = store.state.people[store.state.chosen];
      // Somebody else's joint by now, or another one.
      if (store.state.chosen !== chosen || now?.keypoints !== before.keypoints) return;
      const { keypoints, edits, fit } = now;
      if (edits[k].depth && !edits[k].off) return edit(k, (person) => withEdit(person, k, { depth: null }));
      const side = fit && depthSide(skeleton, fit, keypoints.set, k);
      if (side === null) {
        const what = fit ? 'its bone has no other way in depth.' : 'this person has no body yet.';
        const todo = fit ? 'Turn an elbow, a wrist, a knee or an ankle.' : 'Press Fit first.';
        return store.fail(new FitError('usage', 'keypoint', what, todo));
      }
      edit(k, (person) => withEdit(person, k, { depth: otherDepth(side), off: false }));
    },
    resetKeypoint: (k) => edit(k, (person) => withoutEdits(person, k)),
    mirror() {
      const { state } = store;
      const mirrored = mirrorPerson(store.chosen('mirror'));
      store.commit(withoutTilt(withPerson(state, state.chosen, mirrored)), 'keypoints'); // a mirrored body leans the other way
    },
  };
}

function expectKeypoint(store: Store, k: number): void {
  const { length: K } = JOINT_SETS[store.chosen('keypoint').keypoints.set];
  if (Number.isInteger(k) && k >= 0 && k < K) return;
  store.fail(new FitError('usage', 'keypoint', `there is no keypoint ${k}.`, `Count from 0 to ${K - 1}.`));
}

function expectPerson(store: Store, index: number): void {
  const { length } = store.state.people;
  if (Number.isInteger(index) && index >= 0 && index < length) return;
  const todo = length === 0 ? 'Find people first.' : `Count from 0 to ${length - 1}.`;
  store.fail(new FitError('usage', 'person', `there is no person ${index}.`, todo));
}

function expectOptions(store: Store, { height, weight, focalLength, pitch }: Options): void {
  try {
    checkMeasurements({ ...(height !== null && { height }), ...(weight !== null && { weight }) });
    if (focalLength !== null) cameraFor({ width: 1, height: 1 }, { focalLength });
    if (pitch !== null) downOfPitch(pitch);
  } catch (error) {
    store.fail(error);
  }
}

function bodyTasks(store: Store, engine: Engine): Omit<BodyTasks, 'camera'> {
  const body = (): string => store.state.options.body;
  const fitNow = (): Fit | null => store.state.people[store.state.chosen]?.fit ?? null;
  return {
    async bodyPoints() {
      const fit = fitNow();
      return fit && bodyInPicture(await engine.skeleton(body()), fit);
    },
    async measurements() {
      const fit = fitNow();
      return fit && engine.measure(body(), [...fit.betas]);
    },
    skeleton: () => engine.skeleton(body()),
    rig: async ({ signal } = {}) => engine.rig(body(), fittedOf(store.state, store.chosen('avatar')), signal),
    write: (format, { people = 'chosen', name = fileName(store.state.image?.name), skin, signal } = {}) =>
      store.run('export', async () => {
        const all = store.state.people.filter(({ fit }) => fit !== null);
        const whom = people === 'chosen' ? [store.chosen('export')] : all;
        const written = {
          format,
          name,
          body: body(),
          people: whom.map((person) => fittedOf(store.state, person)),
          onFloor: true,
        };
        return engine.write({ ...written, ...(skin && { skin }) }, signal);
      }),
  };
}

/** @throws FitError usage before the first fit */
function fittedOf(state: WorkbenchState, { fit }: Person): Fit {
  if (fit !== null) return seenNow(state, fit);
  throw new FitError('usage', 'avatar', 'this person has no body yet.', 'Press Fit first.');
}

/** Letters, digits and the like of a picture's name without its ending: no folders, and not too long for a disk. */
const fileName = (name = ''): string =>
  name
    .replace(/\.\w+$/, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^[._]+/, '')
    .slice(0, 80) || 'avatar';

const nameOf = (picture: Picture): string => ('name' in picture ? String(picture.name) : 'picture');
