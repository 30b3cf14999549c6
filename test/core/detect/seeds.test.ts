import { expect, test } from 'vitest';
import { buildPyramid } from '../../../core/detect/pyramid.js';
import { wholePhoto } from '../../../core/detect/region.js';
import type { NetworkName } from '../../../core/detect/runtime.js';
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
  const seeds = await findSeeds(buildPyramid(photo), { multipose, detector, sizes: [256] }, wholePhoto(photo));
  expect(seeds.map(({ region }) => Math.round(region.x))).toEqual([300, 100, 50]);
  expect(seeds.map(({ kind, isStrong }) => [kind, isStrong])).toEqual([
    ['pose', true],
    ['pose', true],
    ['pose', false],
  ]);
  expect(seeds[0].expectations).toHaveLength(17);
  expect(seeds[0].expectations[11]).toMatchObject({ landmarks: [23] }); // COCO's left hip
});

test('MoveNet looks once a size, the detector once or not at all', async () => {
  const runs: NetworkName[] = [];
  const scene = { width: 400, height: 300, people: [{ x: 200, y: 150, size: 128 }], runs };
  const runtime = fakeRuntime(scene);
  const [multipose, detector] = [await runtime.load('movenet_multipose'), await runtime.load('pose_detection')];
  const pyramid = buildPyramid(blankPhoto(scene));
  const whole = wholePhoto(pyramid.image);
  expect(await findSeeds(pyramid, { multipose, detector, sizes: [256, 512] }, whole)).toHaveLength(2);
  expect(runs).toEqual(['movenet_multipose', 'movenet_multipose', 'pose_detection']);
  runs.length = 0;
  expect(await findSeeds(pyramid, { multipose, detector: null, sizes: [256] }, whole)).toHaveLength(1);
  expect(runs).toEqual(['movenet_multipose']);
});
