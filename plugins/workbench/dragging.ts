import { FitError } from '../../core/error.js';
import { type Drag, startDrag } from './drag.js';
import type { Engine } from './engine.js';
import { warmFit } from './fit-request.js';
import { withEdit, withKeypointAt } from './keypoint-edits.js';
import { type WorkbenchState, withPerson } from './state.js';
import type { Store } from './store.js';

/** The one keypoint that may be in the hand. */
export interface Dragging {
  readonly isDragging: boolean;
  drag(k: number): Drag;
}

export function createDragging(store: Store, engine: Engine): Dragging {
  let isDragging = false;

  function expectFreeHand(): void {
    if (isDragging) {
      const todo = 'Let go of it first.';
      store.fail(new FitError('usage', 'drag', 'another keypoint is being dragged.', todo));
    }
    if (store.isStepping) store.fail(new FitError('usage', 'drag', 'a step is still running.', 'Wait for its end.'));
  }
  return {
    get isDragging() {
      return isDragging;
    },
    drag(k) {
      expectFreeHand();
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
        refit: (person) => warmFit(engine, store.state, withEdit(person, k, { pinned: true })),
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
  };
}
