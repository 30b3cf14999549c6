import { expect, test } from 'vitest';
import { buildPyramid } from '../../../core/detect/pyramid.js';
import { wholePhoto } from '../../../core/detect/region.js';
import { findSeeds } from '../../../core/detect/seeds.js';
import { blankPhoto, fakeRuntime } from './fake-runtime.js';

test('seeds by score, those without a usable region dropped', async () => {
  const people = [
    { x: 100, y: 150, size: 128, score: 0.3 },
    { x: 300, y: 150, size: 128, score: 0.7 },
    { x: 50, y: 150, size: 128, score: 0.1 },
    { x: 200, y: 150, size: 3, score: 0.9 },
  ];
  const scene = { width: 400, height: 300, people };
  const runtime = fakeRuntime(scene);
  const [multipose, detector] = [await runtime.load('movenet_multipose'), await runtime.load('pose_detection')];
  const photo = blankPhoto(scene);
  const seeds = await findSeeds(buildPyramid(photo), { multipose, detector, multiposeSize: 256 }, wholePhoto(photo));
  expect(seeds.map(({ region }) => Math.round(region.x))).toEqual([300, 100, 50]);
  expect(seeds.map(({ kind, isStrong }) => [kind, isStrong])).toEqual([
    ['pose', true],
    ['pose', true],
    ['pose', false],
  ]);
  expect(seeds[0].expectations).toHaveLength(17);
  expect(seeds[0].expectations[11]).toMatchObject({ landmarks: [23] }); // COCO's left hip
});
