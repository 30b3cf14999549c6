import { expect, test } from 'vitest';
import { JOINT_SETS } from '../../../core/body/joint-sets.js';
import { drawKeypoints } from '../../../core/render/draw-keypoints.js';
import { PERSON_COLORS } from '../../../core/render/person-colors.js';
import type { Detection, Image } from '../../../core/types.js';

const WIDTH = 120;
const HEIGHT = 90;
const GREY = 50;

const photo = (): Image => {
  const rgba = new Uint8Array(4 * WIDTH * HEIGHT).fill(GREY);
  for (let i = 3; i < rgba.length; i += 4) rgba[i] = 255;
  return { width: WIDTH, height: HEIGHT, rgba };
};

type Points = Readonly<Record<string, readonly [x: number, y: number, confidence: number]>>;

/** Somebody of whom only these keypoints were seen. */
function somebody(points: Points, box: Detection['box'] = [0, 0, 0, 0]): Detection {
  const all = JOINT_SETS.coco17.map((name) => points[name] ?? [0, 0, 0]);
  const xy = Float64Array.from(all.flatMap(([x, y]) => [x, y] as const));
  return { box, score: 1, keypoints: { set: 'coco17', xy, confidence: Float64Array.from(all, ([, , c]) => c) } };
}

const pixel = ({ rgba }: Pick<Image, 'rgba'>, column: number, row: number): number[] => [
  ...rgba.slice(4 * (row * WIDTH + column), 4 * (row * WIDTH + column) + 3),
];
const PLAIN = [GREY, GREY, GREY];
/** Pixels that differ from the photo, as `column,row`. */
function changed(image: Image): string[] {
  const all = Array.from({ length: WIDTH * HEIGHT }, (_, i) => [i % WIDTH, Math.floor(i / WIDTH)]);
  return all.filter(([x, y]) => pixel(image, x, y).join() !== PLAIN.join()).map(([x, y]) => `${x},${y}`);
}
/** How far a pixel has moved from the photo to the first person's colour, 0..1. */
const opacityAt = (image: Image, x: number, y: number): number =>
  (pixel(image, x, y)[2] - GREY) / (PERSON_COLORS[0][2] - GREY);

const SURE_ARM = { left_elbow: [30.5, 40.5, 1], left_wrist: [90.5, 40.5, 1] } as const;

test('a limb is a straight line of the colour between its ends, with a dark rim, and nothing else', () => {
  const image = photo();
  const drawn = drawKeypoints(image, [somebody(SURE_ARM)]);
  expect(image).toEqual(photo());
  for (let x = 30; x <= 90; x++) expect(pixel(drawn, x, 40)).toEqual([...PERSON_COLORS[0]]);
  // Radius 1 and a rim of 0.6: the rows beside are half coloured, those beyond hold a trace of the rim.
  expect(pixel(drawn, 60, 42)[0]).toBeLessThan(GREY);
  expect(pixel(drawn, 60, 43)).toEqual(PLAIN);
  const columns = changed(drawn).map((at) => Number(at.split(',')[0]));
  expect([Math.min(...columns), Math.max(...columns)]).toEqual([28, 92]); // dots and rims reach 2.9 pixels at most
});

test('edges are smooth: coverage falls from 1 to 0 over a pixel', () => {
  // Between rows 40 and 41: 1 pixel of radius covers both whole, the next ones not at all.
  const ends = { left_elbow: [20, 41, 1], left_wrist: [100, 41, 1] } as const;
  const between = drawKeypoints(photo(), [somebody(ends)]);
  expect([opacityAt(between, 60, 40), opacityAt(between, 60, 41)]).toEqual([1, 1]);
  // Along the middle of row 40 half of the rows beside is covered, and the rim below darkens the rest.
  const middle = drawKeypoints(photo(), [somebody(SURE_ARM)]);
  for (const row of [39, 41]) {
    const value = opacityAt(middle, 60, row);
    expect(value).toBeGreaterThan(0.3);
    expect(value).toBeLessThan(0.5);
  }
});

test('confidence is opacity; a limb is as sure as its less sure end', () => {
  const arm = (elbow: number, wrist: number) =>
    drawKeypoints(photo(), [somebody({ left_elbow: [30.5, 40.5, elbow], left_wrist: [90.5, 40.5, wrist] })]);
  const blue = (...confidences: [number, number]) => pixel(arm(...confidences), 60, 40)[2];
  // The rim of opacity ½·c below, the colour of opacity c above; one grey level of rounding each.
  const expected = (c: number): number => (1 - c) * (1 - 0.5 * c) * GREY + c * PERSON_COLORS[0][2];
  for (const c of [0.25, 0.5, 0.75]) expect(Math.abs(blue(1, c) - expected(c))).toBeLessThanOrEqual(2);
  expect(blue(0.5, 1)).toBe(blue(1, 0.5));
});

test('what was not seen is not drawn, nor what hangs on it', () => {
  const drawn = drawKeypoints(photo(), [somebody({ ...SURE_ARM, left_wrist: [90.5, 40.5, 0] })]);
  expect([pixel(drawn, 60, 40), pixel(drawn, 90, 40)]).toEqual([PLAIN, PLAIN]);
  expect(pixel(drawn, 30, 40)).toEqual([...PERSON_COLORS[0]]);
  expect(changed(drawKeypoints(photo(), [somebody({})]))).toEqual([]);
});

test('a thin box', () => {
  const drawn = drawKeypoints(photo(), [somebody({}, [20.5, 10.5, 60, 50])]);
  const outline = changed(drawn);
  expect(outline).toHaveLength(2 * (60 + 50));
  expect(pixel(drawn, 50, 10)).toEqual([...PERSON_COLORS[0]]);
  expect(pixel(drawn, 80, 30)).toEqual([...PERSON_COLORS[0]]);
});

test('one colour a person, the first on top', () => {
  const second = { right_elbow: [60.5, 10.5, 1], right_wrist: [60.5, 80.5, 1] } as const;
  const drawn = drawKeypoints(photo(), [somebody(SURE_ARM), somebody(second)]);
  expect(pixel(drawn, 60, 20)).toEqual([...PERSON_COLORS[1]]);
  expect(pixel(drawn, 60, 40)).toEqual([...PERSON_COLORS[0]]);
});

test('larger people have thicker limbs', () => {
  const count = (size: number): number =>
    changed(drawKeypoints(photo(), [somebody(SURE_ARM, [-5000, -5000, size, size])])).length;
  expect(count(1000)).toBeGreaterThan(4 * count(100)); // 7 pixels against the least, 1
});

test('keypoints beyond the photo are cut off at its border', () => {
  const far = { left_elbow: [-1e7, 40.5, 1], left_wrist: [1e7, 40.5, 1], nose: [-50, -50, 1] } as const;
  const drawn = drawKeypoints(photo(), [somebody(far)]);
  for (let x = 0; x < WIDTH; x++) expect(pixel(drawn, x, 40)).toEqual([...PERSON_COLORS[0]]);
  expect(pixel(drawn, 0, 0)).toEqual(PLAIN);
});

test('a photo of the wrong size is refused', () => {
  expect(() => drawKeypoints({ ...photo(), width: 121 }, [])).toThrow(/image\.rgba has 43200 numbers, expected 43560/);
});
