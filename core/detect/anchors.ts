/** Side of the detector's input, pixels. */
export const DETECTOR_RESOLUTION = 224;

/** The detector's output layers: cell size in input pixels, anchors a cell (the three layers of stride 32 as one). */
const LAYERS = [
  { stride: 8, anchorsPerCell: 2 },
  { stride: 16, anchorsPerCell: 2 },
  { stride: 32, anchorsPerCell: 6 },
];

/**
 * Centres of the detector's anchors: 2254×2, x and y from 0 to 1 across the input, in the order of its output (layer,
 * row, column, anchor). Their size is 1 throughout and does not enter the decoding.
 */
export function detectorAnchors(): Float64Array {
  const centres: number[] = [];
  for (const { stride, anchorsPerCell } of LAYERS) {
    const cells = DETECTOR_RESOLUTION / stride;
    for (let row = 0; row < cells; row++) {
      for (let column = 0; column < cells; column++) {
        for (let anchor = 0; anchor < anchorsPerCell; anchor++) {
          centres.push((column + 0.5) / cells, (row + 0.5) / cells);
        }
      }
    }
  }
  return Float64Array.from(centres);
}
