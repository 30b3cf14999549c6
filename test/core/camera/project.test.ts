import { expect, test } from 'vitest';
import { projectPoints } from '../../../core/camera/project.js';

const CAMERA = { focalLength: 1000, principalPoint: [320, 240], width: 640, height: 480 } as const;

test('points in front of the camera: f·(X, Y)/Z + principal point; behind it or beside it none', () => {
  const points = [0, 0, 2, 0.2, 0.1, 2, 1, 1, -2, 1, 1, 0];
  expect([...projectPoints(points, CAMERA)]).toEqual([320, 240, 420, 290, NaN, NaN, NaN, NaN]);
  expect(projectPoints([], CAMERA)).toHaveLength(0);
});
