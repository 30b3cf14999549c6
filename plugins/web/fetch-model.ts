import { FitError } from '../../core/error.js';
import type { ShippedFile } from '../../models/registry.js';
import { fetchFile, fileUrl, type OnProgress } from './fetch-file.js';
import { keepFile, keptFile, type OnNotice } from './model-cache.js';
import { sha256Of } from './sha256.js';

/** How the files of the package reach a page. */
export interface ModelFiles {
  /** Where the package's models folder is served. */
  readonly modelsUrl: string | URL;
  /** Told of each file as it arrives. */
  readonly onProgress?: OnProgress;
  /** Keep the files in the browser for the next visit, and look there first; default: no. */
  readonly cache?: boolean;
  /** Told when the browser has no room to keep a file. */
  readonly onNotice?: OnNotice;
}

/** The address of a shipped file: the registry's paths begin with the folder that modelsUrl stands for. */
export const modelUrl = (modelsUrl: string | URL, path: string): URL =>
  fileUrl(modelsUrl, path.replace(/^models\//, ''));

/**
 * The bytes of a shipped file, from the browser's cache or from the page's host: no others, which readers of models would
 * tell of as if a user had made them.
 *
 * @throws FitError not-found | bad-input
 */
export async function fetchModel(
  file: ShippedFile,
  { modelsUrl, onProgress, cache = false, onNotice }: ModelFiles,
): Promise<Uint8Array<ArrayBuffer>> {
  const url = modelUrl(modelsUrl, file.path);
  const kept = cache ? await keptFile(url, file.sha256) : null;
  if (kept !== null) {
    onProgress?.({ url: url.href, loaded: file.bytes, total: file.bytes });
    return kept;
  }
  const bytes = await fetchFile(url, onProgress);
  await expectShipped(url, bytes, file);
  if (cache) await keepFile(url, bytes, onNotice);
  return bytes;
}

/** In a page without https, where browsers offer no hashing, by the size alone. */
async function expectShipped(
  url: URL,
  bytes: Uint8Array<ArrayBuffer>,
  { sha256, bytes: size }: ShippedFile,
): Promise<void> {
  if (bytes.length === size && ['', sha256].includes(await sha256Of(bytes))) return;
  const what = `this is not the package's file, or it is damaged (${bytes.length} bytes of ${size}).`;
  const todo =
    'Try again; if it stays so, copy the models folder of this version of the package to the server again, as binary files.';
  throw new FitError('bad-input', url.href, what, todo);
}
