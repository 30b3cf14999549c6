import type { Drag, Workbench } from '../../plugins/workbench/index.js';
import { keypointOf } from '../../plugins/workbench/picture-drawing.js';
import { moved } from '../../plugins/workbench/picture-region.js';
import { toggleOff, togglePin, turnInDepth } from './joint-edits.js';
import type { PhotoView } from './photo-view.js';
import type { Session } from './session.js';

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Pixels of the photo, with Shift. */
const LARGE_STEP = 10;

/**
 * Keys on the handle in focus: arrows move it, by ten pixels with Shift; Space pins, Delete leaves out, D turns its bone in
 * depth. The steps between a key's press and its release are one step of the history.
 */
export function listenToJointKeys(svg: SVGElement, session: Session, view: PhotoView): void {
  const { workbench, step } = session;
  let held: { k: number; x: number; y: number; drag: Drag; before: typeof workbench.state } | null = null;

  const letGo = (): void => {
    if (held === null) return;
    const { drag, before } = held;
    held = null;
    void step(() => drag.end(), before);
  };
  const move = (k: number, [dx, dy]: readonly [number, number]): void => {
    const { xy } = workbench.person!.keypoints;
    if (held === null) {
      if (workbench.busy !== null || workbench.isDragging) return;
      held = { k, x: xy[2 * k], y: xy[2 * k + 1], drag: workbench.drag(k), before: workbench.state };
    }
    held.x += dx;
    held.y += dy;
    held.drag.to([held.x, held.y]);
  };

  svg.addEventListener('focusin', (event) => {
    const k = keypointOf(event.target);
    view.select(k);
    if (k !== null) reveal(workbench, view, k);
  });
  svg.addEventListener('focusout', letGo);
  svg.addEventListener('keyup', (event) => event.key in ARROWS && letGo());
  svg.addEventListener('keydown', (event) => {
    const k = keypointOf(event.target);
    if (k === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    const size = event.shiftKey ? LARGE_STEP : 1;
    if (arrow) move(k, [arrow[0] * size, arrow[1] * size]);
    else if (event.key === ' ' || event.key === 'Enter') void togglePin(session, k);
    else if (event.key === 'Delete' || event.key === 'Backspace') void toggleOff(session, k);
    else if (event.key.toLowerCase() === 'd') void turnInDepth(session, k);
    else return;
    event.preventDefault();
  });
}

/** Whoever goes from joint to joint by keys sees the one that they act on. */
function reveal({ person, state }: Workbench, view: PhotoView, k: number): void {
  const { x, y, width, height } = view.region;
  if (person === null || state.image === null) return;
  const [dx, dy] = [person.keypoints.xy[2 * k] - x, person.keypoints.xy[2 * k + 1] - y];
  if (dx >= 0 && dx <= width && dy >= 0 && dy <= height) return;
  view.moveTo(moved(view.region, dx - width / 2, dy - height / 2, state.image));
}
