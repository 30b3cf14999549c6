import { expect, test } from 'vitest';
import { complaintAbout, numbersOrNaN, parseJson, textOf } from '../../../converters/formats/json-values.js';

test.each<[string, unknown]>([
  ['{"a": [1, 2]}', { a: [1, 2] }],
  ['[NaN, Infinity,-Infinity]', [null, null, null]],
  ['{"NaN": NaN}', { NaN: null }],
  ['["Infinity \\" NaN \\\\", NaN]', ['Infinity " NaN \\', null]],
  ['["NaN", "Infinity"]', ['NaN', 'Infinity']],
  ['[NaNa]', undefined],
  ['[nan]', undefined],
  ['["NaN]', undefined],
  ['[NaN, "\\', undefined],
  ['', undefined],
])('%s', (text, value) => {
  expect(parseJson(text)).toEqual(value);
});

test('bare NaN beside long strings and many quotes', () => {
  const long = 'x'.repeat(5_000_000);
  expect(parseJson(`["${long}", NaN]`)).toEqual([long, null]);
  expect(parseJson(`[NaN, "${'\\"'.repeat(1_000_000)}`)).toBeUndefined();
});

test('a complaint is one line without control characters', () => {
  expect(complaintAbout('[1,\n\x1b[31m\r\nx')).toMatch(/^[\x20-\x7e]+$/);
  expect(complaintAbout('[NaN]')).toBe('');
});

test('a list of numbers, null where a number was none', () => {
  expect(numbersOrNaN([1, null, -2])).toEqual([1, Number.NaN, -2]);
  for (const other of [null, 5, '1', ['1'], [[1]], [Number.POSITIVE_INFINITY], { length: 0 }]) {
    expect(numbersOrNaN(other)).toBeNull();
  }
});

test('texts of no, one and two bytes', () => {
  const texts = [[], [0x61], [0x61, 0x62], [0x61, 0], [0, 0x61], [0xff, 0xfe], [0xef, 0xbb, 0xbf, 0x61]];
  expect(texts.map((bytes) => textOf(Uint8Array.from(bytes)))).toEqual(['', 'a', 'ab', 'a', 'a', '', 'a']);
});
