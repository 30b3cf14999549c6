import { expect, test } from 'vitest';
import { kindOfFile, readParameters } from '../../../converters/import/read-parameters.js';
import { readSequenceJson } from '../../../converters/import/sequence-json.js';

const frame = (t: number, changes: object = {}, person: object = {}): object => ({
  format: 'photorig-fit-1',
  image: { path: `${t}.jpg`, width: 640, height: 480 },
  body: { name: 'female', sha256: 'abc' },
  camera: { focalLength: 800, principalPoint: [320, 240], source: 'exif', down: [0, 1, 0] },
  persons: [{ pose: Array(72).fill(t / 10), betas: [9, 9], translation: [0, t, 3], ...person }],
  ...changes,
});
const file = (changes: object = {}): string =>
  JSON.stringify({
    format: 'photorig-sequence-1',
    frameRate: 25,
    first: 0,
    betas: [1, 2],
    warnings: ['one', 7],
    frames: [frame(0), frame(1)],
    ...changes,
  });

const MOTION = {
  betas: Float64Array.of(1, 2),
  poses: Float64Array.from([...Array(72).fill(0), ...Array(72).fill(0.1)]),
  translations: Float64Array.of(0, 0, 3, 0, 1, 3),
  frameRate: 25,
  camera: { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480, down: [0, 1, 0] },
  gender: 'female',
};

test('the shape that all frames share, the motion, its rate, and the camera', () => {
  expect(readSequenceJson('s.json', file())).toEqual({
    body: { name: 'female', sha256: 'abc' },
    motion: MOTION,
    warnings: ['one'],
  });
});

test('it is a motion like any other', async () => {
  const bytes = new TextEncoder().encode(file());
  expect(kindOfFile('s.json', bytes)).toBe('parameters');
  const read = { ...MOTION, body: { name: 'female', sha256: 'abc' } };
  expect(await readParameters('s.json', bytes)).toEqual([read]);
  expect(await readParameters('s.json', bytes, { frameRate: 50 })).toEqual([{ ...read, frameRate: 50 }]);
});

const tooMany = `[${'0,'.repeat(250_000)}0]`;

test.each([
  ['no JSON', '{', 'this is not a photorig-sequence-1 file'],
  ['a fit', JSON.stringify(frame(0)), 'this is not a photorig-sequence-1 file'],
  ['no frames', file({ frames: undefined }), 'it has no list called frames'],
  ['none of them', file({ frames: [] }), 'it has no list called frames'],
  ['frames that are no list', file({ frames: { length: 1e9 } }), 'it has no list called frames'],
  ['too many frames', file({ frames: 'F' }).replace('"F"', tooMany), 'it has 250001 frames, more than 250000'],
  ['a rate of text', file({ frameRate: '25' }), 'frameRate is "25", expected frames a second'],
  ['no shape', file({ betas: undefined }), 'betas must be numbers, they are missing'],
  ['too long a shape', file({ betas: Array(1e5).fill(0) }), 'betas must be numbers'],
  ['a frame that is none', file({ frames: [frame(0), 7] }), 'frame 2: it is not a fit'],
  ['a frame of nobody', file({ frames: [frame(0, { persons: [] })] }), 'frame 1: it must have one person'],
  ['a frame of two', file({ frames: [frame(0, { persons: [1, 2] })] }), 'frame 1: it must have one person'],
  ['a frame without a camera', file({ frames: [frame(0, { camera: null })] }), 'frame 1: it has no camera'],
  ['a short pose', file({ frames: [frame(0), frame(1, {}, { pose: [1] })] }), 'frame 2: person 1: pose must be 72 num'],
  [
    'frames of two cameras',
    file({ frames: [frame(0), frame(1, { camera: { focalLength: 700, principalPoint: [320, 240] } })] }),
    'frame 2 was seen by another camera than frame 1',
  ],
])('%s: refused', (_, text, message) => {
  const read = () => readSequenceJson('s.json', text);
  expect(read).toThrow(expect.objectContaining({ name: 'FitError', code: 'bad-input', where: 's.json' }));
  expect(read).toThrow(message);
});

test('numbers that no body has are refused', async () => {
  const far = file({ frames: [frame(0, {}, { translation: [0, 0, 1e9] })] });
  await expect(readParameters('s.json', new TextEncoder().encode(far))).rejects.toThrow('translations contain');
});
