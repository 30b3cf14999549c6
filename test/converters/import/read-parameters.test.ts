import { describe, expect, test } from 'vitest';
import { toAmassNpz } from '../../../converters/export/amass-npz.js';
import { toGlb } from '../../../converters/export/glb.js';
import { toSmplifyPickle } from '../../../converters/export/smplify-pickle.js';
import {
  type Parameters,
  restPelvis,
  type StoredParameters,
  toCameraFrame,
} from '../../../converters/formats/parameters.js';
import { kindOfFile, readParameters } from '../../../converters/import/read-parameters.js';
import { rigBody } from '../../../core/body/rigged-body.js';
import type { Camera } from '../../../core/types.js';
import { openArrays } from '../../../models/array-source.js';
import { seededRandom } from '../../../models/build/random.js';
import { type NpyArray, writeNpy, writeNpyText } from '../../../models/npy.js';
import { openNpz, readNpz, writeNpz } from '../../../models/npz.js';
import { writeBodyNpz } from '../../../models/write-body.js';
import { writePickle } from '../../../models/write-pickle.js';
import { largestDifference } from '../../support/numeric-jacobian.js';
import { randomParameters, tinyBody } from '../../support/tiny-body.js';

const body = tinyBody();
const drawn = randomParameters(5);
// A global orientation of less than half a turn: beyond it, files may turn the other way round.
const one = { ...drawn, pose: [2.9, 0.1, -0.2, ...Array.from(drawn.pose).slice(3)] };
const photo: Parameters = {
  betas: Float64Array.from(one.betas),
  poses: Float64Array.from(one.pose),
  translations: Float64Array.from(one.translation),
  gender: 'female',
  ...(one.camera && { camera: one.camera }),
};
const pelvis = restPelvis(body, photo.betas);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const numbers = (count: number): Float64Array => Float64Array.from({ length: count }, (_, i) => i / 100);
const array = (count: number, ...shape: number[]) => writeNpy(numbers(count), shape);

describe('AMASS', () => {
  test.each(['y', 'z'] as const)('what we wrote with %s up comes back in the camera frame', async (up) => {
    const [read] = await readParameters('a.npz', toAmassNpz(photo, { pelvis, up }));
    const { poses, translations, betas, gender, frameRate } = toCameraFrame(read, body);
    expect(largestDifference(poses, photo.poses)).toBeLessThan(1e-12);
    expect(largestDifference(translations, photo.translations)).toBeLessThan(1e-12);
    expect([betas, gender, frameRate]).toEqual([photo.betas, 'female', 30]);
  });

  test.each([
    ['SMPL', 72, 72],
    ['SMPL-H', 156, 66],
    ['SMPL-X', 165, 66],
  ])("%s's poses: the body's joints, and SMPL's hands", async (_, width, kept) => {
    const file = writeNpz({
      poses: array(2 * width, 2, width),
      trans: array(6, 2, 3),
      betas: array(16, 16),
      gender: writeNpyText('male'),
      mocap_framerate: writeNpy(Float64Array.of(120), []),
    });
    const [{ poses, translations, betas, up, ...rest }] = await readParameters('a.npz', file);
    expect(rest).toEqual({ frameRate: 120, gender: 'male' });
    expect([betas.length, up, translations.length, poses.length]).toEqual([16, 'z', 6, 144]);
    expect([...poses.slice(72, 72 + kept)]).toEqual([...numbers(2 * width).slice(width, width + kept)]);
    expect(poses.slice(72 + kept).every((value) => value === 0)).toBe(true);
  });

  test("smplx's names", async () => {
    const file = writeNpz({
      global_orient: array(6, 2, 3),
      body_pose: array(138, 2, 69),
      transl: array(6, 2, 3),
      betas: array(20, 2, 10),
      mocap_frame_rate: writeNpy(Int32Array.of(60), []),
    });
    const [{ poses, betas, frameRate }] = await readParameters('s.npz', file, { up: 'y' });
    expect([poses[3], poses[72], betas.length, frameRate]).toEqual([0, 0.03, 10, 60]);
  });

  test.each<[string, Record<string, Uint8Array>, string]>([
    ['poses of another body', { poses: array(30, 2, 15) }, 'poses has the shape (2,15)'],
    ['translations of other frames', { poses: array(144, 2, 72), trans: array(9, 3, 3) }, '3 translations for 2 poses'],
    ['a rate of zero', { poses: array(72, 1, 72), mocap_framerate: array(1) }, '0 is not a frame rate'],
    ['NaN', { poses: writeNpy(new Float64Array(72).fill(Number.NaN), [1, 72]) }, 'not finite'],
    [
      'an orientation without a pose',
      { global_orient: array(3, 1, 3), body_pose: array(138, 2, 69) },
      '1 orientations for 2',
    ],
  ])('%s: refused', async (_, arrays, message) => {
    await expect(readParameters('a.npz', writeNpz(arrays))).rejects.toThrow(message);
  });
});

