import { expect, test } from 'vitest';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { rotationFromAxisAngle } from '../../../core/body/rotation.js';
import { landmarkStart, yawStarts } from '../../../core/fit/starts.js';
import { largestDifference } from '../../support/numeric-jacobian.js';

const TORSO = ['left_hip', 'right_hip', 'left_shoulder', 'right_shoulder'] as const;

const torsoAt = (pixels: readonly (readonly [number, number])[]) => ({
  jointOf: Uint16Array.from(TORSO, (name) => SMPL_JOINTS.indexOf(name)),
  xy: Float64Array.from(pixels.flat()),
  confidence: new Float64Array(4).fill(1),
});

/** R·v */
function turn(orientation: readonly [number, number, number], v: readonly number[]): number[] {
  const R = new Float64Array(9);
  rotationFromAxisAngle(...orientation, R);
  return [0, 3, 6].map((r) => R[r] * v[0] + R[r + 1] * v[1] + R[r + 2] * v[2]);
}

test('four yaws: upright, and facing the camera, left, away, right', () => {
  const starts = yawStarts(
    torsoAt([
      [10, 100],
      [0, 100],
      [10, 0],
      [0, 0],
    ]),
  );
  expect(starts.length).toBe(4);
  const facing = [
    [0, 0, -1],
    [1, 0, 0],
    [0, 0, 1],
    [-1, 0, 0],
  ];
  starts.forEach(({ orientation }, i) => {
    expect(largestDifference(turn(orientation, [0, 1, 0]), [0, -1, 0])).toBeLessThan(1e-12);
    expect(largestDifference(turn(orientation, [0, 0, 1]), facing[i])).toBeLessThan(1e-12);
  });
});

test('who lies with the head to the right starts lying', () => {
  const [front] = yawStarts(
    torsoAt([
      [0, 10],
      [0, 0],
      [100, 10],
      [100, 0],
    ]),
  );
  expect(largestDifference(turn(front.orientation, [0, 1, 0]), [1, 0, 0])).toBeLessThan(1e-12);
});

test('without a torso the body starts upright', () => {
  const none = { jointOf: new Uint16Array(0), xy: new Float64Array(0), confidence: new Float64Array(0) };
  expect(largestDifference(turn(yawStarts(none)[0].orientation, [0, 1, 0]), [0, -1, 0])).toBeLessThan(1e-12);
});

test('the torso of landmarks gives the orientation: seen from its left side', () => {
  // Camera axes: the body faces +x (right in the picture), its left is away from the camera.
  const start = landmarkStart(
    new Map([
      ['left_hip', [0, 0, 0.1]],
      ['right_hip', [0, 0, -0.1]],
      ['left_shoulder', [0, -0.5, 0.2]],
      ['right_shoulder', [0, -0.5, -0.2]],
    ]),
  );
  expect(start).not.toBeNull();
  const orientation = start?.orientation ?? [0, 0, 0];
  expect(largestDifference(turn(orientation, [1, 0, 0]), [0, 0, 1])).toBeLessThan(1e-12);
  expect(largestDifference(turn(orientation, [0, 1, 0]), [0, -1, 0])).toBeLessThan(1e-12);
  expect(largestDifference(turn(orientation, [0, 0, 1]), [1, 0, 0])).toBeLessThan(1e-12);
});

test('a torso without extent gives none', () => {
  const point = [0, 0, 0] as const;
  expect(landmarkStart(new Map(TORSO.map((name) => [name, point])))).toBeNull();
  expect(landmarkStart(new Map())).toBeNull();
});
