import { gzipSync, zlibSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { isArrays, openArrays } from '../../models/array-source.js';
import { writeNpy, writeNpyText } from '../../models/npy.js';
import { writeNpz } from '../../models/npz.js';
import { writePickle } from '../../models/write-pickle.js';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
/** An .npy array of objects, as numpy.array('male', dtype=object) is. */
const objects = bytes(
  `\x93NUMPY\x01\x00v\x00${"{'descr': '|O', 'fortran_order': False, 'shape': (), }".padEnd(117)}\n.`,
);
const ZERO = { data: new Float64Array(1), shape: [1] };

describe('text in the place of numbers is refused', () => {
  test.each([
    ['.npz', writeNpz({ a: writeNpyText('120') })],
    ['pickle', writePickle({ a: '120' })],
  ])('%s', (_, file) => {
    const source = openArrays('x', file);
    expect(() => source.array('a')).toThrow(/^x: a.*(is text, no numbers|this is no array of numbers)/);
    expect(source.strings('a')).toEqual(['120']);
  });
});

test('an array of objects is no text that is known', () => {
  const source = openArrays('x', writeNpz({ a: objects }));
  expect(source.strings('a')).toBeNull();
  expect(() => source.array('a')).toThrow(expect.objectContaining({ code: 'unsupported' }));
});

test('damaged text is not taken for none', () => {
  const file = writeNpz({ a: writeNpyText('male') });
  const directory = file.findIndex((_, i) => file[i] === 0x50 && file[i + 1] === 0x4b && file[i + 2] === 1);
  file[directory + 16] ^= 1;
  expect(() => openArrays('x', file).strings('a')).toThrow('a.npy is damaged');
});

test('None is not there, and dicts in a dict are found by name', () => {
  // {"a": None, 1: {"b": 2}, "c": 3}
  const source = openArrays('x', bytes('\x80\x02}(U\x01aNK\x01}U\x01bK\x02sU\x01cK\x03u.'));
  expect(source.names).toEqual(['1', 'c']);
  expect(source.has('a')).toBe(false);
  expect(source.array('a')).toBeUndefined();
  expect([...source.dicts().keys()]).toEqual(['1']);
  expect(source.dicts().get('1')?.array('b')?.data[0]).toBe(2);
  expect(openArrays('x', writeNpz({ a: writeNpy(new Float64Array(1), [1]) })).dicts().size).toBe(0);
});

test('a defaultdict is a dict', () => {
  const source = openArrays(
    'x',
    bytes('\x80\x02ccollections\ndefaultdict\nc__builtin__\ndict\n\x85RU\x01a}U\x01bK\x02ss.'),
  );
  expect(source.dicts().get('a')?.array('b')?.data[0]).toBe(2);
});

test.each([
  ['gzip', gzipSync(writePickle({ a: ZERO }))],
  ['zlib', zlibSync(writePickle({ a: ZERO }))],
  ['bzip2', bytes('BZh91AY&SY')],
  ['xz', bytes('\xfd7zXZ\0\0')],
])('a file packed with %s says so', (packing, file) => {
  expect(isArrays(file)).toBe(true);
  expect(() => openArrays('x.pkl', file)).toThrow(
    expect.objectContaining({
      code: 'unsupported',
      message: expect.stringMatching(new RegExp(`^x.pkl: it is packed with ${packing}.*pickle or numpy.savez`)),
    }),
  );
});
