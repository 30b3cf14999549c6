import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readImage } from '../../../converters/cli/node-image.js';
import { nodeRuntime } from '../../../converters/cli/node-runtime.js';
import { type FindPeopleOptions, findPeople } from '../../../core/detect/people.js';
import type { InferenceRuntime, Network, NetworkName } from '../../../core/detect/runtime.js';
import type { Image } from '../../../core/types.js';
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
/** Without close-ups: the fake networks see the same people wherever they look. */
const find = (scene: Scene, options: FindPeopleOptions = {}) =>
  findPeople(blankPhoto(scene), fakeRuntime(scene), { detail: 'balanced', ...options });
const LANDMARKS: NetworkName = 'pose_landmark_full';
const count = (runs: readonly NetworkName[], network: NetworkName): number =>
  runs.filter((name) => name === network).length;

test('two people, the larger first, a double not at all', async () => {
  const people = await find(two);
  expect(people).toHaveLength(2);
  // Eyes to toes are 47 of 64 cells. MoveNet's region is 0.5 % smaller than the one the scene was drawn with.
  expect(people[0].box[3] / (4 * 47)).toBeCloseTo(0.995, 3);
  expect(people[1].box[3] / (2 * 47)).toBeCloseTo(0.995, 3);
  const [{ keypoints, worldLandmarks, mask, score }] = people;
  expect(keypoints.set).toBe('blazepose33');
  expect(keypoints.confidence[0]).toBeGreaterThan(0.9); // all networks agree
  expect(score).toBeGreaterThan(0.9);
  expect(worldLandmarks).toHaveLength(99);
  expect(mask?.size).toBe(256);
});

test('a person named twice is looked at once, and one found twice counts once', async () => {
  const runs: NetworkName[] = [];
  expect(await find({ ...two, runs })).toHaveLength(2);
  expect(count(runs, LANDMARKS)).toBe(2 * 2);
  // Poses 7 pixels apart are alike by e^(−7²/2s²) = 0.55, s = 6.4: too little to skip the second, enough to drop it.
  runs.length = 0;
  const near = [two.people[0], { ...two.people[0], x: 107 }];
  expect(await find({ ...two, people: near, runs })).toHaveLength(1);
  expect(count(runs, LANDMARKS)).toBe(2 * 2);
});

/** The smaller of the two, seen by MoveNet with this score. */
const one = (score: number): Scene => ({ ...two, people: [{ ...two.people[0], score }] });

test.each<[string, Scene]>([
  ['the networks do not agree', { ...two, people: [{ ...one(0.2).people[0], stretch: 3 }] }],
  ['the landmark network sees nobody', { ...one(0.2), presence: 0.2 }],
  ['nothing looks like a joint', { ...one(0.2), logit: -1 }],
])('nobody when %s and MoveNet is not sure', async (_, scene) => {
  expect(await find(scene)).toEqual([]);
});

test('where MoveNet is sure, its own pose is somebody, once', async () => {
  const people = await find({ ...one(0.6), presence: 0.2 });
  // The fake networks see the same in the photo turned: one upright person only. Both sizes of the photo show her.
  const upright = people.filter(({ box: [, , width, height] }) => height > width);
  const [{ keypoints, worldLandmarks, score, box }] = upright.filter(({ box: [x] }) => x < 200);
  expect(keypoints.set).toBe('coco17');
  expect(worldLandmarks).toBeUndefined();
  expect(score).toBeCloseTo(0.6, 6);
  // Eyes to ankles, rows 11 to 57 of 64 of 128 pixels around y = 150.
  expect(box[1]).toBeCloseTo(150 + 2 * (11 - 32), 4);
  expect(box[3]).toBeCloseTo(2 * 46, 4);
  expect(new Set(people.map(({ box: [x, y] }) => `${Math.round(x)},${Math.round(y)}`)).size).toBe(people.length);
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
  await find({ ...two, people: [two.people[1]], runs }, { detail });
  expect(runs).toEqual(['movenet_multipose', 'pose_detection', ...Array(passes).fill(network)]);
});

/** Sides of MoveNet's pictures, in the order of its runs. */
async function sizesOf(scene: Scene, options: FindPeopleOptions): Promise<number[]> {
  const sizes: number[] = [];
  const runtime = fakeRuntime(scene);
  const watched: InferenceRuntime = {
    async load(name) {
      const network = await runtime.load(name);
      const run: Network['run'] = (inputs) => {
        if (name === 'movenet_multipose') sizes.push(Object.values(inputs)[0].dims[3]);
        return network.run(inputs);
      };
      return { run };
    },
  };
  await findPeople(blankPhoto(scene), watched, options);
  return sizes;
}

test('small people are looked at once more from near, coarsely and finely, at best detail only', async () => {
  const small = { ...two, people: [two.people[0]] };
  expect(await sizesOf(small, { detail: 'best' })).toEqual([512, 256, 256, 512]);
  expect(await sizesOf(small, { detail: 'balanced' })).toEqual([384, 256]);
  expect(await sizesOf(small, { detail: 'fast' })).toEqual([256]); // coarse already
});

