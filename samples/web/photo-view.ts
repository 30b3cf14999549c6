import type { KeypointSet } from '../../core/body/joint-sets.js';
import type { Workbench } from '../../plugins/workbench/index.js';
import { bonesIn, drawPicture, svgElement } from '../../plugins/workbench/picture-drawing.js';
import { around, aroundPerson, type Region, type Size, zoomed } from '../../plugins/workbench/picture-region.js';
import { listenToPhoto } from './photo-gestures.js';
import { drawPhotoHandles } from './photo-handles.js';
import type { Session } from './session.js';

/** The photo with handles on the chosen person's joints. */
export interface PhotoView {
  /** Lies between the photo and the handles: what draws the bodies owns it. */
  readonly overlay: HTMLCanvasElement;
  readonly region: Region;
  /** The joint that buttons and keys act on; null: none. */
  readonly selected: number | null;
  select(k: number | null): void;
  show(picture: CanvasImageSource): void;
  /** Moves the view without asking; see picture-region.ts. */
  moveTo(region: Region): void;
  zoom(factor: number, at?: readonly [number, number]): void;
  /** To the chosen person, or the whole photo if they are shown. */
  fitView(): void;
  /** Told when the view, its size or the selected joint have changed. */
  onView(listener: () => void): void;
}

export function createPhotoView(host: HTMLElement, session: Session): PhotoView {
  const { workbench } = session;
  const layers = createLayers(host);
  const { canvas, svg } = layers;
  const drawBones = bonesIn(layers.bones, workbench);
  const listeners: (() => void)[] = [];
  let picture: CanvasImageSource | null = null;
  let region: Region = { x: 0, y: 0, width: 1, height: 1 };
  let selection: Selection | null = null;
  let isScheduled = false;

  /** A joint stays selected while the person and the joint set do: of others the index means another joint. */
  const selected = (): number | null =>
    selection !== null && isSameJoint(selection, selectionOf(workbench, selection.k)) ? selection.k : null;
  const photo = () => workbench.state.image ?? { width: 1, height: 1 };
  const middle = (): [number, number] => [region.x + region.width / 2, region.y + region.height / 2];

  function draw(): void {
    isScheduled = false;
    const { x, y, width, height } = region;
    svg.setAttribute('viewBox', `${x} ${y} ${width} ${height}`);
    drawPicture(canvas, picture, region, photo());
    const pixel = width / Math.max(1, host.clientWidth);
    drawPhotoHandles(layers.handles, workbench.person, pixel, selected());
    void drawBones(1.4 * pixel);
  }
  function redraw(): void {
    if (!isScheduled) requestAnimationFrame(draw);
    isScheduled = true;
  }
  function tell(): void {
    redraw();
    for (const listener of listeners) listener();
  }
  function resize(): void {
    const { clientWidth, clientHeight } = host;
    if (clientWidth === 0) return;
    canvas.width = Math.round(clientWidth * devicePixelRatio);
    canvas.height = Math.round(clientHeight * devicePixelRatio);
    region = around(shownPart(region, photo()), { width: clientWidth, height: clientHeight });
    tell();
  }

  const view: PhotoView = {
    overlay: layers.overlay,
    get region() {
      return region;
    },
    get selected() {
      return selected();
    },
    select(k) {
      selection = k === null ? null : selectionOf(workbench, k);
      tell();
    },
    show(next) {
      picture = next;
      selection = null;
      region = around({ x: 0, y: 0, ...photo() }, sizeOf(host));
      tell();
    },
    moveTo(next) {
      region = next;
      tell();
    },
    zoom: (factor, at = middle()) => view.moveTo(zoomed(region, factor, at, photo())),
    fitView() {
      const box = workbench.person?.detection?.box;
      const whole = around({ x: 0, y: 0, ...photo() }, sizeOf(host));
      const close = box ? aroundPerson(box, photo(), sizeOf(host)) : whole;
      view.moveTo(Math.abs(region.width - close.width) < 1 && Math.abs(region.x - close.x) < 1 ? whole : close);
    },
    onView: (listener) => listeners.push(listener),
  };
  workbench.subscribe((event) => {
    if (event.type !== 'state') return;
    if (event.cause === 'people') selection = null;
    redraw();
  });
  new ResizeObserver(resize).observe(host);
  listenToPhoto(svg, session, view);
  return view;
}

/** A joint, and whose it is. */
interface Selection {
  readonly k: number;
  readonly chosen: number;
  readonly count: number;
  readonly set: KeypointSet | undefined;
}

const selectionOf = ({ state: { people, chosen } }: Workbench, k: number): Selection => ({
  k,
  chosen,
  count: people.length,
  set: people[chosen]?.keypoints.set,
});

const isSameJoint = (a: Selection, b: Selection): boolean =>
  a.k === b.k && a.chosen === b.chosen && a.count === b.count && a.set === b.set;

function createLayers(host: HTMLElement) {
  const canvas = document.createElement('canvas');
  const overlay = document.createElement('canvas');
  overlay.className = 'overlay';
  const svg = svgElement('svg', {
    preserveAspectRatio: 'none',
    role: 'group',
    'aria-label': 'Joints: arrow keys move, Space pins, Delete leaves out',
  });
  const bones = svgElement('g', { class: 'bones' });
  const handles = svgElement('g');
  svg.append(bones, handles);
  host.append(canvas, overlay, svg);
  return { canvas, overlay, svg, bones, handles };
}

const sizeOf = (host: HTMLElement) => ({
  width: Math.max(1, host.clientWidth),
  height: Math.max(1, host.clientHeight),
});

/** The region without what lies beyond the photo's edges. */
function shownPart({ x, y, width, height }: Region, photo: Size): Region {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  return {
    x: left,
    y: top,
    width: Math.min(photo.width, x + width) - left,
    height: Math.min(photo.height, y + height) - top,
  };
}
