import { expect } from 'vitest';
import { type KeypointName, namedKeypoints } from '../../core/keypoints/named-keypoints.js';
import type { Detection } from '../../core/types.js';

/** Pixels of somebody who stands and faces us, so that the left side is on the right of the picture. */
const SIDES: Readonly<Record<string, readonly [number, number]>> = {
  eye: [8, 72],
  ear: [18, 78],
  shoulder: [38, 130],
  elbow: [52, 190],
  wrist: [58, 245],
  hip: [22, 250],
  knee: [25, 335],
  ankle: [26, 420],
  heel: [25, 430],
  big_toe: [22, 442],
  small_toe: [38, 438],
};
const MIDDLE = 320;

export const PERSON: Readonly<Partial<Record<KeypointName, readonly [number, number]>>> = {
  nose: [MIDDLE, 80],
  head_top: [MIDDLE, 40],
  neck: [MIDDLE, 120],
  ...Object.fromEntries(
    Object.entries(SIDES).flatMap(([name, [x, y]]) => [
      [`left_${name}`, [MIDDLE + x, y]],
      [`right_${name}`, [MIDDLE - x, y]],
    ]),
  ),
};

/** Where a keypoint goes whose maker's name means nothing on our body. */
const ELSEWHERE = [111, 222] as const;

/** Short names as makers write them, in one line: "RShoulder" or "right shoulder" is r_shoulder here; "-" is another point. */
export function points(order: string): (readonly [number, number])[] {
  return order
    .trim()
    .split(/\s+/)
    .map((word) => {
      const name = word.replace(/^l_/, 'left_').replace(/^r_/, 'right_') as KeypointName;
      const point = word === '-' ? ELSEWHERE : PERSON[name];
      if (point === undefined) throw new Error(`no point ${word}`);
      return point;
    });
}

/** x, y and a confidence that tells the keypoints apart, in a row. */
export const triples = (order: string): number[] => points(order).flatMap(([x, y], k) => [x, y, 0.5 + k / 100]);

/** That each keypoint which the body knows is where the person has it, and that these are `count`. */
export function expectPerson(detection: Detection | undefined, count: number): void {
  if (detection === undefined) throw new Error('nobody was read');
  const named = namedKeypoints(detection.keypoints);
  expect(named.size).toBe(count);
  for (const [name, { x, y }] of named) expect([name, x, y]).toEqual([name, ...(PERSON[name] ?? [])]);
}
