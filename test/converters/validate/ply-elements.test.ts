import { expect, test } from 'vitest';
import { readPly } from '../../../converters/validate/ply-elements.js';

const file = (header: string, content: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`ply\nformat ${header}\nend_header\n`), content]);
const ascii = (header: string, text: string): Uint8Array => file(`ascii 1.0\n${header}`, Buffer.from(text));

test('numbers are kept as the file keeps them: a cloud of points takes no more memory than on disk', () => {
  const points = Float32Array.of(1, 2, 3, 4, 5, 6);
  const content = Buffer.concat(
    [0, 1, 2].flatMap((i) => [Buffer.from(points.slice(2 * i, 2 * i + 2).buffer), Buffer.of(7 + i)]),
  );
  const [cloud] = readPly(
    file('binary_little_endian 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty uchar red', content),
  );
  expect(cloud).toEqual({
    name: 'vertex',
    count: 3,
    properties: ['x', 'y', 'red'],
    scalars: new Map<string, unknown>([
      ['x', Float32Array.of(1, 3, 5)],
      ['y', Float32Array.of(2, 4, 6)],
      ['red', Uint8Array.of(7, 8, 9)],
    ]),
    lists: new Map(),
  });
});

test('lists of any lengths between numbers, element after element', () => {
  const [first, second] = readPly(
    ascii(
      'element a 3\nproperty list uchar int l\nproperty double n\nelement b 1\nproperty uchar m',
      '2 -1 70000 0.5\n0 nan\n5 1 2 3 4 5 1e3\n999',
    ),
  );
  const { sizes, values } = first.lists.get('l') ?? { values: [] };
  expect(sizes).toEqual(Uint32Array.of(2, 0, 5));
  expect([...values].slice(0, 7)).toEqual([-1, 70000, 1, 2, 3, 4, 5]);
  expect([...(first.scalars.get('n') ?? [])]).toEqual([0.5, Number.NaN, 1000]);
  // In ASCII any number may stand where the header says another type.
  expect([...(second.scalars.get('m') ?? [])]).toEqual([999]);
});

test.each([
  ['rows that are not there', 'element a 4000000000\nproperty float x', '1', 'it is cut off'],
  ['one row too few', 'element a 3\nproperty float x', '1 2', 'it is cut off'],
  ['a list that goes past the end', 'element a 1\nproperty list int int x', '3 1 2', 'it is cut off'],
  ['a list of half a number', 'element a 1\nproperty list float int x', '0.5 1', 'a list has no length'],
  ['a list of less than nothing', 'element a 1\nproperty list char int x', '-1 1', 'a list has no length'],
])('%s', (_, header, text, message) => {
  expect(() => readPly(ascii(header, text))).toThrow(message);
});

test('rows that are not there in binary', () => {
  const header = 'binary_big_endian 1.0\nelement a 4000000000\nproperty list uchar float x';
  expect(() => readPly(file(header, Buffer.of(0)))).toThrow('it is cut off');
});
