import type { Drag } from './drag.js';
import { isFree, toggleOff, togglePin, turnInDepth } from './joint-edits.js';
import { listenToJointKeys } from './joint-keys.js';
import { keypointOf } from './picture-drawing.js';
import { pixelAt, type Region, type Size, zoomed } from './picture-region.js';
import type { Workbench } from './workbench.js';

/** What gestures act on. */
export interface GestureParts {
  readonly workbench: Workbench;
  /** The layer with the handles. */
  readonly svg: SVGElement;
  /** Of the picture. */
  readonly size: Size;
  region(): Region;
  showRegion(region: Region): void;
}

/** How much one notch of a wheel zooms. */
const NOTCH = 1.2;

/** Whatever fails is told to the workbench's listeners as a problem. */
const ignore = (): void => undefined;

/** Pointer, wheel and keys on the handles of a picture. Returns what stops listening. */
export function listenToHandles(parts: GestureParts): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const { svg, workbench } = parts;
  const stopDragging = listenToDrags(parts, signal);
  const step = (job: () => Promise<unknown>): void => change(workbench, job);
  const letGo = (drag: Drag): Promise<void> => drag.end().catch(ignore);
  const stopKeys = listenToJointKeys({ ...parts, step, letGo });
  svg.addEventListener('wheel', (event) => zoom(parts, event), { signal, passive: false });
  svg.addEventListener(
    'dblclick',
    (event) => {
      const k = keypointOf(event.target);
      if (k !== null) change(workbench, () => toggleOff(workbench, k));
    },
    { signal },
  );
  return () => {
    controller.abort();
    stopDragging();
    stopKeys();
  };
}

/** One step, if there is none now: a joint that is changed, and the body that follows. */
function change(workbench: Workbench, job: () => Promise<unknown>): void {
  if (isFree(workbench)) workbench.step(job).catch(ignore);
}

/** A handle under a pressed pointer; the drag begins with its first movement: a click alone changes nothing. */
interface Held {
  readonly k: number;
  readonly pointer: number;
  readonly at: readonly [number, number];
  drag: Drag | null;
}

function listenToDrags(parts: GestureParts, signal: AbortSignal): () => void {
  const { svg, workbench } = parts;
  let held: Held | null = null;
  const press = (event: PointerEvent): void => {
    const k = keypointOf(event.target);
    if (k === null || held?.drag || event.button !== 0 || !isFree(workbench)) return;
    if (event.shiftKey) change(workbench, () => togglePin(workbench, k));
    else if (event.altKey) change(workbench, () => turnInDepth(workbench, k));
    else held = { k, pointer: event.pointerId, at: [event.clientX, event.clientY], drag: null };
  };
  const move = (event: PointerEvent): void => {
    if (held?.pointer !== event.pointerId) return;
    if (held.drag === null) {
      const { k, at } = held;
      if (at[0] === event.clientX && at[1] === event.clientY) return;
      const isLetGo = event.buttons === 0; // beside the picture, which heard nothing of it
      held = isLetGo || !isFree(workbench) ? null : { ...held, drag: workbench.drag(k) };
      if (held === null) return;
      // Not before: whoever captures a pointer gets its clicks, too, and a double click would know no handle.
      svg.setPointerCapture(event.pointerId);
    }
    held.drag?.to(pixelAt(svg, parts.region(), [event.clientX, event.clientY]));
  };
  const release = (event: PointerEvent): void => {
    if (held?.pointer !== event.pointerId) return;
    if (event.type === 'pointerup') held.drag?.end().catch(ignore);
    else held.drag?.cancel();
    held = null;
  };
  svg.addEventListener('pointerdown', press, { signal });
  svg.addEventListener('pointermove', move, { signal });
  svg.addEventListener('pointerup', release, { signal });
  svg.addEventListener('pointercancel', release, { signal });
  return () => held?.drag?.cancel();
}

function zoom({ svg, size, region, showRegion }: GestureParts, event: WheelEvent): void {
  event.preventDefault();
  const at = pixelAt(svg, region(), [event.clientX, event.clientY]);
  showRegion(zoomed(region(), event.deltaY > 0 ? NOTCH : 1 / NOTCH, at, size));
}
