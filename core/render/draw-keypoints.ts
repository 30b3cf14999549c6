import { expectLength } from '../error.js';
import { KEYPOINT_LINES, namedKeypoints } from '../keypoints/named-keypoints.js';
import type { Detection, Image } from '../types.js';
import { type Color, PERSON_COLORS } from './person-colors.js';

type Point = readonly [number, number];

/** Half the width of a limb, as a share of the long side of the person's box, and at least so many pixels. */
const LIMB_RADIUS = 0.007;
const MIN_RADIUS = 1;
/** Of a dot, in radii of a limb. */
const DOT = 1.8;
/** Around limbs and dots, so that they show on any ground. In radii of a limb. */
const RIM = 0.6;
const RIM_COLOR: Color = [0, 0, 0];
const RIM_OPACITY = 0.5;
/** Half the width of the box's lines, as a share of the photo's long side, and at least so many pixels. */
const BOX_RADIUS = 1 / 2000;
const MIN_BOX_RADIUS = 0.5;

/**
 * Draws people's boxes, limbs and keypoints over a photo, one colour a person, the most prominent on top; the photo is
 * not changed. A keypoint is as opaque as it is sure, a limb as its less sure end.
 *
 * @throws FitError bad-input when the photo has not height×width×4 values
 */
export function drawKeypoints(image: Image, people: readonly Detection[]): Image {
  const { width, height } = image;
  expectLength('drawKeypoints', 'image.rgba', image.rgba, 4 * width * height);
  const canvas: Canvas = { width, height, rgba: Uint8ClampedArray.from(image.rgba) };
  for (let p = people.length - 1; p >= 0; p--) drawPerson(canvas, people[p], PERSON_COLORS[p % PERSON_COLORS.length]);
  return { ...image, rgba: canvas.rgba };
}

interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

function drawPerson(canvas: Canvas, { box, keypoints }: Detection, color: Color): void {
  drawBox(canvas, box, color);
  const points = namedKeypoints(keypoints);
  const radius = Math.max(MIN_RADIUS, LIMB_RADIUS * Math.max(box[2], box[3]));
  const strokes: { from: Point; to: Point; radius: number; opacity: number }[] = [];
  for (const [a, b] of KEYPOINT_LINES) {
    const [start, end] = [points.get(a), points.get(b)];
    if (start === undefined || end === undefined) continue;
    const opacity = Math.min(start.confidence, end.confidence);
    strokes.push({ from: [start.x, start.y], to: [end.x, end.y], radius, opacity });
  }
  for (const { x, y, confidence } of points.values()) {
    strokes.push({ from: [x, y], to: [x, y], radius: DOT * radius, opacity: confidence });
  }
  // All rims first: none may cross a limb that was drawn before.
  for (const stroke of strokes) {
    const rimmed = stroke.radius + RIM * radius;
    drawSegment(canvas, stroke.from, stroke.to, rimmed, RIM_COLOR, RIM_OPACITY * stroke.opacity);
  }
  for (const { from, to, radius: width, opacity } of strokes) drawSegment(canvas, from, to, width, color, opacity);
}

function drawBox(canvas: Canvas, [left, top, width, height]: Detection['box'], color: Color): void {
  if (!(width > 0 && height > 0)) return;
  const radius = Math.max(MIN_BOX_RADIUS, BOX_RADIUS * Math.max(canvas.width, canvas.height));
  const corners: Point[] = [
    [left, top],
    [left + width, top],
    [left + width, top + height],
    [left, top + height],
  ];
  corners.forEach((corner, i) => {
    drawSegment(canvas, corner, corners[(i + 1) % corners.length], radius, color, 1);
  });
}

/**
 * Blends all within `radius` of the segment from a to b over the canvas, in place. A pixel is covered by
 *
 *   clamp(radius + ½ − distance of its centre to the segment, 0, 1)
 */
function drawSegment(canvas: Canvas, a: Point, b: Point, radius: number, color: Color, opacity: number): void {
  const { width, height, rgba } = canvas;
  const reach = radius + 0.5;
  const left = Math.max(0, Math.floor(Math.min(a[0], b[0]) - reach));
  const right = Math.min(width, Math.ceil(Math.max(a[0], b[0]) + reach));
  const top = Math.max(0, Math.floor(Math.min(a[1], b[1]) - reach));
  const bottom = Math.min(height, Math.ceil(Math.max(a[1], b[1]) + reach));
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const squaredLength = dx * dx + dy * dy;
  for (let row = top; row < bottom; row++) {
    const y = row + 0.5 - a[1];
    for (let column = left; column < right; column++) {
      const x = column + 0.5 - a[0];
      // The nearest point of the segment is a + t·(b − a); a segment of no length is a dot.
      const t = squaredLength > 0 ? Math.min(1, Math.max(0, (x * dx + y * dy) / squaredLength)) : 0;
      const coverage = Math.min(1, reach - Math.hypot(x - t * dx, y - t * dy));
      if (!(coverage > 0)) continue;
      const alpha = coverage * opacity;
      const at = 4 * (row * width + column);
      rgba[at] += alpha * (color[0] - rgba[at]);
      rgba[at + 1] += alpha * (color[1] - rgba[at + 1]);
      rgba[at + 2] += alpha * (color[2] - rgba[at + 2]);
      rgba[at + 3] += alpha * (255 - rgba[at + 3]);
    }
  }
}
