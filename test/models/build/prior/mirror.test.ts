import { describe, expect, it } from 'vitest';
import { BODY_DIMENSION, bodyMirror, reflect } from '../../../../models/build/prior/mirror.js';

describe('bodyMirror', () => {
  it('swaps the sides, negates y and z, and is its own inverse', () => {
    const pose = Float64Array.from({ length: BODY_DIMENSION }, (_, i) => i + 1);
    const once = new Float64Array(BODY_DIMENSION);
    const twice = new Float64Array(BODY_DIMENSION);
    reflect(bodyMirror(), pose, 0, once, 0);
    reflect(bodyMirror(), once, 0, twice, 0);
    // Left hip from the right hip, spine1 from itself.
    expect([...once.slice(0, 3)]).toEqual([4, -5, -6]);
    expect([...once.slice(6, 9)]).toEqual([7, -8, -9]);
    expect(twice).toEqual(pose);
  });
});
