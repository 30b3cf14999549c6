import { JOINT_SETS, SMPL_JOINTS, SMPL_PARENTS } from '../../core/body/joint-sets.js';
import { listenToHandles } from './picture-gestures.js';
import type { Person } from './state.js';
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
  /** Shows a part of the picture, as far as its shape allows: x, y, width, height in pixels; null: all of it. */
  show(part: readonly [number, number, number, number] | null): void;
  dispose(): void;
}

/** The part of the picture that is seen, pixels; always of the picture's shape. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const SVG = 'http://www.w3.org/2000/svg';
const RADIUS = 5;
/** A keypoint less sure than this is drawn faint. */
const SURE = 0.3;
const COLOURS = { seen: '#ffd400', moved: '#00c8ff', pinned: '#ff4d6d', bone: '#7cff6b', off: '#888888' };
const LAYER = 'position:absolute;inset:0;width:100%;height:100%;';
/** Around the person shown, as a share of their box. */
const MARGIN = 0.25;

/**
 * Draws the workbench's picture. Drag a handle to move its joint; a double click switches it off and on; with Shift a
 * click pins it; the wheel zooms. All that it shows is made of elements and numbers, no text of the picture's becomes
 * HTML.
 */
export function createPictureView(
  workbench: Workbench,
  { picture, handleRadius = RADIUS }: PictureViewOptions,
): PictureView {
  const { width, height } = workbench.state.image ?? { width: 1, height: 1 };
  const { element, canvas, svg, bones, handles } = createLayers(width, height);
  let region: Region = { x: 0, y: 0, width, height };
  const radius = (): number => (handleRadius * region.width) / Math.max(1, element.clientWidth);
  const drawing = { workbench, bones, handles, radius, drawn: 0 };
  const redraw = (): void => {
    drawHandles(drawing);
    void drawBones(drawing);
  };
  const showRegion = (next: Region): void => {
    region = within(next, width, height);
    const { x, y } = region;
    svg.setAttribute('viewBox', `${x} ${y} ${region.width} ${region.height}`);
    drawPicture(canvas, picture, region, width, height);
    redraw();
  };
  const stopListening = listenToHandles({ workbench, svg, region: () => region, showRegion });
  const unsubscribe = workbench.subscribe((event) => {
    if (event.type !== 'state') return;
    if (event.cause === 'people' || event.cause === 'choose') view.show(workbench.person?.detection?.box ?? null);
    else redraw();
  });
  const resized = new ResizeObserver(redraw);
  resized.observe(element);
  const view: PictureView = {
    element,
    show: (part) => showRegion(part === null ? { x: 0, y: 0, width, height } : around(part, width / height)),
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
  canvas.width = width;
  canvas.height = height;
  canvas.style.cssText = LAYER;
  const svg = svgElement('svg', {});
  svg.style.cssText = LAYER;
  const bones = svgElement('g', { stroke: COLOURS.bone, 'stroke-linecap': 'round', 'pointer-events': 'none' });
  const handles = svgElement('g', {});
  svg.append(bones, handles);
  element.append(canvas, svg);
  return { element, canvas, svg, bones, handles };
}

/** A region of the picture's shape around a box, with a margin. */
function around([x, y, w, h]: readonly [number, number, number, number], aspect: number): Region {
  const height = Math.max(h, w / aspect) * (1 + 2 * MARGIN);
  const width = height * aspect;
  return { x: x + (w - width) / 2, y: y + (h - height) / 2, width, height };
}

/** The region moved, and if need be made smaller, to lie in the picture. */
function within(region: Region, width: number, height: number): Region {
  const share = Math.min(1, region.width / width, region.height / height);
  const [w, h] = [share * width, share * height];
  return {
    x: Math.min(Math.max(0, region.x), width - w),
    y: Math.min(Math.max(0, region.y), height - h),
    width: w,
    height: h,
  };
}

function drawPicture(
  canvas: HTMLCanvasElement,
  picture: CanvasImageSource,
  { x, y, width, height }: Region,
  pictureWidth: number,
  pictureHeight: number,
): void {
  const context = canvas.getContext('2d');
  const scale = pictureWidth / width;
  context?.setTransform(scale, 0, 0, pictureHeight / height, -x * scale, (-y * pictureHeight) / height);
  context?.drawImage(picture, 0, 0, pictureWidth, pictureHeight);
}

interface Drawing {
  readonly workbench: Workbench;
  readonly bones: SVGElement;
  readonly handles: SVGElement;
  /** In pixels of the picture. */
  radius(): number;
  /** Counts the drawings of bones: the points come later, and an older answer must not cover a newer one. */
  drawn: number;
}

function svgElement(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** Elements are kept from drawing to drawing: one that is dragged must not vanish under the pointer. */
function drawHandles({ workbench: { person }, handles, radius }: Drawing): void {
  const K = person === null ? 0 : JOINT_SETS[person.keypoints.set].length;
  while (handles.childElementCount > K) handles.lastElementChild?.remove();
  while (handles.childElementCount < K) handles.append(handle());
  if (person === null) return;
  for (const [k, element] of [...handles.children].entries()) placeHandle(element, person, k, radius());
}

const handle = (): SVGElement => {
  const circle = svgElement('circle', { 'fill-opacity': 0.75, stroke: '#000000' });
  circle.style.cursor = 'grab';
  circle.append(svgElement('title', {}));
  return circle;
};

function placeHandle(element: Element, { keypoints, edits }: Person, k: number, radius: number): void {
  const { set, xy, confidence } = keypoints;
  const name = JOINT_SETS[set][k];
  const { moved, off, pinned } = edits[k];
  const attributes = {
    'data-keypoint': k,
    cx: xy[2 * k],
    cy: xy[2 * k + 1],
    r: radius,
    fill: off ? COLOURS.off : pinned ? COLOURS.pinned : moved ? COLOURS.moved : COLOURS.seen,
    'stroke-width': radius / 4,
    opacity: off ? 0.4 : confidence[k] < SURE ? 0.5 : 1,
    // Some keypoints of a set mean nothing to the body (fingers, corners of the mouth).
    display: name === null || confidence[k] === 0 ? 'none' : 'inline',
  };
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  if (element.firstElementChild) element.firstElementChild.textContent = (name ?? '').replaceAll('_', ' ');
}

async function drawBones(drawing: Drawing): Promise<void> {
  const { workbench, bones, radius } = drawing;
  drawing.drawn += 1;
  const turn = drawing.drawn;
  const points = await workbench.bodyPoints().catch(() => null);
  if (turn !== drawing.drawn) return;
  const joints = points === null ? [] : SMPL_JOINTS.map((name) => points[name]);
  const lines = joints.slice(1).map(([x2, y2], j) => {
    const [x1, y1] = joints[SMPL_PARENTS[j + 1]];
    return svgElement('line', { x1, y1, x2, y2, 'stroke-width': radius() / 2 });
  });
  bones.replaceChildren(...lines);
}
