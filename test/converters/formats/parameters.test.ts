import { describe, expect, test } from 'vitest';
import { toAmassNpz } from '../../../converters/export/amass-npz.js';
import {
  fromUpright,
  type Parameters,
  parametersOfFit,
  restPelvis,
  toCameraFrame,
  toUpright,
} from '../../../converters/formats/parameters.js';
import { readParameters } from '../../../converters/import/read-parameters.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { shapeBody } from '../../../core/body/shape.js';
import { poseJoints, poseVertices } from '../../../core/body/skinning.js';
import type { Camera, Fit } from '../../../core/types.js';
import { largestDifference } from '../../support/numeric-jacobian.js';
import { randomParameters, tinyBody } from '../../support/tiny-body.js';

const body = tinyBody();

/** Two frames of different people in one shape. */
const [a, b] = [randomParameters(1), randomParameters(2)];
const moving: Parameters = {
  betas: Float64Array.from(a.betas),
  poses: Float64Array.from([...Array.from(a.pose), ...Array.from(b.pose)]),
  translations: Float64Array.from([...Array.from(a.translation), ...Array.from(b.translation)]),
  frameRate: 25,
};
const pelvis = restPelvis(body, moving.betas);

function vertices({ betas, poses, translations }: Parameters, frame: number): Float32Array {
  const pose = poses.subarray(72 * frame, 72 * (frame + 1));
  return poseVertices(body, shapeBody(body, betas), pose, translations.subarray(3 * frame, 3 * frame + 3));
}

/** Radians and metres, float64. */
const EXACT = 1e-12;

describe.each(['y', 'z'] as const)('%s up', (up) => {
  const upright = toUpright(moving, pelvis, up);

  test.each([0, 1])('frame %d: every vertex is that of the camera frame, turned about x', (frame) => {
    const seen = vertices(moving, frame);
    const turned = Array.from({ length: seen.length / 3 }, (_, v) => seen.slice(3 * v, 3 * v + 3)).flatMap(
      ([x, y, z]) => (up === 'y' ? [x, -y, -z] : [x, z, -y]),
    );
    // Vertices are float32, some metres from the origin.
    expect(largestDifference(vertices(upright, frame), turned)).toBeLessThan(2e-6);
  });

  test('and back', () => {
    const back = fromUpright(upright, pelvis);
    for (const frame of [0, 1])
      expect(largestDifference(vertices(back, frame), vertices(moving, frame))).toBeLessThan(2e-6);
    expect(largestDifference(back.translations, moving.translations)).toBeLessThan(EXACT);
    expect(back).not.toHaveProperty('up');
    expect(back.frameRate).toBe(25);
  });
});

test('somebody who stands upright in front of the camera stands upright', () => {
  const standing = { betas: new Float64Array(0), poses: new Float64Array(72), translations: Float64Array.of(0, 0, 3) };
  standing.poses[0] = Math.PI;
  const { poses } = toUpright(standing, [0, 0, 0], 'y');
  expect(Math.hypot(...poses)).toBeLessThan(1e-7); // no turn at all, but for the rounding of π near a half turn
});