describe('SMPLify', () => {
  test('what we wrote comes back, camera and all', async () => {
    expect(await readParameters('r.pkl', toSmplifyPickle(photo))).toEqual([photo]);
  });

  test('the published form: no image, so no camera', async () => {
    const file = writePickle({
      cam_t: { data: numbers(3), shape: [3] },
      f: { data: Float64Array.of(5000, 5000), shape: [2] },
      pose: { data: numbers(72), shape: [1, 72] },
      betas: { data: numbers(10), shape: [10] },
    });
    expect(await readParameters('r.pkl', file)).toEqual([
      { poses: numbers(72), betas: numbers(10), translations: numbers(3), focalLength: 5000 },
    ]);
  });

  test('a focal length that is none', async () => {
    const file = writePickle({
      pose: { data: numbers(72), shape: [72] },
      betas: { data: numbers(3), shape: [3] },
      f: -1,
    });
    await expect(readParameters('r.pkl', file)).rejects.toThrow('its focal length f is -1');
  });
});

describe('a camera that knows how things fall', () => {
  const camera = one.camera as Camera;
  const tilted: Parameters = { ...photo, camera: { ...camera, down: [0.3, 1.9, 0.9] } };
  const { camera: _, ...unseen } = photo;

  test.each(['y', 'z'] as const)('AMASS, %s up: the way back to the camera frame is known', async (up) => {
    const [read] = await readParameters('a.npz', toAmassNpz(tilted, { pelvis, up }));
    expect(read.camera).toEqual(tilted.camera);
    expect(largestDifference(read.poses, photo.poses)).toBeGreaterThan(0.1); // it was turned
    const back = toCameraFrame(read, body);
    expect(largestDifference(back.poses, photo.poses)).toBeLessThan(1e-12);
    expect(largestDifference(back.translations, photo.translations)).toBeLessThan(1e-12);
    expect(back.camera).toEqual(tilted.camera);
  });

  test('AMASS, without a camera: as anybody writes it', async () => {
    const bytes = toAmassNpz(unseen, { pelvis });
    const names = ['poses', 'trans', 'betas', 'gender', 'mocap_framerate', 'up_axis'];
    expect([...openNpz('a.npz', bytes).sizes.keys()].sort()).toEqual(names.sort());
    expect((await readParameters('a.npz', bytes))[0]).not.toHaveProperty('camera');
  });

  test('AMASS, with a level one: it comes back', async () => {
    const [read] = await readParameters('a.npz', toAmassNpz(photo, { pelvis }));
    expect(read.camera).toEqual(photo.camera);
  });

  test('AMASS of somebody else, whose size and f mean something else: no camera', async () => {
    const [size, lens] = [
      [640, 480],
      [500, 500],
    ].map((pair) => writeNpy(Float64Array.from(pair), [2]));
    const foreign = { image_size: size, f: lens };
    const [read] = await readParameters('a.npz', writeNpz({ poses: array(72, 1, 72), ...foreign }));
    expect(read).not.toHaveProperty('camera');
  });

  test('SMPLify: in the camera frame, bit by bit', async () => {
    expect(await readParameters('r.pkl', toSmplifyPickle(tilted))).toEqual([tilted]);
  });

  const SEED = 7;
  const random = seededRandom(SEED);
  /** Things that a slip of a tool or a hand may leave in the place of an array. */
  const damaged = (): Float64Array => {
    const values = [0, -1, 1e308, -1e308, 5e-324, Number.NaN, Number.POSITIVE_INFINITY, 640, 0.5];
    const length = Math.floor(6 * random.uniform());
    return Float64Array.from({ length }, () => values[Math.floor(values.length * random.uniform())]);
  };
  const NAMES = ['camera_down', 'image_size', 'principal_point', 'f'];
  const TRIALS = 150;
  /** Read in the camera frame with finite numbers and a camera that is one, or refused as bad input. */
  async function expectSound(name: string, bytes: Uint8Array): Promise<void> {
    const read = await readParameters(name, bytes).catch((error: unknown) => error);
    if (read instanceof Error) {
      expect(read).toMatchObject({ name: 'FitError', code: 'bad-input', where: name });
      return;
    }
    const [stored] = read as StoredParameters[];
    const { poses, translations, camera: told } = toCameraFrame(stored, body);
    expect([...poses, ...translations].every(Number.isFinite)).toBe(true);
    if (told === undefined) return;
    const { focalLength, width, height, principalPoint, down = [0, 1, 0] } = told;
    expect(Math.min(focalLength, width, height)).toBeGreaterThan(0);
    expect([focalLength, width, height, ...principalPoint, Math.hypot(...down)].every(Number.isFinite)).toBe(true);
    expect(down).toHaveLength(3);
  }

  test(`damaged arrays of an AMASS file, seed ${SEED}`, async () => {
    const sound = readNpz('a.npz', toAmassNpz(tilted, { pelvis }));
    const arrays = Object.entries(sound).filter(([name]) => name !== 'gender' && name !== 'up_axis');
    for (let trial = 0; trial < TRIALS; trial++) {
      const spoilt = NAMES[trial % NAMES.length];
      const numbersOf = (name: string, own: NpyArray) => {
        const data = name === spoilt ? damaged() : own.data;
        return writeNpy(data, name === spoilt ? [data.length] : own.shape);
      };
      await expectSound(
        'a.npz',
        writeNpz(Object.fromEntries(arrays.map(([name, own]) => [name, numbersOf(name, own)]))),
      );
    }
  });

  test(`damaged arrays of a SMPLify result, seed ${SEED}`, async () => {
    const source = openArrays('r.pkl', toSmplifyPickle(tilted));
    for (let trial = 0; trial < TRIALS; trial++) {
      const spoilt = NAMES[trial % NAMES.length];
      const arrays = ['cam_t', 'pose', 'betas', ...NAMES].map((name) => {
        const data = name === spoilt ? damaged() : (source.array(name)?.data ?? new Float64Array(0));
        return [name, { data, shape: [data.length] }] as const;
      });
      await expectSound('r.pkl', writePickle(Object.fromEntries(arrays)));
    }
  });

  test(`bytes turned in either, seed ${SEED}`, async () => {
    for (const [name, bytes] of [
      ['a.npz', toAmassNpz(tilted, { pelvis })],
      ['r.pkl', toSmplifyPickle(tilted)],
    ] as const) {
      const first = new TextDecoder('latin1').decode(bytes).indexOf('camera_down');
      expect(first).toBeGreaterThan(0);
      for (let trial = 0; trial < TRIALS; trial++) {
        const spoilt = bytes.slice();
        // Around the name and what follows it, a byte in any way.
        spoilt[Math.min(bytes.length - 1, first - 60 + Math.floor(300 * random.uniform()))] = 256 * random.uniform();
        const read = await readParameters(name, spoilt).catch((error: unknown) => error);
        if (read instanceof Error) expect(read.name).toBe('FitError');
        else expect(toCameraFrame((read as StoredParameters[])[0], body).poses).toHaveLength(72);
      }
    }
  });
});

