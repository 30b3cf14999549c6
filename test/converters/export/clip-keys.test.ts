import { expect, test } from 'vitest';
import { clipKeys, clipName, jointRotations } from '../../../converters/export/clip-keys.js';
import { movingBody } from '../../support/moving-body.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

test('a pose is held at two equal keys', () => {
  const body = tinyRiggedBody(1);
  const keys = clipKeys(body);
  expect([...keys.times]).toEqual([0, Math.fround(1 / 30)]);
  for (const key of [0, 1]) {
    expect(keys.rotations.subarray(96 * key, 96 * (key + 1))).toEqual(body.rotations);
    expect(keys.rootPositions.subarray(3 * key, 3 * key + 3)).toEqual(body.rootPosition);
  }
  expect(clipName([body])).toBe('Pose');
});

test('a motion of one frame is held too', () => {
  expect(clipKeys(movingBody([1])).times).toHaveLength(2);
});

test('a motion has a key a frame', () => {
  const body = movingBody([1, 2, 3]);
  const keys = clipKeys(body);
  expect([...keys.times]).toEqual([0, Math.fround(0.1), Math.fround(0.2)]);
  expect(keys.rootPositions).toEqual(body.motion?.rootPositions);
  const elbow = jointRotations(keys, 18);
  expect(elbow.subarray(8, 12)).toEqual(body.motion?.rotations.subarray(4 * (2 * 24 + 18), 4 * (2 * 24 + 19)));
  expect(clipName([tinyRiggedBody(1), body])).toBe('Motion');
});
