import { unzipSync, zipSync } from 'fflate';
import { FitError } from '../core/error.js';
import { type NpyArray, readNpy } from './npy.js';

/** The largest array file that is unpacked: SMPL-X in float64 stays well below it. */
const MAX_UNPACKED = 2 ** 30;

/**
 * Reads the arrays of an .npz file (a zip of .npy files) that `wanted` accepts, by name without ".npy".
 *
 * @throws FitError bad-input when it is no zip, an array is broken, or it would unpack to more than 1 GiB
 */
export function readNpz(
  where: string,
  bytes: Uint8Array,
  wanted: (name: string) => boolean = () => true,
): Record<string, NpyArray> {
  const files = unzip(where, bytes, wanted);
  const arrays: Record<string, NpyArray> = Object.create(null);
  for (const [file, content] of Object.entries(files)) {
    arrays[arrayName(file)] = readNpy(`${where}: ${file}`, content);
  }
  return arrays;
}

const arrayName = (file: string): string => file.replace(/\.npy$/, '');

function unzip(where: string, bytes: Uint8Array, wanted: (name: string) => boolean): Record<string, Uint8Array> {
  let total = 0;
  const tooLarge = new FitError(
    'bad-input',
    where,
    'the file would unpack to more than 1 GiB.',
    'Use a smaller body file.',
  );
  try {
    return unzipSync(bytes, {
      filter(file) {
        if (!file.name.endsWith('.npy') || !wanted(arrayName(file.name))) return false;
        total += file.originalSize;
        if (total > MAX_UNPACKED) throw tooLarge;
        return true;
      },
    });
  } catch (cause) {
    if (cause instanceof FitError) throw cause;
    throw new FitError(
      'bad-input',
      where,
      'this is not an .npz file, or it is damaged.',
      'Save it again with numpy.savez.',
      {
        cause,
      },
    );
  }
}

/** Packs .npy files into an .npz. Dates are fixed: the same arrays give the same bytes. */
export function writeNpz(arrays: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const files = Object.fromEntries(Object.entries(arrays).map(([name, content]) => [`${name}.npy`, content]));
  return zipSync(files, { level: 9, mtime: new Date(1980, 0, 1) });
}
