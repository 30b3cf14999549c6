import { describe, expect, test } from 'vitest';
import { kindOfFile, readParameters } from '../../../converters/import/read-parameters.js';
import { type NpyData, writeNpy, writeNpyText } from '../../../models/npy.js';
import { writeNpz } from '../../../models/npz.js';
import { writePickle } from '../../../models/write-pickle.js';

interface Numbers {
  readonly data: NpyData;
  readonly shape: readonly number[];
}
const numbers = (...shape: number[]): Numbers => ({
  data: Float64Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, i) => i / 100),
  shape,
});
const one = (value: number): Numbers => ({ data: Float64Array.of(value), shape: [] });
type Arrays = Readonly<Record<string, Numbers>>;
const npz = (arrays: Arrays, more: Readonly<Record<string, Uint8Array>> = {}): Uint8Array => {
  const own = Object.entries(arrays).map(([name, { data, shape }]) => [name, writeNpy(data, shape)]);
  return writeNpz({ ...Object.fromEntries(own), ...more });
};
/** The same arrays in either kind of file. */
const FILES: Readonly<Record<string, (arrays: Arrays) => Uint8Array>> = { npz, pickle: writePickle };

describe.each(Object.keys(FILES))('%s: a pose and a translation, and no camera', (kind) => {
  const write = FILES[kind];
  const motion = { pose: numbers(2, 72), fps: one(25) };

  test.each(['trans', 'transl'])('pose and %s are a motion, with betas or without', async (name) => {
    for (const betas of [{ betas: numbers(10) }, {}]) {
      const file = write({ ...motion, ...betas, [name]: numbers(2, 3) });
      expect(kindOfFile('a', file)).toBe('parameters');
      const [read] = await readParameters('a', file);
      expect(read).toMatchObject({ frameRate: 25, up: 'z', translations: numbers(2, 3).data });
      expect(read).not.toHaveProperty('notes');
      expect((await readParameters('a', file, { up: 'y' }))[0].up).toBe('y');
    }
  });

  test('in the camera frame, on request', async () => {
    const file = write({ ...motion, trans: numbers(2, 3) });
    const [read] = await readParameters('a', file, { up: 'camera' });
    expect(read).toMatchObject({ frameRate: 25, translations: numbers(2, 3).data });
    expect(read).not.toHaveProperty('up');
  });

  test.each(['poses', 'pose'])('%s with a translation by another name: a note says what there is', async (name) => {
    const file = write({ [name]: numbers(2, 72), root_translation: numbers(2, 3), fps: one(25) });
    const [{ translations, notes }] = await readParameters('a', file);
    expect([...translations]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(notes).toEqual([expect.stringContaining(`among ${name}, root_translation, fps: everybody stays`)]);
  });

  test('AIST++: y up, its translations in units of its own', async () => {
    const file = write({ smpl_poses: numbers(2, 72), smpl_trans: numbers(2, 3), smpl_scaling: one(10) });
    const [read] = await readParameters('a', file);
    expect(read).toMatchObject({ up: 'y', poses: numbers(2, 72).data });
    expect([...read.translations]).toEqual([0, 0.001, 0.002, 0.003, 0.004, 0.005]);
  });

  test('WHAM: in its world, or before the camera', async () => {
    const pose_world = { data: numbers(2, 72).data.map((value) => -value), shape: [2, 72] };
    const trans_world = { data: numbers(2, 3).data.map((value) => -value), shape: [2, 3] };
    const file = write({ pose: numbers(2, 72), trans: numbers(2, 3), pose_world, trans_world });
    const [world] = await readParameters('a', file);
    expect(world).toMatchObject({ up: 'y', poses: pose_world.data, translations: trans_world.data });
    const [seen] = await readParameters('a', file, { up: 'camera' });
    expect(seen).toMatchObject({ poses: numbers(2, 72).data, translations: numbers(2, 3).data });
    expect(seen).not.toHaveProperty('up');
  });

  test('nothing that is known: the names are listed', async () => {
    const file = write({ rotations: numbers(2, 72), root: numbers(2, 3) });
    const message =
      'a: it has no poses, body or keypoints under a known name; it has rotations, root. Poses are poses,';
    expect(() => kindOfFile('a', file)).toThrow(message);
    await expect(readParameters('a', file)).rejects.toThrow(message);
  });
});

describe('people of a dict', () => {
  const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  /** A pickled dict of dicts: what writePickle writes of each, without the protocol and the end, under 1, 2 ... */
  const dictOf = (people: readonly Uint8Array[], key = (i: number): Uint8Array => Uint8Array.of(0x4b, i)): Uint8Array =>
    Uint8Array.from([
      ...bytes('\x80\x02}('),
      ...people.flatMap((person, i) => [...key(i + 1), ...person.subarray(2, -1)]),
      ...bytes('u.'),
    ]);
  /** numpy.int64(i), as trackers number people. */
  const numpyKey = (i: number): Uint8Array =>
    bytes(
      `cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(S'i8'\nI0\nI1\ntR(I3\nS'<'\nNNNI-1\nI-1\nI0\ntbS'\\x0${i}${'\\x00'.repeat(7)}'\ntR`,
    );
  const person = (frames: number): Uint8Array =>
    writePickle({ pose: numbers(frames, 72), trans: numbers(frames, 3), betas: numbers(frames, 10) });

  test('each is read', async () => {
    const file = dictOf([person(2), person(3)]);
    expect(kindOfFile('wham.pkl', file)).toBe('parameters');
    const people = await readParameters('wham.pkl', file, { frameRate: 30 });
    expect(people.map(({ translations }) => translations.length)).toEqual([6, 9]);
    expect(people.map(({ betas, frameRate }) => [betas.length, frameRate])).toEqual([
      [10, 30],
      [10, 30],
    ]);
  });

  test("by NumPy's numbers, too", async () => {
    const people = await readParameters('wham.pkl', dictOf([person(2), person(3)], numpyKey));
    expect(people.map(({ translations }) => translations.length)).toEqual([6, 9]);
    const broken = dictOf([person(2), writePickle({ pose: numbers(2, 72), trans: numbers(3, 3) })], numpyKey);
    await expect(readParameters('wham.pkl', broken)).rejects.toThrow('wham.pkl: 2: it has 3 translations');
  });

  test('beside what is nobody', async () => {
    const file = dictOf([person(2), writePickle({ verts: numbers(4, 3) })]);
    expect(kindOfFile('wham.pkl', file)).toBe('parameters');
    expect(await readParameters('wham.pkl', file)).toHaveLength(1);
    const nobody = dictOf([writePickle({ verts: numbers(4, 3) })]);
    expect(() => kindOfFile('wham.pkl', nobody)).toThrow('it has 1/verts.');
  });

  test('an error names the person', async () => {
    const file = dictOf([person(2), writePickle({ pose: numbers(2, 72), trans: numbers(3, 3) })]);
    await expect(readParameters('wham.pkl', file)).rejects.toThrow('wham.pkl: 2: it has 3 translations for 2 poses');
  });
});

test('names that would spoil a message do not', () => {
  const file = npz({ 'a\n\x1b[31m': numbers(1), [`b${'x'.repeat(100)}`]: numbers(1) });
  expect(() => kindOfFile('a', file)).toThrow(`it has a??[31m, b${'x'.repeat(31)}.`);
  const many = npz(Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`n${i}`, numbers(1)])));
  expect(() => kindOfFile('a', many)).toThrow(/n14, n15 \.\.\.\. Poses/);
  expect(() => kindOfFile('a', npz({}))).toThrow('it has nothing.');
});

