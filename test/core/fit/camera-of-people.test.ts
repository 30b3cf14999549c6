import { expect, test } from 'vitest';
import { cameraOfPeople } from '../../../core/fit/camera-of-people.js';
import type { Camera, Fit } from '../../../core/types.js';
import { standing } from '../../support/standing.js';

const CAMERA: Camera = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 };
const PERSON = { keypoints: standing().keypoints, evidence: {} };

test('one person in many frames tells as much as in one', async () => {
  const unsure = async (_: unknown, { focalLength }: Camera): Promise<Fit> => {
    const cost = 2 * Math.log(focalLength / 1600) ** 2;
    return { cost, costByTerm: { anchor: cost } as Fit['costByTerm'] } as Fit;
  };
  const focalOf = async (frames: number, areOne: boolean): Promise<number> =>
    (await cameraOfPeople(unsure, Array(frames).fill(PERSON), CAMERA, areOne)).camera.focalLength;
  const one = await focalOf(1, false);
  expect(await focalOf(5, true)).toBeCloseTo(one, 6);
  expect(await focalOf(5, false)).toBeGreaterThan(one * 1.1);
});
