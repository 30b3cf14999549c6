import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { writeNpy } from '../../models/npy.js';
import { readNpz } from '../../models/npz.js';
import { crc32, zipChecksums } from '../../models/zip-checksums.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('the check value of the catalogue of CRC algorithms, and nothing at all', () => {
  expect(crc32(bytes('123456789'))).toBe(0xcbf43926);
  expect(crc32(new Uint8Array(0))).toBe(0);
});

const contents = { first: bytes('one'), 'second/': new Uint8Array(0), third: bytes('three') };
const expected = Object.values(contents).map(crc32);

test('the checksums of a zip are those of its entries, in order', () => {
  expect(zipChecksums(zipSync(contents))).toEqual(expected);
  expect(zipChecksums(zipSync(contents, { comment: 'a comment of an entry', extra: { 9: bytes('more') } }))).toEqual(
    expected,
  );
});

/** With the larger end records of zip64 (APPNOTE 4.3.14 and 4.3.15), which then tell where the directory is. */
function zip64(zip: Uint8Array): Uint8Array {
  const end = zip.length - 22;
  const [old, out] = [new DataView(zip.buffer), new Uint8Array(zip.length + 76)];
  out.set(zip.subarray(0, end));
  out.set(zip.subarray(end), end + 76);
  const view = new DataView(out.buffer);
  view.setUint32(end, 0x06064b50, true);
  view.setBigUint64(end + 4, 44n, true);
  for (const at of [24, 32]) view.setBigUint64(end + at, BigInt(old.getUint16(end + 8, true)), true);
  view.setBigUint64(end + 48, BigInt(old.getUint32(end + 16, true)), true);
  view.setUint32(end + 56, 0x07064b50, true);
  view.setBigUint64(end + 64, BigInt(end), true);
  view.setUint32(end + 76 + 16, 0xffffffff, true);
  return out;
}

test('zip64', () => {
  expect(zipChecksums(zip64(zipSync(contents)))).toEqual(expected);
  const npz = zip64(zipSync({ 'a.npy': writeNpy(Float64Array.of(1, 2), [2]) }));
  expect([...readNpz('x', npz).a.data]).toEqual([1, 2]);
});

test('a file without a directory, or with half of one, has fewer', () => {
  for (const none of [new Uint8Array(0), bytes('PK'), new Uint8Array(100)]) expect(zipChecksums(none)).toEqual([]);
  const zip = zipSync(contents);
  const directory = zip.findIndex((_, i) => zip[i] === 0x50 && zip[i + 1] === 0x4b && zip[i + 2] === 1);
  zip[directory + 46 + 'first'.length] = 0; // the second entry's signature
  expect(zipChecksums(zip)).toEqual(expected.slice(0, 1));
});
