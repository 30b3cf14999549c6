import { expect, test } from 'vitest';
import { chooseTarget, seedOfBox, squaresAround } from '../../../core/detect/target.js';
import type { Detection } from '../../../core/types.js';

const keypoints = { set: 'blazepose33', xy: new Float64Array(66), confidence: new Float64Array(33) } as const;
const large: Detection = { box: [0, 0, 100, 200], score: 0.9, keypoints };
const small: Detection = { box: [60, 50, 30, 60], score: 0.8, keypoints };
const people = [large, small];

test('under a point: the smallest box, nobody beside all', () => {
  expect(chooseTarget(people, { at: [70, 60] })).toEqual([small]);
  expect(chooseTarget(people, { at: [20, 60] })).toEqual([large]);
  expect(chooseTarget(people, { at: [120, 60] })).toEqual([]);
  expect(chooseTarget([], { at: [20, 60] })).toEqual([]);
});

test('a mask under the point wins over a smaller box', () => {
  const mask = { size: 1, values: Float32Array.of(1), toImage: { a: 100, b: 0, x: 0, y: 0 } };
  const masked = { ...large, mask };
  expect(chooseTarget([masked, small], { at: [70, 60] })).toEqual([masked]);
});

test('in a box: the one who overlaps it best, nobody when none does by a fifth', () => {
  expect(chooseTarget(people, { box: [50, 50, 40, 60] })).toEqual([small]);
  expect(chooseTarget(people, { box: [0, 10, 100, 180] })).toEqual([large]);
  expect(chooseTarget(people, { box: [90, 190, 40, 60] })).toEqual([]);
});

test('searched squares: around the point ever nearer, around the box with room', () => {
  const photo = { width: 400, height: 300, rgba: new Uint8Array(0) };
  expect(squaresAround({ at: [10, 20] }, photo).map(({ x, y, size }) => [x, y, size])).toEqual([
    [10, 20, 200],
    [10, 20, 100],
  ]);
  expect(squaresAround({ box: [10, 20, 40, 100] }, photo)).toEqual([{ x: 30, y: 70, size: 160, rotation: 0 }]);
  expect(seedOfBox([10, 20, 40, 100]).region).toEqual({ x: 30, y: 70, size: 125, rotation: 0 });
});
