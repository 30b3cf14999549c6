import { expect, test } from 'vitest';
import { type EulerAngles, nearestEuler } from '../../../converters/export/nearest-euler.js';
import { multiplyRotations, rotationFromAxisAngle } from '../../../core/body/rotation.js';

/** Rz(a)·Rx(b)·Ry(c), degrees. */
function rotation([a, b, c]: EulerAngles): number[] {
  const turn = (x: number, y: number, z: number): Float64Array => {
    const out = new Float64Array(9);
    rotationFromAxisAngle((x * Math.PI) / 180, (y * Math.PI) / 180, (z * Math.PI) / 180, out);
    return out;
  };
  const first = new Float64Array(9);
  const out = new Float64Array(9);
  multiplyRotations(turn(0, 0, a), 0, turn(b, 0, 0), 0, first, 0);
  multiplyRotations(first, 0, turn(0, c, 0), 0, out, 0);
  return [...out];
}

test.each<[string, EulerAngles, EulerAngles, EulerAngles]>([
  ['whole turns', [-179, 10, 5], [179, 10, 5], [181, 10, 5]],
  ['several of them', [0, 10, 5], [725, 10, 5], [720, 10, 5]],
  ['the other set, past 90 degrees', [170, 88, -175], [-8, 91, 4], [-10, 92, 5]],
  ['what is near already', [20, 30, 40], [19, 31, 42], [20, 30, 40]],
])('%s', (_, angles, before, nearest) => {
  const found = nearestEuler(angles, before, 180);
  expect(found).toEqual(nearest);
  const off = rotation(found).map((value, i) => Math.abs(value - rotation(angles)[i]));
  expect(Math.max(...off)).toBeLessThan(1e-12); // float64
  const radians = (all: EulerAngles) => all.map((angle) => (angle * Math.PI) / 180) as unknown as EulerAngles;
  const same = nearestEuler(radians(angles), radians(before), Math.PI);
  for (const [i, value] of radians(nearest).entries()) expect(same[i]).toBeCloseTo(value, 12);
});
