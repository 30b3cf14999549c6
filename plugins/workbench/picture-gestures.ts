import type { Drag } from './drag.js';
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

/** Pointer and wheel on the handles of a picture. Returns what stops listening. */
export function listenToHandles(parts: GestureParts): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const { svg, workbench } = parts;
  const stopDragging = listenToDrags(parts, signal);
  svg.addEventListener('wheel', (event) => zoom(parts, event), { signal, passive: false });
  svg.addEventListener(
    'dblclick',
    (event) => {
      const k = keypointOf(event.target);
      if (k === null) return;
      workbench.switchKeypoint(k, workbench.person?.edits[k].off === true);
      workbench.refit().catch(ignore);
    },
    { signal },
  );
  return () => {
    controller.abort();
    stopDragging();
  };
}

function listenToDrags(parts: GestureParts, signal: AbortSignal): () => void {
  const { svg, workbench } = parts;
  let drag: Drag | null = null;
  let hasMoved = false;
  const press = (event: PointerEvent): void => {
    const k = keypointOf(event.target);
    if (k === null || drag !== null || event.button !== 0) return;
    if (event.shiftKey) {
      workbench.pinKeypoint(k, workbench.person?.edits[k].pinned !== true);
      workbench.refit().catch(ignore);
      return;
    }
    if (event.altKey) {
      workbench
        .turnKeypoint(k)
        .then(() => workbench.fit())
        .catch(ignore);
      return;
    }
    svg.setPointerCapture(event.pointerId);
    drag = workbench.drag(k);
    hasMoved = false;
  };
  const move = (event: PointerEvent): void => {
    if (drag === null) return;
    hasMoved = true;
    drag.to(pixelAt(svg, parts.region(), [event.clientX, event.clientY]));
  };
  const release = (): void => {
    if (hasMoved) drag?.end().catch(ignore);
    else drag?.cancel();
    drag = null;
  };
  svg.addEventListener('pointerdown', press, { signal });
  svg.addEventListener('pointermove', move, { signal });
  svg.addEventListener('pointerup', release, { signal });
  svg.addEventListener('pointercancel', release, { signal });
  return () => drag?.cancel();
}

function zoom({ svg, size, region, showRegion }: GestureParts, event: WheelEvent): void {
  event.preventDefault();
  const at = pixelAt(svg, region(), [event.clientX, event.clientY]);
  showRegion(zoomed(region(), event.deltaY > 0 ? NOTCH : 1 / NOTCH, at, size));
}
