import type { Detection } from '../../core/types.js';
import { KEYPOINTS_FORMAT } from '../formats/format-names.js';

/** The people found in one photo. */
export interface FoundPeople {
  readonly image: { readonly path: string; readonly width: number; readonly height: number };
  /** Pixels; undefined when nobody said so. */
  readonly focalLength?: number;
  readonly people: readonly Detection[];
}

/**
 * People as photorig-keypoints-1, which readKeypointsJson reads: an object ready for JSON.stringify. Without a path the
 * file names no photo.
 */
export function toKeypointsJson({ image: { path, width, height }, focalLength, people }: FoundPeople): object {
  return {
    format: KEYPOINTS_FORMAT,
    image: { ...(path !== '' && { path }), width, height },
    ...(focalLength !== undefined && { focalLength }),
    persons: people.map(({ box, score, keypoints: { set, xy, confidence }, worldLandmarks }) => ({
      box,
      score,
      set,
      xy: rows(xy, 2),
      confidence: [...confidence],
      ...(worldLandmarks !== undefined && { worldLandmarks: rows(worldLandmarks, 3) }),
    })),
  };
}

/** A flat array as rows of n. */
const rows = (values: Float64Array, n: number): number[][] =>
  Array.from({ length: values.length / n }, (_, row) => [...values.subarray(n * row, n * (row + 1))]);
