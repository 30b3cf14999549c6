import {
  bonesIn,
  drawHandles,
  drawPicture,
  fillHost,
  type Handle,
  JOINTS_LAYER,
  setAttributes,
  spoken,
  svgElement,
} from './picture-drawing.js';
import { listenToHandles } from './picture-gestures.js';
import { aroundPerson, type Region } from './picture-region.js';
import type { Workbench } from './workbench.js';

export interface PictureViewOptions {
  /** What is shown behind the handles: the workbench's picture, in any size of its shape. */
  readonly picture: CanvasImageSource;
  /** Radius of a handle on the screen, CSS pixels; default 5. */
  readonly handleRadius?: number;
}

/** A picture with a handle on each keypoint of the chosen person and the bones of the fitted body. */
export interface PictureView {
  /** Fills the width of what it is put into. */
  readonly element: HTMLElement;
  /** Shows a part of the picture with something around it: x, y, width, height in pixels; null: all of it. */
  show(part: readonly [number, number, number, number] | null): void;
  dispose(): void;
}

const RADIUS = 5;
const BONES = '#7cff6b';
const LOOKS: Readonly<Record<Handle['state'], { readonly fill: string; readonly opacity: number }>> = {
  seen: { fill: '#ffd400', opacity: 1 },
  unsure: { fill: '#ffd400', opacity: 0.5 },
  moved: { fill: '#00c8ff', opacity: 1 },
  turned: { fill: '#b37dff', opacity: 1 },
  pinned: { fill: '#ff4d6d', opacity: 1 },
  ignored: { fill: '#888888', opacity: 0.4 },
};
const LAYER = 'position:absolute;inset:0;width:100%;height:100%;';

/**
 * Draws the workbench's picture. Drag a handle to move its joint; a double click switches it off and on; with Shift a
 * click pins it; the wheel zooms; joint-keys.ts tells what keys do. All that it shows is made of elements and numbers, no
 * text of the picture's becomes HTML.
 */
export function createPictureView(
  workbench: Workbench,
  { picture, handleRadius = RADIUS }: PictureViewOptions,
): PictureView {
  const { width, height } = workbench.state.image ?? { width: 1, height: 1 };
  const size = { width, height };
  const whole: Region = { x: 0, y: 0, width, height };
  const { element, canvas, svg, bones, handles } = createLayers(width, height);
  const drawBones = bonesIn(bones, workbench);
  let region = whole;
  const redraw = (): void => {
    const radius = (handleRadius * region.width) / Math.max(1, element.clientWidth);
    drawHandles(handles, workbench.person, createHandle, (circle, handle) => placeHandle(circle, handle, radius));
    void drawBones(radius / 2);
  };
  const showRegion = (next: Region): void => {
    region = next;
    svg.setAttribute('viewBox', `${region.x} ${region.y} ${region.width} ${region.height}`);
    drawPicture(canvas, picture, region, size);
    redraw();
  };
  const fill = (): void => {
    fillHost(canvas, element);
    showRegion(region);
  };
  const stopListening = listenToHandles({ workbench, svg, size, region: () => region, showRegion });
  const unsubscribe = workbench.subscribe((event) => {
    if (event.type !== 'state') return;
    if (event.cause === 'people' || event.cause === 'choose') view.show(workbench.person?.detection?.box ?? null);
    else redraw();
  });
  const resized = new ResizeObserver(fill);
  resized.observe(element);
  const view: PictureView = {
    element,
    show: (part) => showRegion(part === null ? whole : aroundPerson(part, size, size)),
    dispose() {
      unsubscribe();
      stopListening();
      resized.disconnect();
      element.remove();
    },
  };
  view.show(workbench.person?.detection?.box ?? null);
  return view;
}

function createLayers(width: number, height: number) {
  const element = document.createElement('div');
  element.style.cssText = `position:relative;width:100%;aspect-ratio:${width}/${height};touch-action:none;user-select:none`;
  const canvas = document.createElement('canvas');
  canvas.width = 0; // until it is known how large the view is
  canvas.style.cssText = LAYER;
  const svg = svgElement('svg', JOINTS_LAYER);
  svg.style.cssText = LAYER;
  const bones = svgElement('g', { stroke: BONES, 'stroke-linecap': 'round', 'pointer-events': 'none' });
  const handles = svgElement('g');
  svg.append(bones, handles);
  element.append(canvas, svg);
  return { element, canvas, svg, bones, handles };
}

/** Elements of a host's page, whose style sheet knows nothing of them. */
function createHandle(): SVGElement {
  const circle = svgElement('circle', { 'fill-opacity': 0.75, stroke: '#000000' });
  circle.style.cursor = 'grab';
  circle.append(svgElement('title'));
  return circle;
}

function placeHandle(circle: Element, { name, state, isHidden, xy: [cx, cy] }: Handle, radius: number): void {
  setAttributes(circle, { cx, cy, r: radius, 'stroke-width': radius / 4, ...LOOKS[state] });
  setAttributes(circle, { display: isHidden ? 'none' : 'inline' });
  if (circle.firstElementChild) circle.firstElementChild.textContent = spoken(name);
}
