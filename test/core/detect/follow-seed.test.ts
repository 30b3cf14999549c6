import { expect, test } from 'vitest';
import { followSeed } from '../../../core/detect/follow-seed.js';
import { buildPyramid } from '../../../core/detect/pyramid.js';
import type { NetworkName } from '../../../core/detect/runtime.js';
import { expectationsOf, type Seed } from '../../../core/detect/seeds.js';
import { blankPhoto, fakeRuntime, STANDING } from './fake-runtime.js';

const LANDMARK_OF_COCO = [0, 2, 5, 7, 8, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];
const region = { x: 200, y: 150, size: 128, rotation: 0 };

/** MoveNet's proposal of somebody standing in the region, dx pixels beside where the landmark network sees them. */
function pose(dx = 0): Seed {
  const at = (k: number): number[] =>
    STANDING[k].map((cell, axis) => [region.x + dx, region.y][axis] + (cell / 64 - 0.5) * region.size);
  const xy = Float64Array.from(LANDMARK_OF_COCO.flatMap(at));
  const expectations = expectationsOf({ score: 0.5, xy, scores: new Float64Array(17).fill(0.8) });
  return { kind: 'pose', region, score: 0.5, expectations, minAgreement: 0.55, isStrong: true };
}

/**
 * The score of whom a seed leads to when everything shows at this logit: σ², visibility times peak; 0 for nobody.
 *
 * @param runs what the networks ran, overwritten
 */
async function follow(seed: Seed, logit: number, runs: NetworkName[] = []): Promise<number> {
  const scene = { width: 400, height: 300, people: [], logit, runs };
  const network = await fakeRuntime(scene).load('pose_landmark_heavy');
  const looker = { name: 'pose_landmark_heavy', network, passes: 2, minScore: 0.6 } as const;
  return (await followSeed(buildPyramid(blankPhoto(scene)), looker, seed))?.score ?? 0;
}

test('what a person must show: the usual, more where no network is sure, less where both agree closely', async () => {
  // σ(1.5)² = 0.67, σ(0.6)² = 0.42, σ(0.5)² = 0.387
  const [clear, faint, fainter] = [1.5, 0.6, 0.5];
  const weak = { ...pose(), isStrong: false };
  const loose = pose(5.2); // e^(−5.2² / 2·6.4²) = 0.72 > 0.7 > e^(−5.7² / 2·6.4²) = 0.67
  const looser = pose(5.7);
  expect(await follow(pose(), clear)).toBeCloseTo(0.668, 3);
  expect(await follow(weak, clear)).toBe(0);
  expect(await follow(weak, 4)).toBeGreaterThan(0.9);
  expect(await follow(loose, faint)).toBeCloseTo(0.417, 3);
  expect(await follow(looser, faint)).toBe(0);
  expect(await follow(looser, clear)).toBeCloseTo(0.668, 3);
  expect(await follow(pose(), fainter)).toBe(0); // 0.65 · 0.6 = 0.39
  expect(await follow({ ...pose(), kind: 'face' }, faint)).toBe(0);
});

test('nobody where the landmarks lie elsewhere than proposed', async () => {
  expect(await follow(pose(6.8), 4)).toBeGreaterThan(0.9); // 0.57
  expect(await follow(pose(7.4), 4)).toBe(0); // 0.51
});

test('a first look that shows less than half of what is asked for is not repeated', async () => {
  // Asked for are 0.65 · 0.6 = 0.39 of a sure pose, 0.8 of a weak one.
  // σ(−0.2)² = 0.203, σ(−0.3)² = 0.181, σ(0.6)² = 0.417, σ(0.5)² = 0.387.
  const weak = { ...pose(), isStrong: false };
  const looks = async (seed: Seed, logit: number): Promise<number> => {
    const runs: NetworkName[] = [];
    await follow(seed, logit, runs);
    return runs.length;
  };
  expect([await looks(pose(), -0.2), await looks(pose(), -0.3)]).toEqual([2, 1]);
  expect([await looks(weak, 0.6), await looks(weak, 0.5)]).toEqual([2, 1]);
});
