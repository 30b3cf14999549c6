import type { Detection, Image } from '../types.js';
import { isOnMask } from './erase.js';
import { REGION_GAIN } from './landmarks.js';
import type { Region } from './region.js';
import type { Seed } from './seeds.js';
import { intersectionOverUnion } from './suppress.js';

/** Whom to look for: the person under a point, or the one who fills a box best. Pixels of the photo. */
export type Target =
  | { readonly at: readonly [number, number] }
  | { readonly box: readonly [number, number, number, number] };

/** Squares around a point that are searched one after the other, as shares of the photo's long side. */
const POINT_SQUARES = [0.5, 0.25];
/** A box is searched with this much room around it. */
const BOX_ROOM = 1.6;
/** Boxes that overlap less are not about the same person. Intersection over union. */
const MIN_OVERLAP = 0.2;

/** Where to look once more for the target, nearer than the whole photo. */
export function squaresAround(target: Target, image: Image): Region[] {
  if ('at' in target) {
    const [x, y] = target.at;
    const whole = Math.max(image.width, image.height);
    return POINT_SQUARES.map((share) => ({ x, y, size: share * whole, rotation: 0 }));
  }
  const [left, top, width, height] = target.box;
  const size = BOX_ROOM * Math.max(width, height);
  return [{ x: left + width / 2, y: top + height / 2, size, rotation: 0 }];
}

/** The box itself as a proposal: somebody upright who fills it. Its only proof is the landmark network's. */
export function seedOfBox([left, top, width, height]: readonly [number, number, number, number]): Seed {
  return {
    kind: 'box',
    region: { x: left + width / 2, y: top + height / 2, size: REGION_GAIN * Math.max(width, height), rotation: 0 },
    score: 1,
    expectations: [],
    minAgreement: 0,
    isStrong: true,
  };
}

/** The one person who is the target, or nobody. */
export function chooseTarget(people: readonly Detection[], target: Target): Detection[] {
  const fit = people.map((person) => fitOf(person, target));
  const best = fit.indexOf(Math.max(...fit));
  return fit[best] > 0 ? [people[best]] : [];
}

/** How well somebody fits the target: 0 not at all; of several under a point the smallest, mask before box. */
function fitOf({ box: [left, top, width, height], mask }: Detection, target: Target): number {
  if ('box' in target) {
    const [x, y, w, h] = target.box;
    const overlap = intersectionOverUnion([left, top, left + width, top + height], [x, y, x + w, y + h]);
    return overlap >= MIN_OVERLAP ? overlap : 0;
  }
  const [x, y] = target.at;
  const smallness = 1 / (1 + width * height);
  if (mask && isOnMask(mask, x, y)) return 1 + smallness;
  return x >= left && y >= top && x <= left + width && y <= top + height ? smallness : 0;
}
