import type { Image } from '../types.js';

/** A square of the photo, turned about its centre: what a network gets to see. */
export interface Region {
  /** Centre, pixels. */
  readonly x: number;
  readonly y: number;
  /** Side, pixels. */
  readonly size: number;
  /** Radians, from the photo's x axis towards its y axis. */
  readonly rotation: number;
}

/** A point of the photo, pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The letterbox: the smallest upright square around the whole photo, centred on it. */
export function wholePhoto(image: Image): Region {
  return {
    x: image.width / 2,
    y: image.height / 2,
    size: Math.max(image.width, image.height),
    rotation: 0,
  };
}

/**
 * The region of a person given by two points: the middle of the hips, and a point on the circle around the body that
 * lies in the direction of the head.
 *
 *   size = 2·gain·‖top − hips‖        rotation = ½π − atan2(−(top.y − hips.y), top.x − hips.x), wrapped to [−π, π)
 *
 * The region's own "up" then points at the head.
 */
export function regionAround(hips: Point, top: Point, gain: number): Region {
  const dx = top.x - hips.x;
  const dy = top.y - hips.y;
  return {
    x: hips.x,
    y: hips.y,
    size: 2 * gain * Math.hypot(dx, dy),
    rotation: wrapAngle(Math.PI / 2 - Math.atan2(-dy, dx)),
  };
}

/** Where the point (u, v) of a region, from 0 to 1 across it, lies in the photo. */
export function toPhoto(region: Region, u: number, v: number): Point {
  const across = (u - 0.5) * region.size;
  const down = (v - 0.5) * region.size;
  const cos = Math.cos(region.rotation);
  const sin = Math.sin(region.rotation);
  return { x: region.x + cos * across - sin * down, y: region.y + sin * across + cos * down };
}

/** A person smaller than this shows nothing that a network could use. Pixels. */
const MIN_SIZE = 8;
/** A body cut off by the border reaches beyond the photo, but not by this many times the photo. */
const MAX_SIZE = 8;

/** Whether a region is one that a network can be asked about: finite, not a speck, centred near the photo. */
export function isUsable(region: Region, image: Image): boolean {
  const { x, y, size, rotation } = region;
  const reach = size / 2;
  return (
    size >= MIN_SIZE &&
    size <= MAX_SIZE * Math.max(image.width, image.height) &&
    x > -reach &&
    y > -reach &&
    x < image.width + reach &&
    y < image.height + reach &&
    Number.isFinite(rotation)
  );
}

function wrapAngle(angle: number): number {
  return angle - 2 * Math.PI * Math.floor((angle + Math.PI) / (2 * Math.PI));
}
