import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readImage } from '../../../converters/cli/node-image.js';
import { nodeRuntime } from '../../../converters/cli/node-runtime.js';
import { findPeople } from '../../../core/detect/people.js';
import type { NetworkName } from '../../../core/detect/runtime.js';
import { blankPhoto, fakeRuntime, type Scene } from './fake-runtime.js';

const two: Scene = {
  width: 400,
  height: 300,
  people: [
    { x: 100, y: 150, size: 128, score: 0.9 },
    { x: 280, y: 150, size: 256, score: 0.3 },
    { x: 101, y: 151, size: 130, score: 0.2 }, // the first once more
  ],
};
const find = (scene: Scene, options = {}) => findPeople(blankPhoto(scene), fakeRuntime(scene), options);

test('two people, the larger first, a double not at all', async () => {
  const people = await find(two);
  expect(people).toHaveLength(2);
  // Eyes to toes are 47 of 64 cells. MoveNet's region is 0.5 % smaller than the one the scene was drawn with.
  expect(people[0].box[3] / (4 * 47)).toBeCloseTo(0.995, 3);
  expect(people[1].box[3] / (2 * 47)).toBeCloseTo(0.995, 3);
  const [{ keypoints, worldLandmarks, mask, score }] = people;
  expect(keypoints.set).toBe('blazepose33');
  expect(keypoints.confidence[0]).toBeCloseTo((1 / (1 + Math.exp(-4))) ** 2, 6);
  expect(score).toBeGreaterThan(0.9);
  expect(worldLandmarks).toHaveLength(99);
  expect(mask?.size).toBe(256);
});

test('a person named twice is looked at once, and one found twice counts once', async () => {
  const runs: NetworkName[] = [];
  expect(await find({ ...two, runs })).toHaveLength(2);
  expect(runs.filter((name) => name === 'pose_landmark_heavy')).toHaveLength(2 * 2);
  // Poses 7 pixels apart are alike by e^(−7²/2s²) = 0.55, s = 6.4: too little to skip the second, enough to drop it.
  runs.length = 0;
  const near = [two.people[0], { ...two.people[0], x: 107 }];
  expect(await find({ ...two, people: near, runs })).toHaveLength(1);
  expect(runs.filter((name) => name === 'pose_landmark_heavy')).toHaveLength(2 * 2);
});

test('nobody when the networks do not agree', async () => {
  expect(await find({ ...two, people: [{ ...two.people[0], stretch: 3 }] })).toEqual([]);
});

test.each([
  ['the landmark network sees nobody', { presence: 0.2 }],
  ['nothing looks like a joint', { logit: -1 }],
])('nobody when %s', async (_, change) => {
  expect(await find({ ...two, ...change })).toEqual([]);
});

test('nobody in an empty photo', async () => {
  expect(await find({ ...two, people: [] })).toEqual([]);
});

test('the box ends at the border, keypoints go on without confidence', async () => {
  const [nearBorder] = await find({ ...two, people: [{ x: 100, y: 203, size: 256 }] });
  expect(nearBorder.keypoints.xy[2 * 29 + 1]).toBeGreaterThan(305); // the heel, still believed a little
  expect(nearBorder.box[1] + nearBorder.box[3]).toBe(300);

  const [{ box, keypoints }] = await find({ ...two, people: [{ x: 100, y: 240, size: 256 }] });
  expect(keypoints.xy[2 * 27 + 1]).toBeGreaterThan(330); // the ankle
  expect(keypoints.confidence[27]).toBe(0);
  expect(box[1] + box[3]).toBeLessThan(300); // the knees are the last to be seen
});

test.each([
  ['fast', 'pose_landmark_full', 1],
  ['balanced', 'pose_landmark_full', 2],
  ['best', 'pose_landmark_heavy', 2],
] as const)('%s runs %s %i times a person', async (detail, network, passes) => {
  const runs: NetworkName[] = [];
  await find({ ...two, people: two.people.slice(0, 1), runs }, { detail });
  expect(runs).toEqual(['movenet_multipose', 'pose_detection', ...Array(passes).fill(network)]);
});

test('a signal stops it', async () => {
  await expect(find(two, { signal: AbortSignal.abort() })).rejects.toThrow('abort');
});

test('the walker of the sample photo, the same twice', async () => {
  const image = await readImage(fileURLToPath(new URL('../../../samples/photos/person.jpg', import.meta.url)));
  const runtime = nodeRuntime({ threads: 1 });
  const people = await findPeople(image, runtime);
  expect(people).toHaveLength(1); // neither the dog nor the horse
  const [{ box, score, keypoints, worldLandmarks, mask }] = people;

  // The person fills about x 190-275, y 100-380: read off the photo by eye, to 15 pixels.
  const [x, y, width, height] = box;
  for (const [found, seen] of [
    [x, 195],
    [y, 112],
    [x + width, 270],
    [y + height, 375],
  ]) {
    expect(Math.abs(found - seen)).toBeLessThan(15);
  }
  expect(score).toBeGreaterThan(0.8);

  const height2d = (k: number): number => keypoints.xy[2 * k + 1];
  const [NOSE, SHOULDER, HIP, KNEE, ANKLE] = [0, 11, 23, 25, 27];
  const downwards = [NOSE, SHOULDER, HIP, KNEE, ANKLE].map(height2d);
  expect(downwards).toEqual([...downwards].sort((a, b) => a - b));
  // World landmarks: y down too, and a body of human size. Nose to ankle of an adult: 1.2 to 1.8 m.
  const tall = worldLandmarks![3 * ANKLE + 1] - worldLandmarks![3 * NOSE + 1];
  expect(tall).toBeGreaterThan(1.2);
  expect(tall).toBeLessThan(1.8);

  // The middle of the torso is on the mask, a corner of the region is not.
  const { a, b, x: left, y: top } = mask!.toImage;
  const torsoX = (keypoints.xy[22] + keypoints.xy[24] + keypoints.xy[46] + keypoints.xy[48]) / 4 - left;
  const torsoY = (keypoints.xy[23] + keypoints.xy[25] + keypoints.xy[47] + keypoints.xy[49]) / 4 - top;
  const u = Math.floor((a * torsoX + b * torsoY) / (a * a + b * b));
  const v = Math.floor((a * torsoY - b * torsoX) / (a * a + b * b));
  expect(mask!.values[256 * v + u]).toBeGreaterThan(0.9);
  expect(mask!.values[0]).toBeLessThan(0.1);

  expect(await findPeople(image, runtime)).toEqual(people);
});
