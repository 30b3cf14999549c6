import { expect, test } from 'vitest';
import { chooseAlong } from '../../../core/sequence/choose.js';

const at = (x: number, cost: number) => ({ cost, joints: Float64Array.of(x, 0, 0, x, 0, 0, x, 0, 0) });

test('a frame whose cheaper pose jumps there and back takes the other', () => {
  const frames = [[at(0, 1)], [at(0.5, 0.9), at(0.01, 1.2)], [at(0.02, 1)]];
  expect(chooseAlong(frames, 30)).toEqual([0, 1, 0]);
  // Alone, it would be the cheaper one.
  expect(chooseAlong([frames[1]], 30)).toEqual([0]);
});

test('frames without anybody are passed over, and give time to move', () => {
  expect(chooseAlong([[], [at(0, 1)], [], [at(0.1, 1)], []], 30)).toEqual([-1, 0, -1, 0, -1]);
  const choices = [at(0.3, 1), at(0, 1.5)];
  expect(chooseAlong([[at(0, 1)], choices], 30)).toEqual([0, 1]);
  expect(chooseAlong([[at(0, 1)], ...Array(20).fill([]), choices], 30).at(-1)).toBe(0);
});
