import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FitError } from '../../core/error.js';

/** The bytes of a Buffer, without a copy, as what their type says: a Buffer's own slice() shares where others copy. */
export const plainBytes = ({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/**
 * Reads a file.
 *
 * @throws FitError not-found | bad-input, in words instead of error numbers
 */
export async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return plainBytes(await readFile(file));
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/**
 * The names in a folder, sorted.
 *
 * @throws FitError not-found | bad-input
 */
export function readFolder(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

const STDIN = 'Give /dev/stdin for what a pipe brings.';

function unreadable(file: string, cause: unknown): FitError {
  switch (errorCode(cause)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new FitError('not-found', file, 'there is no such file.', file === '-' ? STDIN : 'Check the path.', {
        cause,
      });
    case 'EISDIR':
      return new FitError('bad-input', file, 'this is a folder.', 'Give a file.', { cause });
    case 'EACCES':
    case 'EPERM':
      return new FitError('bad-input', file, 'there is no permission to read it.', 'Check its permissions.', { cause });
    default:
      return new FitError('bad-input', file, `it cannot be read (${errorCode(cause)}).`, 'Check the disk.', { cause });
  }
}

/** No system takes longer paths; files may name any. */
const LONGEST_PATH = 4096;

/**
 * Where a path leads through all links. Neither the file nor what its last link names need be there.
 *
 * @throws Error with the code ELOOP for links in a circle
 */
export function followLinks(file: string): string {
  const resolved = path.resolve(file);
  const folder = path.dirname(resolved);
  if (resolved.length > LONGEST_PATH || folder === resolved) return resolved;
  try {
    return realpathSync(resolved);
  } catch (cause) {
    if (errorCode(cause) === 'ELOOP') throw cause;
  }
  const own = path.join(followLinks(folder), path.basename(resolved));
  const next = linkAt(own);
  return next === null ? own : followLinks(path.resolve(path.dirname(own), next));
}

/** What a link names; null for what is none. */
function linkAt(file: string): string | null {
  try {
    return readlinkSync(file);
  } catch {
    return null;
  }
}

/**
 * Writes a file whole or not at all: to a temporary name beside it, then renamed. Missing folders are made; a link stays,
 * and what it leads to is written.
 *
 * @throws FitError cannot-write
 */
export async function writeBytes(file: string, bytes: Uint8Array | string): Promise<void> {
  let temporary = '';
  try {
    const target = followLinks(file);
    const folder = path.dirname(target);
    await makeFolder(folder);
    temporary = path.join(folder, `.photorig-${randomUUID()}.part`);
    await writeFile(temporary, bytes);
    await rename(temporary, target);
  } catch (cause) {
    if (temporary !== '') await rm(temporary, { force: true }).catch(() => {});
    throw unwritable(file, cause);
  }
}

/** One folder after the other: mkdir's own recursion never returns below a folder that takes none, as /proc. */
async function makeFolder(folder: string): Promise<void> {
  for (const missing of missingFolders(folder)) {
    await mkdir(missing).catch((cause) => {
      if (errorCode(cause) !== 'EEXIST' || !statSync(missing).isDirectory()) throw cause; // made by somebody else
    });
  }
}

/** The folder and those above it that are not there, from above. */
function missingFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let at = path.resolve(folder); !existsSync(at) && at !== path.dirname(at); at = path.dirname(at)) {
    missing.unshift(at);
  }
  return missing;
}

/**
 * Refuses a file that could not be written, before the work that it is for. Leaves nothing behind: a folder made and
 * removed tells what permissions do not, for the system's own folders and for administrators.
 *
 * @throws FitError cannot-write
 */
export async function expectWritable(file: string): Promise<void> {
  try {
    const folder = path.dirname(followLinks(file));
    const [highest = path.join(folder, 'any')] = missingFolders(folder);
    await rmdir(await mkdtemp(path.join(path.dirname(highest), '.photorig-')));
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

/** What the system's error codes mean for somebody who wants to write. */
const WRITE_PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: 'there is no permission to write here.',
  EPERM: 'there is no permission to write here.',
  EROFS: 'this disk is read-only.',
  ENOSPC: 'the disk is full.',
  EISDIR: 'there is a folder with this name.',
  ENOTDIR: 'a part of the path is a file, not a folder.',
  EEXIST: 'a part of the path is a file, not a folder.',
  ENOENT: 'no file can be created here.',
  ENAMETOOLONG: 'the name is too long.',
  ELOOP: 'it is a link that leads back to itself.',
};

function unwritable(file: string, cause: unknown): FitError {
  const what = WRITE_PROBLEMS[errorCode(cause)] ?? `it cannot be written (${errorCode(cause)}).`;
  return new FitError('cannot-write', file, what, 'Choose another place with -o.', { cause });
}

const errorCode = (cause: unknown): string => (cause as NodeJS.ErrnoException).code ?? String(cause);
