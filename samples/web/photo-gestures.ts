import type { Drag } from '../../plugins/workbench/index.js';
import { toggleOff, togglePin, turnInDepth } from '../../plugins/workbench/joint-edits.js';
import { listenToJointKeys } from '../../plugins/workbench/joint-keys.js';
import { keypointOf } from '../../plugins/workbench/picture-drawing.js';
import { moved, pixelAt } from '../../plugins/workbench/picture-region.js';
import type { PhotoView } from './photo-view.js';
import type { Session } from './session.js';

/** How much one notch of a wheel zooms. */
const NOTCH = 1.15;
/** Milliseconds between two presses on a handle. */
const DOUBLE_CLICK = 350;

type Point = readonly [number, number];

/**
 * Pointers on the photo: a handle is dragged, the photo beside it moved, two fingers and the wheel zoom; a double click
 * leaves a joint out of the fit, with Shift a click pins it, with Alt it turns its bone in depth.
 */
export function listenToPhoto(svg: SVGElement, session: Session, view: PhotoView): void {
  const { workbench, step } = session;
  const pointers = new Map<number, Point>();
  let drag: { readonly id: number; readonly end: (isKept: boolean) => void; readonly to: (xy: Point) => void } | null =
    null;
  let last = { k: -1, time: 0 };

  svg.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    const k = keypointOf(event.target);
    if (drag === null) view.select(k);
    if (k !== null && drag === null) {
      if (event.shiftKey) return void step(() => togglePin(workbench, k));
      if (event.altKey) return void step(() => turnInDepth(workbench, k));
      // Not a dblclick event: whoever captures the pointer gets its clicks, too.
      if (last.k === k && event.timeStamp - last.time < DOUBLE_CLICK) return void step(() => toggleOff(workbench, k));
      drag = startDrag(session, k, event.pointerId);
      last = { k, time: event.timeStamp };
    }
    svg.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
  });

  svg.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const now: Point = [event.clientX, event.clientY];
    pointers.set(event.pointerId, now);
    if (drag?.id === event.pointerId) drag.to(pixelAt(svg, view.region, now));
    else if (drag === null) pan(svg, session, view, pointers, event.pointerId, before);
  });

  const release = (event: PointerEvent): void => {
    pointers.delete(event.pointerId);
    if (drag?.id !== event.pointerId) return;
    drag.end(event.type === 'pointerup');
    drag = null;
  };
  svg.addEventListener('pointerup', release);
  svg.addEventListener('pointercancel', release);

  svg.addEventListener('dblclick', () => view.selected === null && view.fitView());
  listenToWheel(svg, view);
  svg.addEventListener('focusin', ({ target }) => view.select(keypointOf(target)));
  listenToJointKeys({
    workbench,
    svg,
    region: () => view.region,
    showRegion: view.moveTo,
    step,
    letGo: (held, before) => step(() => held.end(), before),
  });
}

function listenToWheel(svg: SVGElement, view: PhotoView): void {
  svg.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      view.zoom(event.deltaY > 0 ? NOTCH : 1 / NOTCH, pixelAt(svg, view.region, [event.clientX, event.clientY]));
    },
    { passive: false },
  );
}

/** A drag that begins with the first movement: a click alone changes nothing. */
function startDrag({ workbench, step }: Session, k: number, id: number) {
  let before = workbench.state;
  let drag: Drag | null = null;
  return {
    id,
    to(xy: Point) {
      if (drag === null) {
        if (workbench.busy !== null) return;
        before = workbench.state;
        drag = workbench.drag(k);
      }
      drag.to(xy);
    },
    end(isKept: boolean) {
      const held = drag;
      if (held === null) return;
      if (isKept) void step(() => held.end(), before);
      else held.cancel();
    },
  };
}

/** One pointer moves the photo; two zoom it about the middle between them. */
function pan(
  svg: SVGElement,
  { workbench }: Session,
  view: PhotoView,
  pointers: ReadonlyMap<number, Point>,
  id: number,
  before: Point,
): void {
  const { image } = workbench.state;
  const now = pointers.get(id);
  if (image === null || now === undefined) return;
  const [other] = [...pointers].filter(([key]) => key !== id).map(([, point]) => point);
  if (other !== undefined) {
    const factor = distance(before, other) / Math.max(1, distance(now, other));
    view.zoom(factor, pixelAt(svg, view.region, [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]));
  }
  const share = other === undefined ? 1 : 0.5;
  const pixel = view.region.width / svg.clientWidth;
  const shift = [share * pixel * (before[0] - now[0]), share * pixel * (before[1] - now[1])] as const;
  view.moveTo(moved(view.region, ...shift, image));
}

const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
