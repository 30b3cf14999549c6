import { describe, expect, test } from 'vitest';
import { cameraFromArrays, cameraToArrays } from '../../../converters/formats/camera-arrays.js';
import type { Camera } from '../../../core/types.js';
import { type ArraySource, openArrays } from '../../../models/array-source.js';
import { writeNpy } from '../../../models/npy.js';
import { writeNpz } from '../../../models/npz.js';
import { writePickle } from '../../../models/write-pickle.js';

const CAMERA: Camera = { focalLength: 900, principalPoint: [310, 255], width: 640, height: 480 };
const TILTED: Camera = { ...CAMERA, down: [0.1, 2, 0.7] };

type Numbers = readonly number[] | Float64Array;
/** The arrays as each of the two kinds of files holds them. */
const FILES: Readonly<Record<string, (arrays: Readonly<Record<string, Numbers>>) => ArraySource>> = {
  npz: (arrays) =>
    openArrays(
      'a.npz',
      writeNpz(
        Object.fromEntries(
          Object.entries(arrays).map(([name, own]) => [name, writeNpy(Float64Array.from(own), [own.length])]),
        ),
      ),
    ),
  pickle: (arrays) =>
    openArrays(
      'a.pkl',
      writePickle(
        Object.fromEntries(
          Object.entries(arrays).map(([name, own]) => [name, { data: Float64Array.from(own), shape: [own.length] }]),
        ),
      ),
    ),
};

describe.each(Object.keys(FILES))('%s', (kind) => {
  const open = FILES[kind];
  const readFrom = (changes: Readonly<Record<string, Numbers | undefined>>, focalLength: number | undefined = 900) => {
    const { f: _, ...arrays } = cameraToArrays(TILTED);
    const all: Readonly<Record<string, Numbers | undefined>> = { ...arrays, ...changes };
    const changed = Object.entries(all).filter((entry): entry is [string, Numbers] => !!entry[1]);
    return cameraFromArrays(open(Object.fromEntries(changed)), focalLength);
  };

  test.each([CAMERA, TILTED])('what was written comes back, bit by bit: %j', (camera) => {
    expect(cameraFromArrays(open(cameraToArrays(camera)), camera.focalLength)).toEqual(camera);
  });

  test('what is left out: the principal point is the middle, and nobody knows how things fall', () => {
    expect(readFrom({ principal_point: undefined })).toEqual({ ...TILTED, principalPoint: [320, 240] });
    expect(readFrom({ camera_down: undefined })).toEqual(CAMERA);
  });

  test.each([[[0, 0, 0]], [[0, Number.NaN, 1]], [[0, Number.POSITIVE_INFINITY, 1]], [[0, 1]], [[]]])(
    'down %j is not a direction: the rest of the camera holds',
    (down) => {
      expect(readFrom({ camera_down: down })).toEqual(CAMERA);
    },
  );

  test.each<[string, Readonly<Record<string, Numbers | undefined>>]>([
    ['no size', { image_size: undefined }],
    ['half a size', { image_size: [640] }],
    ['no width', { image_size: [0, 480] }],
    ['a negative height', { image_size: [640, -480] }],
    ['half a pixel', { image_size: [640.5, 480] }],
    ['no numbers', { image_size: [Number.NaN, 480] }],
    ['more than any picture has', { image_size: [1e12, 480] }],
    ['a principal point of one number', { principal_point: [320] }],
    ['one beyond every picture', { principal_point: [1e308, 240] }],
    ['one that is nowhere', { principal_point: [320, Number.NEGATIVE_INFINITY] }],
  ])('%s: no camera', (_, changes) => {
    expect(readFrom(changes)).toBeUndefined();
  });

  test.each([undefined, 0, -900, Number.NaN, Number.POSITIVE_INFINITY])('focal length %f: no camera', (focalLength) => {
    const { f: _, ...arrays } = cameraToArrays(TILTED);
    expect(cameraFromArrays(open(arrays), focalLength)).toBeUndefined();
  });

  test.each(['image_size', 'principal_point', 'camera_down'])('%s of a thousand numbers is refused by name', (name) => {
    const refusal = expect.objectContaining({ code: 'bad-input', message: expect.stringContaining(name) });
    expect(() => readFrom({ [name]: new Float64Array(1000) })).toThrow(refusal);
  });
});
