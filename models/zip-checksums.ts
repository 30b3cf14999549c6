/** Signatures of the zip format's records, its end and its entries (PKWARE's APPNOTE.TXT, 4.3). */
const END = 0x06054b50;
const END_64 = 0x06064b50;
const ENTRY = 0x02014b50;
/** Bytes of the end record and of an entry's fixed part. */
const END_BYTES = 22;
const ENTRY_BYTES = 46;
/**
 * What stands in the end record of a zip64 file in the place of its offset, and how far its larger twin's offset lies
 * before.
 */
const NOT_HERE = 0xffffffff;
const TWIN = 12;

/**
 * The CRC-32 of each entry as the directory of a zip file has it, in its order. Fewer than there are entries where the
 * directory is damaged.
 */
export function zipChecksums(bytes: Uint8Array): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const uint32 = (at: number): number => (at >= 0 && at + 4 <= bytes.length ? view.getUint32(at, true) : 0);
  const uint16 = (at: number): number => uint32(at) & 0xffff;
  let end = bytes.length - END_BYTES;
  while (end >= 0 && uint32(end) !== END) end--;
  const start = uint32(end + 16);
  const twin = uint32(end - TWIN);
  const checksums: number[] = [];
  let at = start === NOT_HERE && uint32(twin) === END_64 ? uint32(twin + 48) : start;
  while (uint32(at) === ENTRY) {
    checksums.push(uint32(at + 16));
    at += ENTRY_BYTES + uint16(at + 28) + uint16(at + 30) + uint16(at + 32); // name, extra field and comment
  }
  return checksums;
}

/** x³² + x²⁶ + x²³ + ... + 1, its bits in reverse: the polynomial of zip and PNG (ISO 3309). */
const POLYNOMIAL = 0xedb88320;

/** CRC-32 as zip files have it, a byte at a time. */
export function crc32(bytes: Uint8Array): number {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
    return rest;
  });
  let rest = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) rest = (rest >>> 8) ^ table[(rest ^ bytes[i]) & 255];
  return ~rest >>> 0;
}
