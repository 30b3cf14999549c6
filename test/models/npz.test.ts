import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { seededRandom } from '../../models/build/random.js';
import { writeNpy } from '../../models/npy.js';
import { openNpz, readNpz, writeNpz } from '../../models/npz.js';

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

/** The array a, with another unpacked size in the zip's directory (at offset 24 of its record): what would be allocated. */
function claiming(size: number, content: Uint8Array, { b }: { b?: Uint8Array } = {}): Uint8Array {
  const zip = zipSync({ 'a.npy': content, ...(b && { 'b.npy': b }) });
  const record = zip.findIndex(
    (_, i) => zip[i] === 0x50 && zip[i + 1] === 0x4b && zip[i + 2] === 1 && zip[i + 3] === 2,
  );
  new DataView(zip.buffer).setUint32(record + 24, size, true);
  return zip;
}

test('a size that deflate cannot reach is a lie, refused before anything is allocated', () => {
  expect(() => readNpz('bomb.npz', claiming(2 ** 31, new Uint8Array(1000)))).toThrow('a.npy in its directory is a lie');
});

test('a file that would unpack to more than 512 MiB is refused, be it one array or all together', () => {
  const random = seededRandom(1);
  // Noise does not pack, which makes a large claim possible.
  const noise = Uint8Array.from({ length: 2 ** 20 }, () => 256 * random.uniform());
  expect(() => readNpz('bomb.npz', claiming(2 ** 29 + 1, noise))).toThrow('at most 536870912 can be right');
  const npz = openNpz('bomb.npz', claiming(2 ** 29 - 100, noise, arrays));
  npz.read('b');
  expect(() => npz.read('a')).toThrow('the file would unpack to more than 512 MiB');
});

test('an array larger than its reader allows is refused', () => {
  expect(() => openNpz('x', writeNpz(arrays)).read('a', 10)).toThrow('a.npy would unpack to 136 bytes, at most 10');
});

test('a size that is too small loses the rest of the array, which is noticed', () => {
  expect(() => readNpz('x', claiming(130, arrays.a))).toThrow('a.npy is damaged');
});

test.each([
  ['as it is', 0],
  ['packed', 9],
] as const)('a bit that turned in an array, stored %s, is noticed', (_, level) => {
  const random = seededRandom(2);
  const numbers = Float64Array.from({ length: 500 }, () => Math.round(8 * random.uniform()));
  const sound = zipSync({ 'a.npy': writeNpy(numbers, [500]), 'b.npy': arrays.b }, { level });
  expect([...readNpz('x', sound).a.data]).toEqual([...numbers]);
  const middle = Math.floor(sound.length / 2);
  let noticed = 0;
  for (let bit = 0; bit < 8; bit++) {
    const spoilt = sound.slice();
    spoilt[middle] ^= 1 << bit;
    const { data } = openNpz('x', spoilt).read('b') ?? {};
    expect(data).toEqual(Uint8Array.of(7)); // the other array is sound
    try {
      openNpz('x', spoilt).read('a');
    } catch (error) {
      expect(error).toMatchObject({ code: 'bad-input', message: expect.stringMatching(/damaged/) });
      noticed++;
    }
  }
  expect(noticed).toBe(8);
});
