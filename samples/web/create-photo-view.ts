import type { Person } from '../../plugins/workbench/index.js';
import { around, aroundPerson, type Region, type Size, zoomed } from '../../plugins/workbench/picture-region.js';
import { onceAFrame } from './dom.js';
import { createJointSelection } from './joint-selection.js';
import { listenToPhoto } from './photo-gestures.js';
import { createPhotoLayers } from './photo-layers.js';
import type { PhotoView } from './photo-view.js';
import type { Session } from './session.js';

export function createPhotoView(host: HTMLElement, session: Session): PhotoView {
  const { workbench } = session;
  const layers = createPhotoLayers(host, workbench);
  const selection = createJointSelection(workbench);
  const listeners: (() => void)[] = [];
  let picture: CanvasImageSource | null = null;
  let region: Region = { x: 0, y: 0, width: 1, height: 1 };
  const photo = (): Size => workbench.state.image ?? { width: 1, height: 1 };
  const draw = onceAFrame(() => layers.draw({ picture, region, selected: selection.k }, photo()));
  const redraw = (): void => {
    layers.outdate();
    draw();
  };
  const tell = (): void => {
    redraw();
    for (const listener of listeners) listener();
  };
  const moveTo = (next: Region): void => {
    region = next;
    tell();
  };

  const view: PhotoView = {
    overlay: layers.overlay,
    get region() {
      return region;
    },
    get selected() {
      return selection.k;
    },
    select(k) {
      selection.select(k);
      tell();
    },
    show(next) {
      picture = next;
      selection.select(null);
      moveTo(wholeOf(photo(), sizeOf(host)));
    },
    moveTo,
    zoom: (factor, at = middleOf(region)) => moveTo(zoomed(region, factor, at, photo())),
    fitView: () => moveTo(otherRegion(region, workbench.person, photo(), sizeOf(host))),
    onView: (listener) => listeners.push(listener),
  };
  workbench.subscribe((event) => event.type === 'state' && redraw());
  new ResizeObserver(() => {
    if (host.clientWidth === 0) return;
    layers.resize();
    moveTo(around(shownPart(region, photo()), sizeOf(host)));
  }).observe(host);
  listenToPhoto(layers.svg, session, view);
  return view;
}

const wholeOf = (photo: Size, view: Size): Region => around({ x: 0, y: 0, ...photo }, view);

const middleOf = ({ x, y, width, height }: Region): [number, number] => [x + width / 2, y + height / 2];

/** The person's or, where they are shown already, or nobody was found there, the whole photo. */
function otherRegion(now: Region, person: Person | null, photo: Size, view: Size): Region {
  const box = person?.detection?.box;
  const whole = wholeOf(photo, view);
  if (!box) return whole;
  const close = aroundPerson(box, photo, view);
  return Math.abs(now.width - close.width) < 1 && Math.abs(now.x - close.x) < 1 ? whole : close;
}

const sizeOf = (host: HTMLElement): Size => ({
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
