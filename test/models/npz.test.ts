import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { writeNpy } from '../../models/npy.js';
import { readNpz, writeNpz } from '../../models/npz.js';

const arrays = { a: writeNpy(Float32Array.of(1, 2), [2]), b: writeNpy(Uint8Array.of(7), [1]) };

test('arrays go in and out by name', () => {
  const back = readNpz('x', writeNpz(arrays));
  expect(Object.keys(back).sort()).toEqual(['a', 'b']);
  expect([...back.a.data]).toEqual([1, 2]);
});

test('the same arrays give the same bytes', () => {
  expect(writeNpz(arrays)).toEqual(writeNpz(arrays));
});

test('only wanted arrays are read: a broken one beside them does no harm', () => {
  const file = writeNpz({ ...arrays, broken: new Uint8Array(3) });
  expect(Object.keys(readNpz('x', file, (name) => name === 'a'))).toEqual(['a']);
  expect(() => readNpz('x', file)).toThrow('x: broken.npy: this is not a .npy array.');
});

test.each([
  ['nothing', new Uint8Array(0)],
  ['no zip', new TextEncoder().encode('hello, this is text')],
  ['half a zip', writeNpz(arrays).slice(0, 60)],
])('%s is refused', (_, bytes) => {
  expect(() => readNpz('x.npz', bytes)).toThrow('x.npz: this is not an .npz file');
});

test('a file that claims to unpack to more than 1 GiB is refused before it is unpacked', () => {
  const bomb = zipSync({ 'a.npy': new Uint8Array(1000) });
  // The central directory's uncompressed size (at offset 24 of its record) is what unzipping would allocate.
  const record = bomb.findIndex(
    (_, i) => bomb[i] === 0x50 && bomb[i + 1] === 0x4b && bomb[i + 2] === 1 && bomb[i + 3] === 2,
  );
  new DataView(bomb.buffer).setUint32(record + 24, 2 ** 31, true);
  expect(() => readNpz('bomb.npz', bomb)).toThrow('more than 1 GiB');
});
