import { Document } from '@gltf-transform/core';
import { describe, expect, test } from 'vitest';
import { metresPerUnit, rotationOf, scaleOf } from '../../../converters/import/glb-pose-scale.js';
import { multiplyRotations, rotationFromAxisAngle, transposed } from '../../../core/body/rotation.js';
import { largestDifference } from '../../support/numeric-jacobian.js';

const bone = new Document().createNode('Head');

/** 4×4, column-major, of a 3×3, row-major. */
const matrixOf = (r: ArrayLike<number>): number[] =>
  Array.from({ length: 16 }, (_, i) => (i % 4 < 3 && i < 12 ? r[3 * (i % 4) + Math.floor(i / 4)] : Number(i === 15)));

/** R·diag(scale)·S·Sᵀ turned: a rotation, and a stretch along axes of its own. */
function stretched(scale: readonly number[]) {
  const [R, S, out, SD] = [0, 1, 2, 3].map(() => new Float64Array(9));
  rotationFromAxisAngle(0.4, -1.1, 2, R);
  rotationFromAxisAngle(-0.7, 0.2, 0.9, S);
  const D = S.map((value, i) => value * scale[i % 3]);
  multiplyRotations(D, 0, transposed(S), 0, SD, 0);
  multiplyRotations(R, 0, SD, 0, out, 0);
  return { R, m: matrixOf(out) };
}

describe('what moves a bone', () => {
  test.each([0.01, 1, 39.37])('scaled by %d: the scale and the rotation', (s) => {
    const { R, m } = stretched([s, s, s]);
    expect(scaleOf('x', bone, m) / s).toBeCloseTo(1, 12);
    expect(largestDifference(Float64Array.from(rotationOf(m, s)), R)).toBeLessThan(1e-12);
  });

  test('squashed a little, along whatever axes: the rotation all the same', () => {
    const { R, m } = stretched([1.03, 0.96, 1.02]);
    const found = rotationOf(m, scaleOf('x', bone, m));
    // The polar decomposition of R·P, P symmetric, is R; three rounds leave the eighth power of 4 %.
    expect(largestDifference(Float64Array.from(found), R)).toBeLessThan(1e-9);
  });

  test.each<[string, number[]]>([
    ['unevenly scaled', [1, 2, 1]],
    ['mirrored', [-1, 1, 1]],
    ['scaled to nothing', [0, 0, 0]],
  ])('%s: refused, with the moment', (fault, scale) => {
    const { m } = stretched(scale);
    expect(() => scaleOf('a.glb', bone, m, 0.25)).toThrow(`a.glb: its bone "Head" is ${fault} at 0.25 s. Apply`);
  });
});

test.each<[string, number, number, number]>([
  ['an adult in metres', 0.82, 1, 1],
  ['in centimetres', 82, 1, 0.01],
  ['in millimetres', 820, 1, 0.001],
  ['in centimetres below a node that makes them metres', 0.82, 0.01, 1],
  ['below a node that scales by 2.5', 2.05, 2.5, 0.4],
  ['a baby, whose leg no adult has', 0.217, 1, 1],
])('metres in a unit: %s', (_, leg, scale, metres) => {
  expect(metresPerUnit(leg, scale)).toBe(metres);
});
