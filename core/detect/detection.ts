import type { Detection, Image } from '../types.js';
import { SEEN } from './confidence.js';
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

/** x, y, width, height: around the keypoints seen, clipped to the photo. */
export function boxOfSeen(xy: Float64Array, confidence: Float64Array, image: Image): Detection['box'] {
  let [left, top, right, bottom] = [image.width, image.height, 0, 0];
  for (let k = 0; k < confidence.length; k++) {
    if (!(confidence[k] >= SEEN)) continue;
    const x = Math.min(Math.max(xy[2 * k], 0), image.width);
    const y = Math.min(Math.max(xy[2 * k + 1], 0), image.height);
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return [left, top, right - left, bottom - top];
}
