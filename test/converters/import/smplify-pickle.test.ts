import { describe, expect, test } from 'vitest';
import { toAmassNpz } from '../../../converters/export/amass-npz.js';
import { toSmplifyPickle } from '../../../converters/export/smplify-pickle.js';
import { toCameraFrame } from '../../../converters/formats/parameters.js';
import { readParameters } from '../../../converters/import/read-parameters.js';
import { type PickledEntry, writePickle } from '../../../models/write-pickle.js';
import { largestDifference } from '../../support/numeric-jacobian.js';
import { tinyBody } from '../../support/tiny-body.js';

const array = (values: ArrayLike<number>, ...shape: number[]) => ({
  data: Float64Array.from(values),
  shape: shape.length > 0 ? shape : [values.length],
});
const bodyPose = Float64Array.from({ length: 63 }, (_, i) => i / 100);

/** What SMPLify-X saves. */
const SMPLIFY_X: Readonly<Record<string, PickledEntry>> = {
  camera_rotation: array([1, 0, 0, 0, 1, 0, 0, 0, 1], 1, 3, 3),
  camera_translation: array([0.1, 0.2, 5], 1, 3),
  betas: array(new Float64Array(10), 1, 10),
  global_orient: array([3, 0.1, 0], 1, 3),
  body_pose: array(bodyPose, 1, 63),
  left_hand_pose: array(new Float64Array(12), 1, 12),
  jaw_pose: array(new Float64Array(3), 1, 3),
};

describe('SMPLify-X', () => {
  test('is in the camera frame, whatever is said to be up', async () => {
    for (const options of [{}, { up: 'z' }, { up: 'camera' }] as const) {
      const [read] = await readParameters('x.pkl', writePickle(SMPLIFY_X), options);
      expect(read).not.toHaveProperty('up');
      expect([...read.translations]).toEqual([0.1, 0.2, 5]);
      expect([...read.poses]).toEqual([3, 0.1, 0, ...bodyPose, 0, 0, 0, 0, 0, 0]);
    }
  });

  test("the body's own translation is added", async () => {
    const file = writePickle({ ...SMPLIFY_X, transl: array([1, 2, -1], 1, 3) });
    const [{ translations }] = await readParameters('x.pkl', file);
    expect([...translations]).toEqual([1.1, 2.2, 4]);
  });

  test.each([
    ['half a turn', [1, 0, 0, 0, -1, 0, 0, 0, -1]],
    ['half a matrix', [1, 0, 0]],
  ])('a camera turned by %s is refused', async (_, rotation) => {
    const file = writePickle({ ...SMPLIFY_X, camera_rotation: array(rotation) });
    await expect(readParameters('x.pkl', file)).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('its camera_rotation is not the identity'),
    });
  });
});

test('frames a second of a motion before the camera', async () => {
  const file = writePickle({
    pose: array(new Float64Array(144), 2, 72),
    cam_t: array([0, 0, 1, 0, 0, 2], 2, 3),
    fps: 50,
  });
  expect((await readParameters('m.pkl', file))[0].frameRate).toBe(50);
  expect((await readParameters('m.pkl', file, { frameRate: 24 }))[0].frameRate).toBe(24);
});

test('the focal length goes on where nobody knows how large the image was', async () => {
  const result = writePickle({ cam_t: array([0, 0, 3]), f: array([800, 800]), pose: array(new Float64Array(72)) });
  const [read] = await readParameters('r.pkl', result);
  expect(read).toMatchObject({ focalLength: 800 });
  const body = tinyBody();
  const parameters = toCameraFrame(read, body);

  const [again] = await readParameters('again.pkl', toSmplifyPickle(parameters));
  expect(again).toMatchObject({ focalLength: 800 });

  const pelvis = body.template.subarray(0, 3);
  const [through] = await readParameters('through.npz', toAmassNpz(parameters, { pelvis }));
  expect(through).toMatchObject({ focalLength: 800 });
  const [unknown] = await readParameters('r.pkl', toSmplifyPickle({ ...parameters, focalLength: 5000 }));
  expect(unknown.focalLength).toBe(5000);
  expect(largestDifference(again.translations, read.translations)).toBe(0);
});
