import { expect, test } from 'vitest';
import { findPoses, regionOfPose } from '../../../core/detect/multipose.js';
import { buildPyramid } from '../../../core/detect/pyramid.js';
import { wholePhoto } from '../../../core/detect/region.js';
import { blankPhoto, fakeRuntime, STANDING } from './fake-runtime.js';

const scene = {
  width: 400,
  height: 300,
  people: [
    { x: 150, y: 130, size: 128 },
    { x: 300, y: 150, size: 64, score: 0.1 },
  ],
};

test('keypoints come back from the letterbox to the photo, unlikely people do not', async () => {
  const network = await fakeRuntime(scene).load('movenet_multipose');
  const [pose, ...rest] = await findPoses(
    buildPyramid(blankPhoto(scene)),
    network,
    wholePhoto(blankPhoto(scene)),
    512,
    0.15,
  );
  expect(rest).toEqual([]);
  expect(pose.score).toBeCloseTo(0.6, 6);
  // The nose, cell (32, 12) of 64, 2 pixels a cell; the network's numbers are float32.
  expect(pose.xy[0]).toBeCloseTo(150, 3);
  expect(pose.xy[1]).toBeCloseTo(130 - 2 * (32 - STANDING[0][1]), 3);
  expect(pose.scores[0]).toBeCloseTo(0.8, 6);
});

test('the region reaches 1.1 times the farthest keypoint, and 1.15 times that', () => {
  const xy = new Float64Array(34).fill(100);
  const scores = new Float64Array(17).fill(0.9);
  xy.set([90, 50, 110, 50], 10); // shoulders, 50 above the hips
  xy.set([100, 220], 30); // ankle, 120 below
  const region = regionOfPose({ score: 1, xy, scores });
  expect(region).toMatchObject({ x: 100, y: 100, rotation: 0 });
  expect(region.size).toBeCloseTo(2 * 1.1 * 120 * 1.15, 9);

  // Without the ankle, two torsos.
  scores[15] = 0.1;
  expect(regionOfPose({ score: 1, xy, scores }).size).toBeCloseTo(2 * 2 * 50 * 1.15, 9);
});

test('hips on the shoulders give no region, not a wrong one', () => {
  const { size } = regionOfPose({ score: 1, xy: new Float64Array(34), scores: new Float64Array(17) });
  expect(size).toBeNaN();
});
