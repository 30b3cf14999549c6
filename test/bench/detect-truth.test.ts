import { expect, test } from 'vitest';
import { annotate, type Placed } from './detect-truth.js';

const camera = { focalLength: 100, principalPoint: [50, 50], width: 100, height: 100 } as const;

/** An upright square of two triangles at depth Z around (x, y), half a metre to each side, with joints behind it. */
function board(x: number, y: number, Z: number, joints: Placed['joints']): Placed {
  const corners = [-1, 1].flatMap((v) => [-1, 1].map((u) => [x + u / 2, y + v / 2, Z]));
  return { vertices: Float32Array.from(corners.flat()), faces: Uint32Array.of(0, 1, 2, 1, 3, 2), joints };
}
const joints = (Z: number) =>
  Object.fromEntries(
    ['nose', 'left_eye', 'right_eye', 'left_shoulder', 'right_shoulder', 'left_hip'].map((name) => [name, [0, 0, Z]]),
  ) as Placed['joints'];

test('seen just under the skin, hidden deep in it, behind others, or outside', () => {
  const front = board(0, 0, 2, { ...joints(2.1), left_hip: [0, 0, 2.5], right_hip: [5, 0, 2.1] });
  const behind = board(0.4, 0, 4, { ...joints(4.1), left_hip: [0.8, 0, 4.1] });
  const [a, b] = annotate([front, behind], camera);
  expect(a.keypoints[0]).toEqual([50, 50, 2]);
  expect(a.keypoints[11][2]).toBe(1); // deep
  expect(a.keypoints[12][2]).toBe(0); // outside the picture
  expect(a.keypoints[9]).toEqual([0, 0, 0]); // not in the body
  expect(a.box).toEqual([25, 25, 50, 50]);
  // Of the one behind, hardly anything is seen: not one to be found. But its landmarks say what is where.
  expect(b.keypoints.every(([, , v]) => v === 0)).toBe(true);
  expect(b.landmarks?.[0]).toEqual([50, 50, 1]);
  expect(b.landmarks?.[23][2]).toBe(1); // x 69.5: still behind the front one
});
