import { sigmoid } from './sigmoid.js';

/** M: side of the landmark network's heatmaps, cells. */
export const HEATMAP_SIZE = 64;
/** Cells looked at on each side of the regressed landmark: a window of 7×7. */
const REACH = 3;
/** A window whose highest cell stays below this does not move the landmark. Probability. */
const MIN_PEAK = 0.5;

/** A landmark after a look at its heatmap. */
export interface Refined {
  /** From 0 to 1 across the region. */
  readonly x: number;
  readonly y: number;
  /** Highest probability within the window; 0 when the landmark lies outside the map. */
  readonly peak: number;
}

/**
 * Moves a regressed landmark (x, y) to the centre of mass of its heatmap nearby:
 *
 *   x = Σ column·p / (M Σ p),  y likewise,  p = sigmoid(logit), over the 7×7 window clipped to the map
 *
 * The column counts without the half a cell that its centre would add, as in the program the network was trained for.
 *
 * @param heatmaps K×M×M, logits
 * @param k        which map
 */
export function refineLandmark(heatmaps: Float32Array, k: number, x: number, y: number): Refined {
  const M = HEATMAP_SIZE;
  const centreColumn = Math.trunc(M * x);
  const centreRow = Math.trunc(M * y);
  if (!(x >= 0 && y >= 0 && centreColumn < M && centreRow < M)) return { x, y, peak: 0 };

  let sum = 0;
  let sumColumn = 0;
  let sumRow = 0;
  let peak = 0;
  for (let row = Math.max(0, centreRow - REACH); row <= Math.min(M - 1, centreRow + REACH); row++) {
    const start = (k * M + row) * M;
    for (let column = Math.max(0, centreColumn - REACH); column <= Math.min(M - 1, centreColumn + REACH); column++) {
      const p = sigmoid(heatmaps[start + column]);
      sum += p;
      sumColumn += column * p;
      sumRow += row * p;
      if (p > peak) peak = p;
    }
  }
  return peak >= MIN_PEAK ? { x: sumColumn / (M * sum), y: sumRow / (M * sum), peak } : { x, y, peak };
}