describe('frames a second', () => {
  const moving = { poses: numbers(2, 72), trans: numbers(2, 3) };
  const rated = (rate: Uint8Array): Uint8Array => npz(moving, { mocap_framerate: rate });
  /** numpy.array(b'120') */
  const ascii = Uint8Array.from(
    `\x93NUMPY\x01\x00v\x00${"{'descr': '|S3', 'fortran_order': False, 'shape': (), }".padEnd(117)}\n120`,
    (letter) => letter.charCodeAt(0),
  );

  test.each([
    ['text', rated(writeNpyText('120')), 120],
    ['text with spaces', rated(writeNpyText(' 59.94 ')), 59.94],
    ['bytes', rated(ascii), 120],
    ['a pickled text', writePickle({ ...moving, mocap_framerate: '120' }), 120],
  ])('written as %s', async (_, file, expected) => {
    expect((await readParameters('a', file))[0].frameRate).toBe(expected);
  });

  test.each([
    ['words', writeNpyText('fast'), 'mocap_framerate is "fast", which is not a number.'],
    ['an empty text', writeNpyText(''), 'mocap_framerate is "", which is not a number.'],
    ['below zero', writeNpy(Float64Array.of(-30), []), '-30 is not a frame rate.'],
    ['more than there can be', writeNpy(Float64Array.of(1e12), []), '1000000000000 is not a frame rate.'],
    ['NaN', writeNpy(Float64Array.of(Number.NaN), []), 'mocap_framerate holds numbers that are not finite.'],
  ])('%s: refused, unless a rate is given', async (_, rate, message) => {
    await expect(readParameters('a', rated(rate))).rejects.toThrow(`${message} Give --frame-rate.`);
    expect((await readParameters('a', rated(rate), { frameRate: 30 }))[0].frameRate).toBe(30);
  });
});

