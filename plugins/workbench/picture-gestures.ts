import type { Drag } from './drag.js';
import type { Region } from './picture-view.js';
import type { Workbench } from './workbench.js';

/** What gestures act on. */
export interface GestureParts {
  readonly workbench: Workbench;
  /** The layer with the handles. */
  readonly svg: SVGElement;
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
      const k = keypointOf(event);
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
    const k = keypointOf(event);
    if (k === null || drag !== null || event.button !== 0) return;
    if (event.shiftKey) {
      workbench.pinKeypoint(k, workbench.person?.edits[k].pinned !== true);
      workbench.refit().catch(ignore);
      return;
    }
    svg.setPointerCapture(event.pointerId);
    drag = workbench.drag(k);
    hasMoved = false;
  };
  const move = (event: PointerEvent): void => {
    if (drag === null) return;
    hasMoved = true;
    drag.to(pixelAt(parts, event));
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

/** The pixel under the pointer stays where it is. */
function zoom(parts: GestureParts, event: WheelEvent): void {
  event.preventDefault();
  const factor = event.deltaY > 0 ? NOTCH : 1 / NOTCH;
  const [u, v] = pixelAt(parts, event);
  const { x, y, width, height } = parts.region();
  parts.showRegion({
    x: u - (u - x) * factor,
    y: v - (v - y) * factor,
    width: width * factor,
    height: height * factor,
  });
}

function keypointOf(event: Event): number | null {
  const k = (event.target as Element).getAttribute('data-keypoint');
  return k === null ? null : Number(k);
}

function pixelAt({ svg, region }: GestureParts, { clientX, clientY }: MouseEvent): [number, number] {
  const box = svg.getBoundingClientRect();
  const { x, y, width, height } = region();
  return [x + ((clientX - box.left) * width) / box.width, y + ((clientY - box.top) * height) / box.height];
}
