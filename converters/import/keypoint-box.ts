import type { Keypoints } from '../../core/types.js';

/** The smallest box (x, y, width, height, pixels) around the keypoints that were seen; empty when none was. */
export function boxAround({ xy, confidence }: Keypoints): [number, number, number, number] {
  const seen = [...confidence.keys()].filter((k) => confidence[k] > 0);
  if (seen.length === 0) return [0, 0, 0, 0];
  const xs = seen.map((k) => xy[2 * k]);
  const ys = seen.map((k) => xy[2 * k + 1]);
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top];
}
