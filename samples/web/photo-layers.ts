import type { Workbench } from '../../plugins/workbench/index.js';
import { bonesIn, drawPicture, fillHost, JOINTS_LAYER, svgElement } from '../../plugins/workbench/picture-drawing.js';
import type { Region, Size } from '../../plugins/workbench/picture-region.js';
import { drawPhotoHandles } from './photo-handles.js';

/** What the view shows: the picture, the part of it, and the joint that is marked. */
export interface Shown {
  readonly picture: CanvasImageSource | null;
  readonly region: Region;
  readonly selected: number | null;
}

/** The photo, above it a canvas for the bodies, above that bones and handles. */
export interface PhotoLayers {
  readonly overlay: HTMLCanvasElement;
  /** The bones and handles: what pointers and keys meet. */
  readonly svg: SVGElement;
  /** What is drawn is old from now on: the drawing is marked so until the next one is whole, bones included. */
  outdate(): void;
  /** @param photo size of the photo, in whatever size the picture of it is */
  draw(shown: Shown, photo: Size): void;
  /** As many pixels as the host now has. */
  resize(): void;
}

export function createPhotoLayers(host: HTMLElement, workbench: Workbench): PhotoLayers {
  const canvas = document.createElement('canvas');
  const overlay = document.createElement('canvas');
  overlay.className = 'overlay';
  const svg = svgElement('svg', { preserveAspectRatio: 'none', ...JOINTS_LAYER });
  const bones = svgElement('g', { class: 'bones' });
  const handles = svgElement('g');
  svg.append(bones, handles);
  host.append(canvas, overlay, svg);
  const drawBones = bonesIn(bones, workbench);
  /** Counts what outdated the drawing: bones come late, when there may be something newer to draw. */
  let changes = 0;

  return {
    overlay,
    svg,
    outdate() {
      changes += 1;
      svg.dataset.old = 'yes';
    },
    draw({ picture, region, selected }, photo) {
      const drawn = changes;
      const { x, y, width, height } = region;
      svg.setAttribute('viewBox', `${x} ${y} ${width} ${height}`);
      drawPicture(canvas, picture, region, photo);
      const pixel = width / Math.max(1, host.clientWidth);
      drawPhotoHandles(handles, workbench.person, pixel, selected);
      void drawBones(1.4 * pixel).then(() => {
        if (drawn === changes) delete svg.dataset.old;
      });
    },
    resize: () => fillHost(canvas, host),
  };
}