test('text in the place of a pose or a translation', async () => {
  const text = writeNpyText('x'.repeat(72));
  await expect(readParameters('a', npz({ trans: numbers(1, 3) }, { poses: text }))).rejects.toThrow('poses is text');
  await expect(readParameters('a', npz({ poses: numbers(72) }, { trans: text }))).rejects.toThrow('trans is text');
});

test('more frames than can be held are refused, be the file ever so small', async () => {
  const T = 250_001;
  const file = writeNpz({ poses: writeNpy(new Uint8Array(66 * T), [T, 66]) });
  expect(file.length).toBeLessThan(100_000);
  await expect(readParameters('a.npz', file)).rejects.toThrow('poses has 250001 frames, more than 250000. Cut it.');
});

test.each([
  ['a row', [1, 10]],
  ['a column', [10, 1]],
  ['a row in a box', [1, 1, 10]],
  ['a row for each frame', [5, 10]],
  ['the same in boxes', [5, 1, 10]],
])('betas as %s', async (_, shape) => {
  const [{ betas }] = await readParameters('a', npz({ poses: numbers(72), betas: numbers(...shape) }));
  expect([...betas]).toEqual([...numbers(10).data]);
});

describe('what is None, or cannot be read', () => {
  test('betas and a gender of None in a pickle are not there', async () => {
    const file = writePickle({ cam_t: numbers(3), pose: numbers(72), betas: 0, gender: 1 });
    const text = Array.from(file, (byte) => String.fromCharCode(byte)).join('');
    const none = text.replace(/(betas|gender)G.{8}/gs, '$1N');
    const [read] = await readParameters(
      'a.pkl',
      Uint8Array.from(none, (letter) => letter.charCodeAt(0)),
    );
    expect(read).toEqual({ poses: numbers(72).data, translations: numbers(3).data, betas: new Float64Array(0) });
  });

  test('a gender that is an array of objects, a number or an unknown word is not known', async () => {
    const objects = `\x93NUMPY\x01\x00v\x00${"{'descr': '|O', 'fortran_order': False, 'shape': (), }".padEnd(117)}\n.`;
    const genders = [
      Uint8Array.from(objects, (letter) => letter.charCodeAt(0)),
      writeNpy(Float64Array.of(1), []),
      writeNpyText('?'),
    ];
    for (const gender of genders) {
      const [read] = await readParameters('a', npz({ poses: numbers(72) }, { gender }));
      expect(read).not.toHaveProperty('gender');
    }
  });
});

describe('what a file says is up', () => {
  const motion = { poses: numbers(2, 72), trans: numbers(2, 3) };
  const saying = (up: Uint8Array): Uint8Array => npz(motion, { up_axis: up });

  test.each([
    ['y', 'y'],
    ['Y', 'y'],
    [' Z', 'z'],
  ])('%j: %s', async (text, up) => {
    expect((await readParameters('a.npz', saying(writeNpyText(text))))[0].up).toBe(up);
  });

  test.each([
    ['x', '"x"'],
    ['-y', '"-y"'],
    ['', '""'],
  ])('%j is refused, unless somebody knows better', async (text, shown) => {
    const file = saying(writeNpyText(text));
    await expect(readParameters('a.npz', file)).rejects.toMatchObject({
      code: 'bad-input',
      message: `a.npz: its up_axis is ${shown}, not y or z. Give --input-up y, z, camera.`,
    });
    expect((await readParameters('a.npz', file, { up: 'y' }))[0].up).toBe('y');
  });

  test('a number is refused', async () => {
    const file = saying(writeNpy(Float64Array.of(2), []));
    await expect(readParameters('a.npz', file)).rejects.toThrow('its up_axis is no text, not y or z');
  });
});
