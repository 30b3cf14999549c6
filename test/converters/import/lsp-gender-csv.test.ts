import { expect, test } from 'vitest';
import { readLspGenderCsv } from '../../../converters/import/lsp-gender-csv.js';

test.each([
  ['numbers from 0', '0,male\n1,female\n'],
  ['numbers from 1', '1 m\n2 f'],
  ['names of photos and a heading', 'image;gender\r\nim0002.jpg;female\r\nim0001.jpg;male\r\n'],
  ['genders alone', 'male\nfemale'],
  ['a comment', '# made by hand\n0\tMale\n1\tFemale'],
])('%s', (_, text) => {
  expect(readLspGenderCsv('g.csv', text)).toEqual(['male', 'female']);
});

test('images that are left out have none', () => {
  expect(readLspGenderCsv('g.csv', '0,f\n2,n')).toEqual(['female', undefined, 'neutral']);
});

test('a line for each of more images than a call takes arguments', () => {
  const text = Array.from({ length: 200_000 }, (_, i) => `${i},female`).join('\n');
  expect(readLspGenderCsv('g.csv', text)).toHaveLength(200_000);
});

test.each([
  ['', 'it names no gender'],
  ['0,male\n1,tall', 'line 2 has no image number and gender: "1,tall"'],
  ['0,male\nsomebody,female', 'line 2'],
  ['0,m\n99999999999,f', 'there is no image 99999999999'],
])('%j is refused', (text, message) => {
  expect(() => readLspGenderCsv('g.csv', text)).toThrow(message);
});
