import { JOINT_SETS } from '../../core/body/joint-sets.js';
import { FitError } from '../../core/error.js';
import { otherDepth } from '../../core/fit/depth-order.js';
import { depthSide } from './body-in-picture.js';
import type { Drag } from './drag.js';
import type { Engine } from './engine.js';
import { isPlace, withEdit, withKeypointAt, withoutEdits } from './keypoint-edits.js';
import { mirrorPerson } from './mirror.js';
import { type Person, withoutTilt, withPerson } from './state.js';
import type { Store } from './store.js';

/** What a hand may do to the chosen person's keypoints; k is an index into their set. */
export interface KeypointTasks {
  /** Moves a keypoint, or adds one that was not seen, without a fit. Pixels; what is no place is refused. */
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

export function keypointTasks(store: Store, engine: Engine): Omit<KeypointTasks, 'drag'> {
  const edit = (k: number, change: (person: Person) => Person): void => {
    expectKeypoint(store, k);
    store.edit('keypoint', change, 'keypoints');
  };
  return {
    moveKeypoint(k, xy) {
      if (!isPlace(xy)) {
        const todo = 'Give two numbers, pixels.';
        store.fail(new FitError('usage', 'keypoint', `[${xy}] is no place in a picture.`, todo));
      }
      edit(k, (person) => withKeypointAt(person, k, xy));
    },
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

/** @throws FitError usage for an index beyond the set of the chosen person */
export function expectKeypoint(store: Store, k: number): void {
  const { length: K } = JOINT_SETS[store.chosen('keypoint').keypoints.set];
  if (Number.isInteger(k) && k >= 0 && k < K) return;
  store.fail(new FitError('usage', 'keypoint', `there is no keypoint ${k}.`, `Count from 0 to ${K - 1}.`));
}
