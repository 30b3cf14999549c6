import { expect, test } from 'vitest';
import { SMPL_JOINTS } from '../../../../core/body/joint-sets.js';
import { folding, MIRRORED_JOINT, parseMirror } from '../../../../models/build/body/symmetry.js';

test('mirrored joints swap left and right and nothing else', () => {
  SMPL_JOINTS.forEach((name, j) => {
    const swapped = name.replace(/^(left|right)/, (side) => (side === 'left' ? 'right' : 'left'));
    expect(SMPL_JOINTS[MIRRORED_JOINT[j]]).toBe(swapped);
  });
});

test('the table is read both ways and must lead back', () => {
  expect([...parseMirror('t', '0 2 r\n1 1 m\n2 0 l\n', 4)]).toEqual([2, 1, 0, 3]);
  expect(() => parseMirror('t', '0 2 r\n1 2 m\n', 4)).toThrow('lead back');
});

// Vertices 0 and 2 mirror each other, 1 and 3 lie in the middle.
const MIRROR = Uint32Array.of(2, 1, 0, 3);
const SYMMETRIC = [-1, 2, 3, 0, 5, 6, 1, 2, 3, 0, 7, 8];

test('folding a symmetric mesh and unfolding it changes nothing', () => {
  const { length, fold, unfold } = folding(MIRROR);
  const folded = new Float32Array(2 + length);
  fold(SYMMETRIC, folded, 2);
  expect(length).toBe(3 + 2 + 2);
  // float32 holds 7 digits
  unfold(folded.subarray(2)).forEach((value, k) => {
    expect(value).toBeCloseTo(SYMMETRIC[k], 6);
  });
});

test('a lopsided mesh comes back as the mean of itself and its mirror image', () => {
  const { length, fold, unfold } = folding(MIRROR);
  const folded = new Float32Array(length);
  fold([-1, 2, 3, 0.5, 5, 6, 3, 4, 5, 0, 7, 8], folded, 0);
  const expected = [-2, 3, 4, 0, 5, 6, 2, 3, 4, 0, 7, 8];
  unfold(folded).forEach((value, k) => {
    expect(value).toBeCloseTo(expected[k], 6);
  });
});

test('dot products of folded meshes are those of the full ones', () => {
  const { length, fold } = folding(MIRROR);
  const other = [-4, 1, -2, 0, 3, 1, 4, 1, -2, 0, -1, 9];
  const [a, b] = [SYMMETRIC, other].map((mesh) => {
    const folded = new Float32Array(length);
    fold(mesh, folded, 0);
    return folded;
  });
  const dot = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
    Array.from(x, (value, k) => value * y[k]).reduce((sum, value) => sum + value, 0);
  expect(dot(a, b)).toBeCloseTo(dot(SYMMETRIC, other), 4);
});
