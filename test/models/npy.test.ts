import { describe, expect, test } from 'vitest';
import { floatsToHalves, npyStrings, readNpy, writeNpy, writeNpyStrings } from '../../models/npy.js';

/** A .npy file with a header of our choosing. */
function file(header: string, data: Uint8Array, version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const size = version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, ...size, ...text, ...data]);
}

const bytesOf = (array: ArrayBufferView): Uint8Array => new Uint8Array(array.buffer);
const header = (descr: string, shape: string, fortran = 'False'): string =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;

describe('reading', () => {
  test('Fortran order becomes C order', () => {
    // [[1, 2, 3], [4, 5, 6]] stored column by column.
    const data = bytesOf(Float64Array.of(1, 4, 2, 5, 3, 6));
    const { shape, data: values } = readNpy('a', file(header('<f8', '(2, 3)', 'True'), data));
    expect(shape).toEqual([2, 3]);
    expect([...values]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('version 2 headers and 64-bit integers', () => {
    const { data } = readNpy('a', file(header('<i8', '(2,)'), bytesOf(BigInt64Array.of(-5n, 7n)), 2));
    expect([...data]).toEqual([-5, 7]);
  });

  test('a scalar has an empty shape', () => {
    const { shape, data } = readNpy('a', file(header('<f4', '()'), bytesOf(Float32Array.of(2.5))));
    expect(shape).toEqual([]);
    expect([...data]).toEqual([2.5]);
  });

  test.each([
    ['not npy', new Uint8Array(20), 'not a .npy'],
    ['empty', new Uint8Array(0), 'not a .npy'],
    ['objects', file(header('|O', '(1,)'), new Uint8Array(8)), 'type O are not supported'],
    ['big-endian', file(header('>f8', '(1,)'), new Uint8Array(8)), 'big-endian'],
    ['unknown type', file(header('<c16', '(1,)'), new Uint8Array(16)), 'not supported'],
    ['inherited name', file(header('<f3', '(1,)'), new Uint8Array(16)), 'not supported'],
    ['too few numbers', file(header('<f8', '(3,)'), new Uint8Array(8)), 'holds fewer'],
    ['a lying size', file(header('<f8', '(999999999, 999999999)'), new Uint8Array(8)), 'claims'],
    ['a cut header', file(header('<f8', '(1,)'), new Uint8Array(0)).slice(0, 30), 'cut off'],
  ])('%s is refused with a clear error', (_, bytes, message) => {
    expect(() => readNpy('x.npy', bytes)).toThrow(message);
  });
});

test.each([
  ['f8', Float64Array.of(1.5, -2, 3, 4, 5, 6)],
  ['f4', Float32Array.of(1.5, -2, 3, 4, 5, 6)],
  ['u4', Uint32Array.of(1, 2, 3, 4, 5, 4294967295)],
  ['i2', Int16Array.of(-1, 2, 3, 4, 5, 6)],
  ['u1', Uint8Array.of(1, 2, 3, 4, 5, 255)],
] as const)('%s is written and read back', (type, data) => {
  const bytes = writeNpy(data, [2, 3]);
  const back = readNpy('a', bytes);
  expect(back.type).toBe(type);
  expect(back.shape).toEqual([2, 3]);
  expect([...back.data]).toEqual([...data]);
  expect((bytes.length - data.byteLength) % 64).toBe(0); // NumPy's alignment
});

test('a text longer than a call takes arguments', () => {
  const bytes = new Uint8Array(500_000).fill(97);
  expect(npyStrings(readNpy('a', file(header('|S500000', '()'), bytes)))).toEqual(['a'.repeat(500_000)]);
});

test('strings are written and read back', () => {
  const names = ['nose', 'left_big_toe', 'ä'];
  expect(npyStrings(readNpy('a', writeNpyStrings(names)))).toEqual(names);
});

describe('float16', () => {
  const through = (values: number[]): number[] => [
    ...readNpy('h', writeNpy(floatsToHalves(values), [values.length], 'f2')).data,
  ];

  test('exact values survive: zero, ones, the largest, the smallest normal and subnormal, infinities', () => {
    const exact = [
      0,
      1,
      -1,
      0.5,
      65504,
      -65504,
      2 ** -14,
      2 ** -24,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ];
    expect(through(exact)).toEqual(exact);
    expect(through([Number.NaN])[0]).toBeNaN();
  });

  test('rounding is to nearest, ties to even, and carries into the exponent', () => {
    expect(through([1 + 2 ** -11, 1 + 3 * 2 ** -11, 1 + 2 ** -11 + 2 ** -20])).toEqual([1, 1 + 2 ** -9, 1 + 2 ** -10]);
    expect(through([2 - 2 ** -12])).toEqual([2]);
    expect(through([65520])).toEqual([Number.POSITIVE_INFINITY]);
    expect(through([2 ** -25])).toEqual([0]);
    expect(through([1.5 * 2 ** -25])).toEqual([2 ** -24]);
  });
});
