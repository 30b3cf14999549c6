import { expect, test } from 'vitest';
import { animationFrames } from '../../../converters/cli/animation-frames.js';

test('even delays: every frame once, at the rate that they say', () => {
  expect(animationFrames([50, 50, 50, 50], undefined)).toEqual({
    pages: [0, 1, 2, 3],
    times: [0, 0.05, 0.1, 0.15],
    frameRate: 20,
    ownFrameRate: 20,
  });
});

test('a frame that is shown for longer is taken again', () => {
  expect(animationFrames([100, 300, 100], undefined).pages).toEqual([0, 1, 1, 1, 2]);
});

test('delays that are no whole steps: at each time what is shown then', () => {
  // Shown from 0, 70, 110 and 150 ms, until 190; taken every 40 ms.
  expect(animationFrames([70, 40, 40, 40], undefined).pages).toEqual([0, 0, 1, 2, 3]);
});

test('fewer a second, where somebody asks; never more than there are', () => {
  expect(animationFrames(Array(8).fill(50), 10).pages).toEqual([0, 2, 4, 6]);
  expect(animationFrames([50, 50], 60)).toMatchObject({ pages: [0, 1], frameRate: 20 });
  expect(animationFrames([50, 50], 0.1).pages).toEqual([0]);
});

test('no delay means 100 ms, as in browsers', () => {
  expect(animationFrames([0, 0, 0], undefined)).toMatchObject({ pages: [0, 1, 2], frameRate: 10 });
});
