import { Quaternion, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { readAmc, readAsf } from '../../../../models/build/prior/asf-amc.js';

const ASF = `# a leg
:version 1.10
:units
  mass 1.0
  length 0.45
  angle deg
:root
   order TX TY TZ RX RY RZ
   axis XYZ
:bonedata
  begin
     id 1
     name thigh
     direction 0 -1 0
     length 2
     axis 0 0 90  XYZ
    dof rx rz
    limits (-160.0 20.0)
           (-70.0 70.0)
  end
  begin
     id 2
     name shin
     direction 0 -0.6 0.8
     length 5
     axis 0 0 0 XYZ
  end
:hierarchy
  begin
    root thigh
    thigh shin
  end
`;
const AMC = `#!OML:ASF
:FULLY-SPECIFIED
:DEGREES
2
root 1 2 3 90 90 0
thigh 90 0
8
root 1 2 3 0 0 0
thigh 0 0
`;

describe('readAsf and readAmc', () => {
  const motion = readAmc('leg.amc', AMC, readAsf('leg.asf', ASF));
  const turn = (frame: number, joint: number, vector: readonly number[]): number[] =>
    new Vector3(...vector)
      .applyQuaternion(new Quaternion().fromArray(motion.rotations, 4 * (3 * frame + joint)))
      .toArray();
  const expectVector = (found: readonly number[], expected: readonly number[]): void => {
    // 1e-9: a handful of products of sines of exact quarter turns.
    for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 9);
  };

  it('puts a joint at the near end of its bone', () => {
    expect(motion.joints).toEqual(['root', 'thigh', 'shin']);
    expect([...motion.parents]).toEqual([-1, 0, 1]);
    expectVector([...motion.offsets], [0, 0, 0, 0, 0, 0, 0, -2, 0]);
  });

  it('reads the rate from the frame numbers, at 120 frames a second', () => {
    expect(motion.frameCount).toBe(2);
    expect(motion.frameTime).toBeCloseTo(0.05, 12);
  });

  it('turns the root about the fixed axes, x first', () => {
    // Rx(90) takes z to −y, which Ry(90) leaves; Rx(90) takes y to z, which Ry(90) takes to x.
    expectVector(turn(0, 0, [0, 0, 1]), [0, -1, 0]);
    expectVector(turn(0, 0, [0, 1, 0]), [1, 0, 0]);
  });

  it('turns a bone about its own axes', () => {
    // The thigh's x axis is the world's y: 90 degrees about it take z to x.
    expectVector(turn(0, 1, [0, 0, 1]), [1, 0, 0]);
    expectVector(turn(0, 2, [1, 2, 3]), [1, 2, 3]);
    expectVector(turn(1, 1, [1, 2, 3]), [1, 2, 3]);
  });

  it.each([
    ['no bones', ASF.replace(':bonedata', ':something'), /no :bonedata/],
    ['radians', ASF.replace('angle deg', 'angle rad'), /not in degrees/],
    ['another order of axes', ASF.replace('0 0 90  XYZ', '0 0 90  ZYX'), /order ZYX/],
    ['a bone without data', ASF.replace('name shin', 'name foot'), /bone shin .* no data/],
    ['a length that is no number', ASF.replace('length 5', 'length five'), /"five" is not a number/],
    [
      'a child before its parent',
      ASF.replace('root thigh\n    thigh shin', 'thigh shin\n    root thigh'),
      /before its parent/,
    ],
  ])('refuses a skeleton with %s', (_, text, message) => {
    expect(() => readAsf('leg.asf', text)).toThrow(message);
  });

  it.each([
    ['no frames', '#nothing\n', /no frames/],
    ['a bone before the first frame', 'thigh 1 2\n', /before the first frame/],
    ['an angle too few', AMC.replace('thigh 90 0', 'thigh 90'), /frame 2: bone thigh has 1 numbers, expected its 2/],
    ['a missing bone', AMC.replace('thigh 90 0\n', ''), /bone thigh has 0 numbers/],
  ])('refuses a motion with %s', (_, text, message) => {
    expect(() => readAmc('leg.amc', text, readAsf('leg.asf', ASF))).toThrow(message);
  });
});