test('beside one large person nobody is looked for again', async () => {
  expect(await sizesOf({ ...two, people: [two.people[1]] }, { detail: 'best' })).toEqual([512]);
});

test('a crowd is searched by tiles, and by tiles of tiles, no further; then coarsely', async () => {
  const people = [0, 1, 2, 3, 4, 5].map((i) => ({ x: 40 + 60 * i, y: 150, size: 100 }));
  const sizes = await sizesOf({ width: 400, height: 400, people }, { detail: 'balanced' });
  expect(sizes.filter((size) => size === 384)).toHaveLength(1 + 4 + 16);
  expect(sizes.at(-1)).toBe(256);
});

test('where nobody is, the photo is turned', async () => {
  expect(await sizesOf({ ...two, people: [] }, { detail: 'balanced' })).toEqual([384, 256, 384, 384, 384]);
});

test('a box nobody proposed is a proposal itself', async () => {
  const empty = { ...two, people: [] };
  const [person, ...rest] = await find(empty, { box: [100, 50, 60, 200] });
  expect(rest).toEqual([]);
  expect(person.box[3] / (250 * (47 / 64))).toBeCloseTo(1, 1);
  expect(await find(empty, { at: [130, 150] })).toEqual([]);
});

test('a signal stops it', async () => {
  await expect(find(two, { signal: AbortSignal.abort() })).rejects.toThrow('abort');
});

const readWalker = () => readImage(fileURLToPath(new URL('../../../samples/photos/person.jpg', import.meta.url)));
const runtime = nodeRuntime({ threads: 1 });

test('the walker of the sample photo, the same twice', async () => {
  const image = await readWalker();
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

type Move = (x: number, y: number, image: Image) => [number, number];

/** A photo whose pixel `from(x, y)` is the given one's (x, y); a quarter turn exchanges the sides. */
function moved(image: Image, sides: 'kept' | 'exchanged', to: Move): Image {
  const [width, height] = sides === 'kept' ? [image.width, image.height] : [image.height, image.width];
  const rgba = new Uint8Array(4 * width * height);
  for (let row = 0; row < image.height; row++) {
    for (let column = 0; column < image.width; column++) {
      const [x, y] = to(column + 0.5, row + 0.5, image).map(Math.floor);
      const from = 4 * (row * image.width + column);
      rgba.set(image.rgba.subarray(from, from + 4), 4 * (y * width + x));
    }
  }
  return { width, height, rgba };
}

/** Landmarks on both sides, exchanged. */
const MIRROR = [0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9].concat(
  Array.from({ length: 22 }, (_, i) => (i % 2 === 0 ? 12 + i : 10 + i)),
);
const straight = (k: number): number => k;

test.each<[string, 'kept' | 'exchanged', Move, (k: number) => number]>([
  ['turned right', 'exchanged', (x, y, { height }) => [height - y, x], straight],
  ['upside down', 'kept', (x, y, { width, height }) => [width - x, height - y], straight],
  ['turned left', 'exchanged', (x, y, { width }) => [y, width - x], straight],
  ['mirrored', 'kept', (x, y, { width }) => [width - x, y], (k) => MIRROR[k]],
])('the walker %s: the same person, the same keypoints', async (_, sides, to, landmark) => {
  const image = await readWalker();
  const [walker] = await findPeople(image, runtime);
  const people = await findPeople(moved(image, sides, to), runtime);
  expect(people).toHaveLength(1);
  // 3 % of the box's height, 8 pixels: a region shaken by 2 % moves landmarks by 0.4 % of itself (buildPyramid). On the
  // mirrored photo the network answers as to another photo.
  const tolerance = 0.03 * walker.box[3];
  for (let k = 0; k < 33; k++) {
    if (!(walker.keypoints.confidence[k] >= 0.5)) continue;
    const [x, y] = to(walker.keypoints.xy[2 * k], walker.keypoints.xy[2 * k + 1], image);
    const { xy } = people[0].keypoints;
    expect(Math.hypot(xy[2 * landmark(k)] - x, xy[2 * landmark(k) + 1] - y)).toBeLessThan(tolerance);
  }
});

test('the walker by a point and by a box; nobody by others', async () => {
  const image = await readWalker();
  const [walker] = await findPeople(image, runtime);
  const { box } = walker;
  expect(await findPeople(image, runtime, { at: [box[0] + box[2] / 2, box[1] + box[3] / 2] })).toEqual([walker]);
  expect(await findPeople(image, runtime, { box: [box[0] - 10, box[1] - 5, box[2] + 15, box[3]] })).toEqual([walker]);
  expect(await findPeople(image, runtime, { at: [600, 40] })).toEqual([]);
});

test('a detail that there is not is refused', async () => {
  const attempt = find(two, { detail: 'bestest' as 'best' });
  await expect(attempt).rejects.toMatchObject({ name: 'FitError', code: 'usage', where: 'detail' });
});
