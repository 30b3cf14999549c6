import type { Detection } from '../../core/types.js';

/**
 * COCO-17 keypoints of somebody who stands in the middle of 640 x 480 pixels, facing us, arms down: nose, eyes, ears,
 * then left and right shoulders, elbows, wrists, hips, knees, ankles.
 */
export const STANDING: readonly (readonly [number, number])[] = [
  [320, 80],
  [328, 72],
  [312, 72],
  [338, 78],
  [302, 78],
  [358, 130],
  [282, 130],
  [372, 190],
  [268, 190],
  [378, 245],
  [262, 245],
  [342, 250],
  [298, 250],
  [345, 335],
  [295, 335],
  [346, 420],
  [294, 420],
];

/** The same person moved to the right by so many pixels. */
export function standing(right = 0): Detection {
  return {
    box: [262 + right, 72, 116, 348],
    score: 1,
    keypoints: {
      set: 'coco17',
      xy: Float64Array.from(STANDING.flatMap(([x, y]) => [x + right, y])),
      confidence: new Float64Array(STANDING.length).fill(1),
    },
  };
}
