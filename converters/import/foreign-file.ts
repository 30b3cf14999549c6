import { FitError } from '../../core/error.js';

const PHOTO = 'Make an avatar of it with photorig fit, under a name that ends in .jpg, .png or the like.';
const AVATAR = 'Give a GLB, VRM or BVH instead.';

/**
 * Files that get here by mistake: how they begin (a letter a byte, `?` for any), what they are, and what to do instead.
 */
const FOREIGN: readonly (readonly [beginnings: readonly string[], what: string, todo: string])[] = [
  [['Kaydara FBX Binary', '; FBX'], 'it is FBX, which is written but not read.', AVATAR],
  [['ply\n', 'ply\r'], 'it is PLY, which is written but not read.', AVATAR],
  [['\xff\xd8\xff'], 'it is a photo (JPEG).', PHOTO],
  [['\x89PNG'], 'it is a photo (PNG).', PHOTO],
  [['GIF8'], 'it is a photo (GIF).', PHOTO],
  [['RIFF????WEBP'], 'it is a photo (WebP).', PHOTO],
  [['II*\0', 'MM\0*'], 'it is a photo (TIFF).', PHOTO],
  [['????ftypavif', '????ftyphei', '????ftypmif1'], 'it is a photo (AVIF or HEIC).', PHOTO],
];

/** The same of texts: a line near the beginning. */
const FOREIGN_TEXTS: readonly (readonly [line: RegExp, what: string, todo: string])[] = [
  [/^v([ \t]+[-+.\deE]+){3}/m, 'it is OBJ, which is written but not read.', AVATAR],
  [/^newmtl \S/m, 'it holds the materials of an OBJ file.', AVATAR],
];
/** Bytes in which a text shows what it is. */
const HEAD = 4096;

/**
 * Refuses an empty file, and one of a kind that is known and not read here.
 *
 * @throws FitError bad-input, saying what it is
 */
export function expectNotForeign(where: string, bytes: Uint8Array): void {
  if (bytes.length === 0) throw new FitError('bad-input', where, 'it is empty.', 'Write it again.');
  const begins = (letters: string): boolean =>
    Array.from(letters).every((letter, i) => letter === '?' || letter.charCodeAt(0) === bytes[i]);
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD));
  const found =
    FOREIGN.find(([beginnings]) => beginnings.some(begins)) ?? FOREIGN_TEXTS.find(([line]) => line.test(text));
  if (found !== undefined) throw new FitError('bad-input', where, found[1], found[2]);
}