describe('before a camera that knows how things fall', () => {
  const camera = (down: readonly [number, number, number]): Camera => ({ ...(a.camera as Camera), down });
  /** Down in each upright frame. */
  const FALL = { y: [0, -1, 0], z: [0, 0, -1] } as const;
  const DOWNS = [
    [0, 1, 0],
    [0, 0.94, 0.34],
    [0.6, 2, -0.9],
    [1, 0, 0],
    [0, -1, 0],
  ] as const;

  describe.each(DOWNS)('%f, %f, %f', (...down) => {
    const tilted: Parameters = { ...moving, camera: camera(down) };

    test.each(['y', 'z'] as const)('%s up: bodies keep their form, and what falls falls', (up) => {
      const upright = toUpright(tilted, pelvis, up);
      const length = Math.hypot(...down);
      for (const frame of [0, 1]) {
        const [before, after] = [vertices(tilted, frame), vertices(upright, frame)];
        // Heights of all vertices: along the fall that was, and along the one that is.
        const along = (points: Float32Array, [x, y, z]: readonly number[]): number[] =>
          Array.from(
            { length: points.length / 3 },
            (_, v) => x * points[3 * v] + y * points[3 * v + 1] + z * points[3 * v + 2],
          );
        const fall = down.map((value) => value / length);
        expect(largestDifference(along(after, FALL[up]), along(before, fall))).toBeLessThan(4e-6);
        // Distances from the camera.
        const far = (points: Float32Array): number[] =>
          Array.from({ length: points.length / 3 }, (_, v) => Math.hypot(...points.subarray(3 * v, 3 * v + 3)));
        expect(largestDifference(far(after), far(before))).toBeLessThan(4e-6);
      }
      expect(upright.camera).toEqual(tilted.camera);
    });

    test.each(['y', 'z'] as const)('%s up, and back', (up) => {
      const back = fromUpright(toUpright(tilted, pelvis, up), pelvis);
      for (const frame of [0, 1])
        expect(largestDifference(vertices(back, frame), vertices(tilted, frame))).toBeLessThan(4e-6);
      expect(largestDifference(back.translations, tilted.translations)).toBeLessThan(EXACT);
      expect(toCameraFrame(toUpright(tilted, pelvis, up), body).translations).toEqual(back.translations);
    });
  });

  test('a level one is the same as none', () => {
    const level = toUpright({ ...moving, camera: camera([0, 3, 0]) }, pelvis, 'z');
    expect(largestDifference(level.poses, toUpright(moving, pelvis, 'z').poses)).toBeLessThan(EXACT);
    expect(largestDifference(level.translations, toUpright(moving, pelvis, 'z').translations)).toBeLessThan(EXACT);
  });

  test.each(['y', 'z'] as const)('somebody who stands before it stands upright in an AMASS file, %s up', async (up) => {
    const pitch = 0.35;
    const poses = new Float64Array(72);
    poses[0] = Math.PI + pitch; // the head nearer than the feet, as one sees who looks down
    const seen: Parameters = {
      betas: new Float64Array(10),
      poses,
      translations: Float64Array.of(0.2, 0.1, 3),
      camera: camera([0, Math.cos(pitch), Math.sin(pitch)]),
    };
    const rest = restPelvis(body, seen.betas);
    const upAxis = up === 'y' ? 1 : 2;
    /** From the pelvis to the head, the tiny body's one above the other at rest. */
    const spineIn = async (parameters: Parameters): Promise<number[]> => {
      const [read] = await readParameters('a.npz', toAmassNpz(parameters, { pelvis: rest, up }));
      const [{ betas }, shape] = [read, shapeBody(body, read.betas)];
      expect(betas).toHaveLength(10);
      const { positions } = poseJoints(body.parents, shape.joints, read.poses, read.translations);
      return [0, 1, 2].map((axis) => positions[3 * SMPL_JOINTS.indexOf('head') + axis] - positions[axis]);
    };
    const spine = await spineIn(seen);
    // The file keeps float64, the rest joints float32.
    expect(spine[upAxis]).toBeCloseTo(Math.hypot(...spine), 6);
    expect(spine[upAxis]).toBeGreaterThan(0.5);
    const { camera: _, ...unknown } = seen;
    const leaning = await spineIn(unknown);
    expect(Math.acos(leaning[upAxis] / Math.hypot(...leaning))).toBeCloseTo(pitch, 5);
  });
});

test('where the pelvis stands is told from the translation of the body', () => {
  const at = moving.translations.map((value, i) => value + pelvis[i % 3]);
  const read = toCameraFrame({ ...moving, translations: at, translationOf: 'pelvis' }, body);
  expect(largestDifference(read.translations, moving.translations)).toBeLessThan(EXACT);
});

test('betas that the body lacks are left out', () => {
  const betas = new Float64Array(16).fill(1);
  expect(toCameraFrame({ ...moving, betas, up: 'z' }, body).betas).toHaveLength(body.betaCount);
});

test('a fit gives one frame', () => {
  const fit = {
    betas: moving.betas,
    pose: Float64Array.from(a.pose),
    translation: Float64Array.of(0, 0, 3),
    camera: a.camera,
  };
  expect(parametersOfFit(fit as unknown as Fit)).toEqual({
    betas: fit.betas,
    poses: fit.pose,
    translations: fit.translation,
    camera: a.camera,
  });
});
