import { expect, test } from 'vitest';
import { projectPoint, projectPoints } from '../../../core/camera/project.js';

const CAMERA = { focalLength: 1000, principalPoint: [320, 240], width: 640, height: 480 } as const;

test('points in front of the camera: f·(X, Y)/Z + principal point; behind it or beside it none', () => {
  const points = [0, 0, 2, 0.2, 0.1, 2, 1, 1, -2, 1, 1, 0];
  expect([...projectPoints(points, CAMERA)]).toEqual([320, 240, 420, 290, NaN, NaN, NaN, NaN]);
  expect(projectPoints([], CAMERA)).toHaveLength(0);
});

test('one point, into the place it is given; depths that are none have no pixel', () => {
  const out = new Float64Array(4).fill(7);
  projectPoint(0.2, 0.1, 2, CAMERA, out, 2);
  expect([...out]).toEqual([7, 7, 420, 290]);
  for (const Z of [-2, 0, -0, Number.NaN]) {
    projectPoint(0.2, 0.1, Z, CAMERA, out);
    expect([...out]).toEqual([Number.NaN, Number.NaN, 420, 290]);
    out.fill(7, 0, 2);
  }
});
