import type { KeypointSet } from '../../core/body/joint-sets.js';
import { FitError } from '../../core/error.js';
import type { Engine, Picture, WorkbenchDetectOptions } from './engine.js';
import { blankPerson, foundPerson } from './keypoint-edits.js';
import { EMPTY_STATE, withoutTilt } from './state.js';
import type { Store } from './store.js';

export interface Abortable {
  readonly signal?: AbortSignal;
}

/** The picture, and who is in it. */
export interface PictureTasks {
  open(picture: Picture, options?: Abortable & { name?: string }): Promise<void>;
  /** Who is in the picture takes the place of who was there. Returns how many. */
  detect(options?: Abortable & WorkbenchDetectOptions): Promise<number>;
  /** A person without keypoints, for somebody whom the detector misses; place them with moveKeypoint. */
  addPerson(set?: KeypointSet): void;
  choose(index: number): void;
  /**
   * Takes somebody out who is nobody, or not wanted. Nothing while a keypoint is in the hand. With `upright` the next fit asks
   * those who stay how the camera is tilted; until then `rig` and `write` know of no tilt: fit again.
   */
  removePerson(index: number): void;
}

/** @returns also `close`, for the end of the workbench */
export function pictureTasks(store: Store, engine: Engine) {
  let lastId = 0;
  /** The engine's id of the picture; 0: none. */
  let opened = 0;
  let isClosed = false;
  /** Takes the place of the picture that the engine holds for this workbench. */
  const hold = (id: number): void => {
    if (opened > 0) engine.close(opened).catch(() => undefined); // an engine that is closed has none anyway
    opened = id;
  };
  const newId = (): number => {
    lastId = Math.max(lastId, ...store.state.people.map(({ id }) => id)) + 1;
    return lastId;
  };
  const tasks: Omit<PictureTasks, 'removePerson'> = {
    open: (picture, { name = nameOf(picture), signal } = {}) =>
      store.run('open', async () => {
        const { id, ...info } = await engine.open(picture, name, signal);
        hold(id);
        if (isClosed) return hold(0); // meanwhile
        store.forget(); // earlier people belong to a picture that the engine no longer has
        store.show({ ...EMPTY_STATE, options: store.state.options, image: { ...info, name } }, 'open');
      }),
    detect: ({ signal, ...options } = {}) =>
      store.run('detect', async () => {
        const asked = { detail: store.state.options.detail, ...options, picture: opened };
        const found = await engine.detect(asked, signal);
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
  const close = (): void => {
    isClosed = true;
    hold(0);
  };
  return { tasks, close };
}

const nameOf = (picture: Picture): string => ('name' in picture ? String(picture.name) : 'picture');