test('a GLB of ours comes back in the camera frame', async () => {
  const [read] = await readParameters('a.glb', await toGlb([rigBody(body, one)]));
  const { poses, translations, betas } = toCameraFrame(read, body);
  expect(largestDifference(poses, photo.poses)).toBeLessThan(1e-5); // quaternions in float32
  expect(largestDifference(translations, photo.translations)).toBeLessThan(1e-5);
  expect(largestDifference(betas, photo.betas)).toBe(0);
});

test.each<[string, Uint8Array, string]>([
  ['a body', writeBodyNpz(body), 'body'],
  ['an AMASS motion', toAmassNpz(photo, { pelvis }), 'parameters'],
  ['a SMPLify result', toSmplifyPickle(photo), 'parameters'],
  ['a fit', text('{"format": "photorig-fit-1"}'), 'parameters'],
  ['BVH', text('HIERARCHY\nROOT Hips'), 'parameters'],
  ['BVH in lower case', text('\nhierarchy\nroot hips'), 'parameters'],
  ['a glTF', text('{"asset": {"version": "2.0"}}'), 'parameters'],
  ['est_joints.npz', writeNpz({ est_joints: array(140, 5, 14, 2) }), 'keypoints'],
  ['.npy', array(28, 14, 2), 'keypoints'],
  ['OpenPose', text('{"people": []}'), 'keypoints'],
])('%s is told by its content', (_, bytes, kind) => {
  expect(kindOfFile('x', bytes)).toBe(kind);
});
