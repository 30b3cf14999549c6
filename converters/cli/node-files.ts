import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { access, constants, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FitError } from '../../core/error.js';

/**
 * Reads a file.
 *
 * @throws FitError not-found | bad-input, in words instead of error numbers
 */
export async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
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

function unreadable(file: string, cause: unknown): FitError {
  switch (errorCode(cause)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new FitError('not-found', file, 'there is no such file.', 'Check the path.', { cause });
    case 'EISDIR':
      return new FitError('bad-input', file, 'this is a folder.', 'Give a file.', { cause });
    default:
      return new FitError('bad-input', file, `it cannot be read (${errorCode(cause)}).`, 'Check its permissions.', {
        cause,
      });
  }
}

/**
 * Writes a file whole or not at all: to a temporary name beside it, then renamed. Missing folders are made.
 *
 * @throws FitError cannot-write
 */
export async function writeBytes(file: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = path.join(path.dirname(file), `.photorig-${randomUUID()}.part`);
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(temporary, bytes);
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    throw unwritable(file, cause);
  }
}

/**
 * Refuses a file that could not be written, before the work that it is for. Makes nothing.
 *
 * @throws FitError cannot-write
 */
export async function expectWritable(file: string): Promise<void> {
  let folder = path.resolve(path.dirname(file));
  while (!existsSync(folder) && folder !== path.dirname(folder)) folder = path.dirname(folder);
  try {
    if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error(folder), { code: 'ENOTDIR' });
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

/** What the system's error codes mean for somebody who wants to write. */
const WRITE_PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: 'there is no permission to write here.',
  EPERM: 'there is no permission to write here.',
  EROFS: 'this disk can only be read.',
  ENOSPC: 'the disk is full.',
  EISDIR: 'there is a folder of this name.',
  ENOTDIR: 'a part of the path is a file, not a folder.',
  EEXIST: 'a part of the path is a file, not a folder.',
  ENAMETOOLONG: 'the name is too long.',
};

function unwritable(file: string, cause: unknown): FitError {
  const what = WRITE_PROBLEMS[errorCode(cause)] ?? `it cannot be written (${errorCode(cause)}).`;
  return new FitError('cannot-write', file, what, 'Choose another place with -o.', { cause });
}

const errorCode = (cause: unknown): string => (cause as NodeJS.ErrnoException).code ?? String(cause);
