import { expect, test } from 'vitest';
import { buildPyramid } from '../../../core/detect/pyramid.js';
import type { Network } from '../../../core/detect/runtime.js';
import { followSeeds, type Search, withoutDoubles } from '../../../core/detect/search.js';
import { expectationsOf, type Seed } from '../../../core/detect/seeds.js';
import { blankPhoto, fakeRuntime, STANDING } from './fake-runtime.js';

const scene = { width: 400, height: 300, people: [] };
const LANDMARK_OF_COCO = [0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];
const SIZE = 128;
const PIXELS = 256 * 256;
/** Half the side of the block, in the middle of a region, that the mask of a person covers. Pixels of the crop. */
const BLOCK = 20;

/** A photo in which a white patch, 10 pixels across, marks the person in front: the middle of her region. */
function photoWithPatch(x: number, y: number) {
  const photo = blankPhoto(scene);
  for (let row = y - 5; row < y + 5; row++) photo.rgba.fill(255, 4 * (row * 400 + x - 5), 4 * (row * 400 + x + 5));
  return photo;
}

/** A landmark network that sees whoever is in the middle of its picture, but nobody when the patch lies elsewhere. */
async function shyNetwork(): Promise<Network> {
  const network = await fakeRuntime(scene).load('pose_landmark_heavy');
  return {
    async run(inputs) {
      const crop = Object.values(inputs)[0].data;
      const isWhite = (i: number): boolean => crop[i] > 0.9;
      const middle = 128 * 256 + 128;
      const isSeen = isWhite(middle) || !crop.subarray(0, PIXELS).some((_, i) => isWhite(i));
      const outputs = await network.run(inputs);
      const mask = new Float32Array(PIXELS).fill(-50);
      for (let row = 128 - BLOCK; row < 128 + BLOCK; row++) {
        mask.fill(50, 256 * row + 128 - BLOCK, 256 * row + 128 + BLOCK);
      }
      return {
        ...outputs,
        presence: { data: Float32Array.of(isSeen ? 1 : 0), dims: [1, 1] },
        segmentation: { data: mask, dims: [1, 256, 256, 1] },
      };
    },
  };
}

function seedAt(x: number, score: number): Seed {
  const at = (k: number): number[] => STANDING[k].map((cell, axis) => [x, 150][axis] + (cell / 64 - 0.5) * SIZE);
  const xy = Float64Array.from(LANDMARK_OF_COCO.flatMap(at));
  return {
    kind: 'pose',
    region: { x, y: 150, size: SIZE, rotation: 0 },
    score,
    expectations: expectationsOf({ score, xy, scores: new Float64Array(17).fill(0.8) }),
    minAgreement: 0.55,
    isStrong: true,
  };
}

async function search(): Promise<Search> {
  const multipose = await fakeRuntime(scene).load('movenet_multipose');
  return {
    pyramid: buildPyramid(photoWithPatch(140, 150)),
    proposers: { multipose, sizes: [256], detector: null },
    looker: { name: 'pose_landmark_heavy', network: await shyNetwork(), passes: 2, minScore: 0.6 },
    closeUps: false,
    hasTarget: false,
    people: [],
    unfollowed: [],
    checkSignal() {},
  };
}

test('somebody behind another is found when that one is painted over, though looked for first', async () => {
  const crowd = await search();
  await followSeeds(crowd, [seedAt(110, 0.9), seedAt(140, 0.5)]);
  expect(crowd.people.map(({ landmarks }) => Math.round(landmarks.region.x))).toEqual([140, 110]);
  expect(crowd.unfollowed).toEqual([]);
});

test('a seed of MoveNet that leads to nobody is kept; one of somebody found is not followed', async () => {
  const crowd = await search();
  const behind = seedAt(110, 0.9);
  await followSeeds(crowd, [behind]);
  expect([crowd.people.length, crowd.unfollowed]).toEqual([0, [behind]]);
  await followSeeds(crowd, [seedAt(140, 0.5), seedAt(141, 0.4)]);
  expect(crowd.people).toHaveLength(1);
  expect(crowd.unfollowed).toEqual([behind]);
});

test('of somebody found twice the surer one stays', async () => {
  const crowd = await search();
  await followSeeds(crowd, [seedAt(140, 0.5)]);
  const [person] = crowd.people;
  const surer = { ...person, score: person.score + 0.01 };
  expect(withoutDoubles([person, surer])).toEqual([surer]);
});
