import { SEEN } from '../keypoints/seen.js';
import type { Detection, Image } from '../types.js';
import type { Person } from './follow-seed.js';
import { maskOf } from './landmarks.js';

/** What callers get to know of somebody found. */
export function detectionOf({ landmarks, confidence, score }: Person, image: Image): Detection {
  return {
    box: boxOfSeen(landmarks.xy, confidence, image),
    score,
    keypoints: { set: 'blazepose33', xy: landmarks.xy, confidence },
    worldLandmarks: landmarks.world,
    mask: maskOf(landmarks),
  };
}

/** x, y, width, height: around the keypoints seen, clipped to the photo; empty when none was. */
export function boxOfSeen(xy: Float64Array, confidence: Float64Array, image: Image): Detection['box'] {
  const seen = [...confidence.keys()].filter((k) => confidence[k] >= SEEN);
  if (seen.length === 0) return [0, 0, 0, 0];
  const within = (value: number, most: number): number => Math.min(Math.max(value, 0), most);
  const xs = seen.map((k) => within(xy[2 * k], image.width));
  const ys = seen.map((k) => within(xy[2 * k + 1], image.height));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top];
}
