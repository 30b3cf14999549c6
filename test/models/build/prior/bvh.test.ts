import { Quaternion, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { readBvh } from '../../../../models/build/prior/bvh.js';

const TINY = `HIERARCHY
ROOT Hips
{
  OFFSET 0 0 0
  CHANNELS 6 Xposition Yposition Zposition Zrotation Yrotation Xrotation
  JOINT Knee
  {
    OFFSET 1 -2 0.5
    CHANNELS 3 Zrotation Xrotation Yrotation
    End Site
    {
      OFFSET 0 -1 0
    }
  }
  JOINT Still
  {
    OFFSET 0 3 0
  }
}
MOTION
Frames: 2
Frame Time: 0.05
1 2 3 90 0 90 0 0 90
0 0 0 0 0 0 0 0 0
`;

/** Where the rotation of a joint in a frame takes a vector. */
const turn = (motion: ReturnType<typeof readBvh>, frame: number, joint: number, vector: readonly number[]): number[] =>
  new Vector3(...vector)
    .applyQuaternion(new Quaternion().fromArray(motion.rotations, 4 * (frame * motion.joints.length + joint)))
    .toArray();

const expectVector = (found: readonly number[], expected: readonly number[]): void => {
  // 1e-9: a handful of products of sines of exact quarter turns.
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 9);
};

describe('readBvh', () => {
  it('reads the tree, offsets and timing, without end sites', () => {
    const motion = readBvh('tiny.bvh', TINY);
    expect(motion.joints).toEqual(['Hips', 'Knee', 'Still']);
    expect([...motion.parents]).toEqual([-1, 0, 0]);
    expect([...motion.offsets]).toEqual([0, 0, 0, 1, -2, 0.5, 0, 3, 0]);
    expect(motion.frameCount).toBe(2);
    expect(motion.frameTime).toBe(0.05);
  });

  it('turns about the moving axes in the order of the channels', () => {
    const motion = readBvh('tiny.bvh', TINY);
    // Rz(90) Ry(0) Rx(90): y goes to z under Rx and stays there; z goes to −y and then to x.
    expectVector(turn(motion, 0, 0, [0, 1, 0]), [0, 0, 1]);
    expectVector(turn(motion, 0, 0, [0, 0, 1]), [1, 0, 0]);
    // Channels Z X Y = 0 0 90: x goes to −z.
    expectVector(turn(motion, 0, 1, [1, 0, 0]), [0, 0, -1]);
    expectVector(turn(motion, 0, 2, [1, 2, 3]), [1, 2, 3]);
    expectVector(turn(motion, 1, 0, [1, 2, 3]), [1, 2, 3]);
  });

  it.each([
    ['no motion', TINY.replace('MOTION', 'NOTHING'), /MOTION/],
    ['a missing number', TINY.replace('1 2 3 90', '1 2 90'), /2 frames of 9 channels .* 17 numbers/],
    ['a word among the numbers', TINY.replace('1 2 3 90', '1 2 x 90'), /"x" is not a number/],
    ['an unclosed block', TINY.replace('}\nMOTION', 'MOTION'), /incomplete/],
    [
      'an axis that turns twice',
      TINY.replace('Zrotation Xrotation Yrotation', 'Zrotation Xrotation Zrotation'),
      /"ZXZ"/,
    ],
    ['a second root', TINY.replace('JOINT Still', 'ROOT Still'), /out of place/],
  ])('refuses %s', (_, text, message) => {
    expect(() => readBvh('tiny.bvh', text)).toThrow(message);
    expect(() => readBvh('tiny.bvh', text)).toThrow(/^tiny\.bvh/);
  });
});
