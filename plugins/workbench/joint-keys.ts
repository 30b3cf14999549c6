import type { Drag } from './drag.js';
import { isFree, toggleOff, togglePin, turnInDepth } from './joint-edits.js';
import { keypointOf } from './picture-drawing.js';
import { moved, type Region } from './picture-region.js';
import type { WorkbenchState } from './state.js';
import type { Workbench } from './workbench.js';

/** What keys act on. */
export interface JointKeyParts {
  readonly workbench: Workbench;
  /** The layer with the handles. */
  readonly svg: SVGElement;
  region(): Region;
  showRegion(region: Region): void;
  /** Makes one step of a job. */
  step(job: () => Promise<unknown>): unknown;
  /** Lets go of a joint that keys have moved; `before`: the state that they found. */
  letGo(drag: Drag, before: WorkbenchState): unknown;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Pixels of the photo, with Shift. */
const LARGE_STEP = 10;

const EDITS: Readonly<Record<string, typeof togglePin>> = {
  ' ': togglePin,
  enter: togglePin,
  delete: toggleOff,
  backspace: toggleOff,
  d: turnInDepth,
};

/**
 * Keys on the handle in focus: arrows move it, by ten pixels with Shift; Space pins, Delete leaves out, D turns its bone in
 * depth. The steps between a key's press and its release are one step of the history. Hosts hear nothing of these keys:
 * editors delete what is selected.
 *
 * @returns stops listening
 */
export function listenToJointKeys(parts: JointKeyParts): () => void {
  const { svg, workbench } = parts;
  const controller = new AbortController();
  const { signal } = controller;
  const hand = createHand(parts);
  svg.addEventListener('focusin', ({ target }) => reveal(parts, keypointOf(target)), { signal });
  svg.addEventListener('focusout', hand.letGo, { signal });
  svg.addEventListener('keyup', ({ key }) => key in ARROWS && hand.letGo(), { signal });
  const press = (event: KeyboardEvent): void => {
    const k = keypointOf(event.target);
    if (k === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    const edit = EDITS[event.key.toLowerCase()];
    const size = event.shiftKey ? LARGE_STEP : 1;
    if (arrow) hand.move(k, size * arrow[0], size * arrow[1]);
    else if (edit) parts.step(() => edit(workbench, k));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  svg.addEventListener('keydown', press, { signal });
  return () => {
    controller.abort();
    hand.cancel();
  };
}

/** The joint that arrow keys hold. */
function createHand({ workbench, letGo }: JointKeyParts) {
  let held: { x: number; y: number; readonly drag: Drag; readonly before: WorkbenchState } | null = null;
  return {
    move(k: number, dx: number, dy: number): void {
      if (held === null) {
        const { person, state } = workbench;
        if (person === null || !isFree(workbench)) return;
        const [x, y] = person.keypoints.xy.subarray(2 * k, 2 * k + 2);
        held = { x, y, drag: workbench.drag(k), before: state };
      }
      held.x += dx;
      held.y += dy;
      held.drag.to([held.x, held.y]);
    },
    letGo(): void {
      const last = held;
      held = null;
      if (last !== null) letGo(last.drag, last.before);
    },
    cancel: (): void => held?.drag.cancel(),
  };
}

/** Whoever goes from joint to joint by keys sees the one that they act on. */
function reveal({ workbench: { person, state }, region, showRegion }: JointKeyParts, k: number | null): void {
  if (k === null || person === null || state.image === null) return;
  const { x, y, width, height } = region();
  const [dx, dy] = [person.keypoints.xy[2 * k] - x, person.keypoints.xy[2 * k + 1] - y];
  if (dx >= 0 && dx <= width && dy >= 0 && dy <= height) return;
  showRegion(moved(region(), dx - width / 2, dy - height / 2, state.image));
}
