import { expect, test } from 'vitest';
import { readFitJson } from '../../../converters/import/fit-json.js';

const fitFile = (changes: Record<string, unknown> = {}, person: Record<string, unknown> = {}): string =>
  JSON.stringify({
    format: 'photorig-fit-1',
    image: { path: 'me.jpg', width: 640, height: 480 },
    body: { name: 'female', sha256: 'abc' },
    camera: { focalLength: 800, principalPoint: [320, 240], source: 'exif' },
    persons: [{ pose: Array(72).fill(0.1), betas: [1, 2], translation: [0, 0, 3], ...person }],
    ...changes,
  });

test('the people, the camera that saw them and the body', () => {
  expect(readFitJson('f.json', fitFile())).toEqual({
    image: { path: 'me.jpg', width: 640, height: 480 },
    body: { name: 'female', sha256: 'abc' },
    people: [
      {
        betas: Float64Array.of(1, 2),
        poses: new Float64Array(72).fill(0.1),
        translations: Float64Array.of(0, 0, 3),
        camera: { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 },
        gender: 'female',
      },
    ],
  });
});

test('a body that is not ours has no gender', () => {
  expect(readFitJson('f.json', fitFile({ body: { name: 'SMPL_X' } })).people[0]).not.toHaveProperty('gender');
});

const CAMERA = { focalLength: 800, principalPoint: [320, 240], source: 'exif' };

test('how things fall before the camera, of any length', () => {
  const [{ camera }] = readFitJson('f.json', fitFile({ camera: { ...CAMERA, down: [0, 1.8, -0.5] } })).people;
  expect(camera).toEqual({
    focalLength: 800,
    principalPoint: [320, 240],
    width: 640,
    height: 480,
    down: [0, 1.8, -0.5],
  });
});

test.each([
  ['down', '"down"'],
  [null, 'null'],
  [7, '7'],
  [[0, 1], '[0,1]'],
  [[0, 1, 0, 0], '[0,1,0,0]'],
  [[0, 0, 0], '[0,0,0]'],
  [[0, null, 1], '[0,null,1]'],
  [[0, '1', 0], '[0,"1",0]'],
  [{ 0: 0, 1: 1, 2: 0, length: 3 }, '{"0":0'],
])('down that is no direction, %j: refused', (down, shown) => {
  const read = () => readFitJson('f.json', fitFile({ camera: { ...CAMERA, down } }));
  expect(read).toThrow(expect.objectContaining({ code: 'bad-input', where: 'f.json' }));
  expect(read).toThrow(/camera\.down is .*, expected a direction/);
  expect(read).toThrow(shown);
});

test.each([
  ['no JSON', '{', 'this is not a photorig-fit-1 file'],
  ['another format', fitFile({ format: 'x' }), 'this is not a photorig-fit-1 file'],
  ['no image', fitFile({ image: null }), 'no image with a size'],
  ['a camera without a focal length', fitFile({ camera: { principalPoint: [0, 0] } }), 'no camera'],
  [
    'a camera that looks past every picture',
    fitFile({ camera: { ...CAMERA, principalPoint: [1e308, 0] } }),
    'no camera',
  ],
  ['no people', fitFile({ persons: 3 }), 'no list called persons'],
  ['a short pose', fitFile({}, { pose: [1] }), 'person 1: pose must be 72 numbers, it is [1]'],
  ['betas of text', fitFile({}, { betas: ['a'] }), 'person 1: betas must be numbers'],
  ['no translation', fitFile({}, { translation: undefined }), 'person 1: translation must be 3 numbers, it is missing'],
])('%s: refused', (_, text, message) => {
  expect(() => readFitJson('f.json', text)).toThrow(message);
});
