import { expect, test } from 'vitest';
import { findLandmarks, maskOf } from '../../../core/detect/landmarks.js';
import { buildPyramid } from '../../../core/detect/pyramid.js';
import { toPhoto } from '../../../core/detect/region.js';
import { blankPhoto, fakeRuntime, STANDING } from './fake-runtime.js';

const scene = { width: 300, height: 300, people: [] };
const look = async (rotation: number) => {
  const region = { x: 140, y: 160, size: 128, rotation };
  const network = await fakeRuntime(scene).load('pose_landmark_full');
  return findLandmarks(buildPyramid(blankPhoto(scene)), 'pose_landmark_full', network, region);
};

test('landmarks of a turned region lie turned in the photo, world landmarks too', async () => {
  const { xy, world, visibility, peaks, region, presence } = await look(0.5);
  const likely = 1 / (1 + Math.exp(-4));
  STANDING.forEach(([column, row], k) => {
    const expected = toPhoto(region, column / 64, row / 64);
    expect(xy[2 * k]).toBeCloseTo(expected.x, 6);
    expect(xy[2 * k + 1]).toBeCloseTo(expected.y, 6);
    expect(visibility[k]).toBeCloseTo(likely, 6);
    expect(peaks[k]).toBeCloseTo(likely, 6);
    // The same similarity, in metres, about the hips; float32.
    expect(world[3 * k]).toBeCloseTo((expected.x - 140) / 64, 5);
    expect(world[3 * k + 1]).toBeCloseTo((expected.y - 160) / 64, 5);
    expect(world[3 * k + 2]).toBeCloseTo(-0.1, 6);
  });
  expect(xy).toHaveLength(66);
  expect(presence).toBe(1);
});

test('the next region comes from the two extra points', async () => {
  const { next } = await look(0.5);
  expect(next.x).toBeCloseTo(140, 4);
  expect(next.y).toBeCloseTo(160, 4);
  expect(next.size).toBeCloseTo(128, 4);
  expect(next.rotation).toBeCloseTo(0.5, 6);
});

test('the mask lies on the region', async () => {
  const landmarks = await look(0.5);
  const { size, values, toImage } = maskOf(landmarks);
  expect(values[0]).toBe(0.5);
  for (const [u, v] of [
    [0, 0],
    [128, 128],
    [30, 200],
  ]) {
    const expected = toPhoto(landmarks.region, u / size, v / size);
    expect(toImage.a * u - toImage.b * v + toImage.x).toBeCloseTo(expected.x, 9);
    expect(toImage.b * u + toImage.a * v + toImage.y).toBeCloseTo(expected.y, 9);
  }
});
