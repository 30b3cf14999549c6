import { expect, test } from 'vitest';
import { liesOn, type Posed, shareOnLimbs } from '../../../core/detect/on-limbs.js';
import { STANDING } from './fake-runtime.js';

/** Half of the region times 0.1: at this distance a keypoint counts e^−½. */
const S = 3.2;
const [LEFT_HIP, LEFT_KNEE, RIGHT_HIP] = [23, 25, 24];

/** Somebody standing, moved by a map of each point; as sure of all landmarks. */
function pose(
  move: (x: number, y: number) => [number, number],
  confidence: Float64Array = new Float64Array(33).fill(0.5),
): Posed {
  const xy = Float64Array.from(STANDING.flatMap(([x, y]) => move(x, y)));
  return { xy, region: { x: 32, y: 32, size: 64, rotation: 0 }, confidence };
}

/** Sure of these landmarks alone. */
const only = (...landmarks: number[]): Float64Array => {
  const confidence = new Float64Array(33);
  for (const k of landmarks) confidence[k] = 1;
  return confidence;
};
const standing = pose((x, y) => [x, y]);

test('a keypoint counts by its distance from the nearest limb, between and beyond the limb’s ends', () => {
  const thigh = pose((x, y) => [x, y], only(LEFT_HIP, LEFT_KNEE)); // (34, 32) to (35, 45)
  const at = (x: number, y: number): number =>
    shareOnLimbs(
      pose(() => [x, y]),
      thigh,
    );
  expect(at(34.5, 38.5)).toBeCloseTo(1, 9);
  expect(at(35, 45 + S)).toBeCloseTo(Math.exp(-0.5), 2); // the limb is not quite upright
  expect(at(34, 32 - 2 * S)).toBeCloseTo(Math.exp(-2), 2);
  expect(at(500, 500)).toBe(0);
});

test('what is seen counts by its confidence; guesses, and limbs between guesses, are nowhere', () => {
  const confidence = only(LEFT_HIP, RIGHT_HIP);
  confidence[RIGHT_HIP] = 0.25;
  const away = pose((x, y) => (x < 32 ? [x - 500, y] : [x, y]), confidence); // the right side lies elsewhere
  expect(shareOnLimbs(away, standing)).toBeCloseTo(0.8, 9);
  expect(
    shareOnLimbs(
      standing,
      pose((x, y) => [x, y], only(LEFT_HIP)),
    ),
  ).toBe(0);
  expect(
    shareOnLimbs(
      pose((x, y) => [x, y], only()),
      standing,
    ),
  ).toBe(0);
});

test('somebody upside down on the same limbs lies on them; somebody beside does not', () => {
  // Head where the feet are. MoveNet knows no hands.
  const upsideDown = pose((x, y) => [x, 69 - y], only(0, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28));
  expect(liesOn(upsideDown, standing)).toBe(true);
  expect(
    liesOn(
      pose((x, y) => [x + 16, y]),
      standing,
    ),
  ).toBe(false);
});

test('from the shoulders down only the body is asked', () => {
  const otherHead = pose((x, y) => (y < 19 ? [x + 200, y] : [x, y]));
  expect(shareOnLimbs(otherHead, standing)).toBeLessThan(0.7);
  expect(shareOnLimbs(otherHead, standing, 11)).toBeGreaterThan(0.9);
});
