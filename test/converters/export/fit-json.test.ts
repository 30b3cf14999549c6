import { expect, test } from 'vitest';
import { type FitResult, toFitJson } from '../../../converters/export/fit-json.js';
import { FIT_FORMAT } from '../../../converters/formats/format-names.js';
import { readFitJson } from '../../../converters/import/fit-json.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { measureBody } from '../../../core/body/measure.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { namedJoints } from '../../../core/fit/joints3d.js';
import { randomParameters, tinyBody } from '../../support/tiny-body.js';

const body = { ...tinyBody(), name: 'tiny', sha256: 'ab12' };
const { betas, pose, translation, camera } = randomParameters(1);

const result: FitResult = {
  image: { path: 'me.jpg', width: 640, height: 480 },
  body,
  skeleton: skeletonOf(body),
  camera: camera!,
  focalSource: 'exif',
  people: [
    {
      detection: {
        box: [1, 2, 3, 4],
        score: 0.5,
        keypoints: {
          set: 'coco17',
          xy: Float64Array.from({ length: 34 }, (_, i) => i / 2),
          confidence: Float64Array.from({ length: 17 }, (_, k) => k / 16),
        },
        worldLandmarks: new Float64Array(51),
      },
      fit: {
        betas: Float64Array.from(betas),
        pose: Float64Array.from(pose),
        translation: Float64Array.from(translation),
        camera: camera!,
        cost: 12.5,
        costByTerm: { reprojection: 10, 'pose-prior': 2.5 },
        iterations: 42,
        termination: 'converged',
        reprojectionError: 3.25,
        confidence: { overall: 0.5, joints: Float64Array.from(SMPL_JOINTS, (_, j) => j / 24) },
        warnings: ['look out'],
      },
      timings: { loadMs: 200, detectMs: 100, fitMs: 20 },
    },
  ],
};

test('a fit is plain JSON and says all of the format photorig-fit-1', () => {
  const json = JSON.parse(JSON.stringify(toFitJson(result)));
  // What is not JSON (typed arrays, NaN) would not survive.
  expect(json).toEqual(toFitJson(result));
  expect(json).toEqual({
    format: FIT_FORMAT,
    image: { path: 'me.jpg', width: 640, height: 480 },
    body: { name: 'tiny', sha256: 'ab12' },
    camera: { focalLength: 1000, principalPoint: [320, 240], source: 'exif' },
    persons: [
      {
        box: [1, 2, 3, 4],
        score: 0.5,
        keypoints: {
          set: 'coco17',
          xy: Array.from({ length: 17 }, (_, k) => [k, k + 0.5]),
          confidence: Array.from({ length: 17 }, (_, k) => k / 16),
        },
        pose: Array.from(pose),
        betas: Array.from(betas),
        translation: Array.from(translation),
        joints3d: namedJoints(result.skeleton, result.people[0].fit),
        reprojectionError: 3.25,
        confidence: { overall: 0.5, joints: Object.fromEntries(SMPL_JOINTS.map((name, j) => [name, j / 24])) },
        measurements: measureBody(result.body, betas),
        cost: 12.5,
        costByTerm: { reprojection: 10, 'pose-prior': 2.5 },
        iterations: 42,
        termination: 'converged',
        warnings: ['look out'],
        timings: { loadMs: 200, detectMs: 100, fitMs: 20 },
      },
    ],
  });
  expect([json.persons[0].pose.length, json.persons[0].betas.length]).toEqual([72, 10]);
  expect(Object.keys(json.persons[0].joints3d)).toEqual(expect.arrayContaining([...SMPL_JOINTS, 'nose', 'head_top']));
});

test('how things fall before the camera is said where it is known, and read back', () => {
  expect(toFitJson(result)).not.toHaveProperty('camera.down');
  const tilted = { ...result.camera, down: [0.1, 0.9, 0.4] as const };
  const text = JSON.stringify(toFitJson({ ...result, camera: tilted }));
  expect(JSON.parse(text)).toMatchObject({ camera: { down: [0.1, 0.9, 0.4], source: 'exif' } });
  expect(readFitJson('f.json', text).people.map((person) => person.camera)).toEqual([tilted]);
});

test('nobody: an empty list', () => {
  expect(toFitJson({ ...result, people: [] })).toMatchObject({ format: 'photorig-fit-1', persons: [] });
});
