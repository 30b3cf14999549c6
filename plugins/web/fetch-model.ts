import type { ShippedFile } from '../../models/registry.js';
import { fetchFile, fileUrl, type OnProgress } from './fetch-file.js';
import { keepFile, keptFile, type OnNotice } from './model-cache.js';

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
 * The bytes of a shipped file, from the browser's cache or from the page's host.
 *
 * @throws FitError not-found | bad-input
 */
export async function fetchModel(
  { path, sha256, bytes: size }: ShippedFile,
  { modelsUrl, onProgress, cache = false, onNotice }: ModelFiles,
): Promise<Uint8Array<ArrayBuffer>> {
  const url = modelUrl(modelsUrl, path);
  if (!cache) return fetchFile(url, onProgress);
  const kept = await keptFile(url, sha256);
  if (kept !== null) {
    onProgress?.({ url: url.href, loaded: size, total: size });
    return kept;
  }
  const bytes = await fetchFile(url, onProgress);
  await keepFile(url, bytes, onNotice);
  return bytes;
}
