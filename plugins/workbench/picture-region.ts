/** The part of a photo that a view shows, pixels of the photo; it may reach beyond its edges. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels of the photo across the closest view. */
const CLOSEST = 40;
/** Around a person, as a share of their box. */
const MARGIN = 0.22;

/** The smallest region of the view's shape that holds a box, in its middle. */
export function around({ x, y, width, height }: Region, view: Size): Region {
  const scale = Math.max(width / view.width, height / view.height);
  const [w, h] = [view.width * scale, view.height * scale];
  return { x: x + (width - w) / 2, y: y + (height - h) / 2, width: w, height: h };
}

/** A region that shows a person with something around them; all of the photo where they fill much of it. */
export function aroundPerson(box: readonly [number, number, number, number], photo: Size, view: Size): Region {
  const [x, y, width, height] = box;
  const m = MARGIN * Math.max(width, height);
  const close = around({ x: x - m, y: y - m, width: width + 2 * m, height: height + 2 * m }, view);
  const whole = around({ x: 0, y: 0, ...photo }, view);
  return close.width > 0.8 * whole.width ? whole : inside(close, photo);
}

/** The region zoomed about a point of the photo, which stays where it is in the view. */
export function zoomed(region: Region, factor: number, [u, v]: readonly [number, number], photo: Size): Region {
  const whole = around({ x: 0, y: 0, ...photo }, region);
  const width = Math.min(Math.max(region.width * factor, CLOSEST), whole.width);
  const scale = width / region.width;
  const next = {
    x: u - (u - region.x) * scale,
    y: v - (v - region.y) * scale,
    width,
    height: region.height * scale,
  };
  return inside(next, photo);
}

export const moved = (region: Region, dx: number, dy: number, photo: Size): Region =>
  inside({ ...region, x: region.x + dx, y: region.y + dy }, photo);

/** A place in the window as a pixel of the photo, of which `layer` shows a region. */
export function pixelAt(
  layer: Element,
  { x, y, width, height }: Region,
  [clientX, clientY]: readonly [number, number],
): [number, number] {
  const box = layer.getBoundingClientRect();
  return [x + ((clientX - box.left) * width) / box.width, y + ((clientY - box.top) * height) / box.height];
}

/** Moved so that as little as possible beyond the photo's edges is seen. */
function inside(region: Region, photo: Size): Region {
  const place = (start: number, length: number, whole: number): number =>
    length >= whole ? (whole - length) / 2 : Math.min(Math.max(0, start), whole - length);
  return {
    ...region,
    x: place(region.x, region.width, photo.width),
    y: place(region.y, region.height, photo.height),
  };
}
