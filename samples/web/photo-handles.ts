import type { Person } from '../../plugins/workbench/index.js';
import { drawHandles, type Handle, setAttributes, svgElement } from '../../plugins/workbench/picture-drawing.js';

/** CSS pixels: what is seen, and what a finger meets. */
const RADIUS = 5;
const TOUCH_RADIUS = 15;

/**
 * A handle on each keypoint of a person.
 *
 * @param pixel size of a CSS pixel, in pixels of the photo
 * @param selected the keypoint that buttons and keys act on
 */
export const drawPhotoHandles = (
  layer: SVGElement,
  person: Person | null,
  pixel: number,
  selected: number | null,
): void => drawHandles(layer, person, createHandle, (element, handle) => placeHandle(element, handle, pixel, selected));

function createHandle(): SVGElement {
  const handle = svgElement('g');
  handle.append(svgElement('circle', { class: 'grip' }), svgElement('circle', { class: 'dot' }));
  return handle;
}

function placeHandle(
  element: Element,
  { k, name, state, isHidden, xy: [x, y] }: Handle,
  pixel: number,
  selected: number | null,
): void {
  setAttributes(element, {
    class: `handle ${state}${k === selected ? ' selected' : ''}`,
    'data-name': name,
    transform: `translate(${x} ${y})`,
    display: isHidden ? 'none' : 'inline',
  });
  const [grip, dot] = element.children;
  setAttributes(grip, { r: TOUCH_RADIUS * pixel });
  setAttributes(dot, { r: RADIUS * pixel, 'stroke-width': 1.6 * pixel });
}
