import { Quaternion, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { readExponentialMap } from '../../../../models/build/prior/exponential-map.js';

const NUMBERS = 117;

describe('readExponentialMap', () => {
  const frame = new Array<number>(NUMBERS).fill(0);
  frame.splice(0, 3, 5, 6, 7); // translation
  frame[3 + 3 * 3] = Math.PI / 2; // ltibia, about x
  const motion = readExponentialMap('clip.txt', `${frame.join(',')}\n${new Array(NUMBERS).fill('-0').join(', ')}\n`);

  it('reads 38 joints and takes the inverse of each map', () => {
    expect(motion.joints).toHaveLength(38);
    expect(motion.frameCount).toBe(2);
    const tibia = motion.joints.indexOf('ltibia');
    const turned = new Vector3(0, 0, 1).applyQuaternion(new Quaternion().fromArray(motion.rotations, 4 * tibia));
    // exp(−v): minus a quarter turn about x takes z to y. 1e-9 allows for rounding only.
    expect(turned.distanceTo(new Vector3(0, 1, 0))).toBeLessThan(1e-9);
    expect([...motion.rotations.slice(4 * (38 + tibia), 4 * (38 + tibia) + 4)].map(Math.abs)).toEqual([0, 0, 0, 1]);
  });

  it('puts every parent before its children', () => {
    expect(motion.parents[0]).toBe(-1);
    motion.parents.slice(1).forEach((parent, j) => {
      expect(parent).toBeGreaterThanOrEqual(0);
      expect(parent).toBeLessThan(j + 1);
    });
  });

  it.each([
    ['a short line', frame.slice(1).join(','), /116 numbers, expected 117/],
    ['a word', frame.join(',').replace('7', 'seven'), /"seven" is not a number/],
    ['nothing', '\n', /no frames/],
  ])('refuses %s', (_, text, message) => {
    expect(() => readExponentialMap('clip.txt', text)).toThrow(message);
  });
});
