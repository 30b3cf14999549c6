import { type UnzipFileInfo, unzipSync, zipSync } from 'fflate';
import { FitError } from '../core/error.js';
import { type NpyArray, readNpy } from './npy.js';
import { crc32, zipChecksums } from './zip-checksums.js';

/** The most that is unpacked of one file: SMPL-X in float64 stays below 300 MB. */
const MAX_UNPACKED = 2 ** 29;
/**
 * Deflate cannot do better (two bits for 258 bytes); a directory that claims more lies. Bytes of slack for tiny files.
 */
const MAX_RATIO = 1032;
const RATIO_SLACK = 1024;

/** An .npz file (a zip of .npy files), its arrays still packed. */
export interface Npz {
  /** Names without ".npy", and the bytes that each array claims to unpack to. */
  readonly sizes: ReadonlyMap<string, number>;
  /**
   * Unpacks one array; undefined when there is none of this name. One that claims more than `most` bytes is refused
   * before anything is allocated for it.
   */
  read(name: string, most?: number): NpyArray | undefined;
}

/**
 * Reads the directory of an .npz file.
 *
 * @throws FitError bad-input when it is no zip; reading, when an array is broken, not what was packed (by its CRC-32),
 *   lies about its size or all would unpack to more than 512 MiB; unsupported for an array of objects
 */
export function openNpz(where: string, bytes: Uint8Array): Npz {
  const sizes = new Map<string, number>();
  const checksums = new Map<string, number | undefined>();
  const inOrder = zipChecksums(bytes).values();
  unzip(where, bytes, ({ name, size, originalSize }) => {
    const { value: checksum } = inOrder.next();
    if (!name.endsWith('.npy')) return false;
    checksums.set(arrayName(name), checksum);
    const possible = originalSize <= MAX_RATIO * size + RATIO_SLACK;
    sizes.set(arrayName(name), possible ? originalSize : Number.POSITIVE_INFINITY);
    return false;
  });
  let total = 0;
  return {
    sizes,
    read(name, most = MAX_UNPACKED) {
      const size = sizes.get(name);
      if (size === undefined) return undefined;
      const refuse = (what: string): never => {
        throw new FitError('bad-input', where, what, 'Use a smaller file, or save it again with numpy.savez.');
      };
      if (size === Number.POSITIVE_INFINITY) refuse(`the size of ${name}.npy in its directory is a lie.`);
      if (!(size <= most)) refuse(`${name}.npy would unpack to ${size} bytes, at most ${most} can be right.`);
      total += size;
      if (!(total <= MAX_UNPACKED)) refuse('the file would unpack to more than 512 MiB.');
      const content = unzip(where, bytes, (file) => file.name === `${name}.npy`)[`${name}.npy`];
      if (crc32(content) !== checksums.get(name)) {
        const what = `${name}.npy is damaged: its checksum is not that of what was saved.`;
        throw new FitError('bad-input', where, what, 'Copy or download the file again.');
      }
      return readNpy(`${where}: ${name}.npy`, content);
    },
  };
}

/**
 * Reads the arrays of an .npz file that `wanted` accepts, by name without ".npy".
 *
 * @throws FitError bad-input, as openNpz
 */
export function readNpz(
  where: string,
  bytes: Uint8Array,
  wanted: (name: string) => boolean = () => true,
): Record<string, NpyArray> {
  const npz = openNpz(where, bytes);
  const arrays: Record<string, NpyArray> = Object.create(null);
  for (const name of npz.sizes.keys()) {
    const array = wanted(name) ? npz.read(name) : undefined;
    if (array !== undefined) arrays[name] = array;
  }
  return arrays;
}

const arrayName = (file: string): string => file.replace(/\.npy$/, '');

function unzip(where: string, bytes: Uint8Array, filter: (file: UnzipFileInfo) => boolean): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, { filter });
  } catch (cause) {
    const what = 'this is not an .npz file, or it is damaged.';
    throw new FitError('bad-input', where, what, 'Save it again with numpy.savez.', { cause });
  }
}

/** Whether the bytes begin as a zip file, which an .npz is. */
export const isNpz = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** Packs .npy files into an .npz. Dates are fixed: the same arrays give the same bytes. */
export function writeNpz(arrays: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const files = Object.fromEntries(Object.entries(arrays).map(([name, content]) => [`${name}.npy`, content]));
  return zipSync(files, { level: 9, mtime: new Date(1980, 0, 1) });
}
