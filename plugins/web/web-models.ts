import type { BodyModel, PosePrior } from '../../core/types.js';
import { loadBody } from '../../models/load-body.js';
import { loadPrior } from '../../models/load-prior.js';
import { shippedFile } from '../../models/registry.js';
import { fetchFile, fileUrl, type OnProgress } from './fetch-file.js';

export interface WebModelsOptions {
  /** Where the package's models folder is served. */
  readonly modelsUrl: string | URL;
  readonly onProgress?: OnProgress;
}

/**
 * A body that comes with the package (neutral, female, male), from where the page's host serves it. A user's own file:
 * loadBody of its bytes.
 *
 * @throws FitError not-found | bad-input
 */
export async function fetchBody(name: string, options: WebModelsOptions): Promise<BodyModel> {
  const { path, licence } = shippedFile('body', name);
  const url = urlOf(path, options);
  const bytes = await fetchFile(url, options.onProgress);
  return loadBody(url.href, bytes, { name, licence, sha256: await sha256Of(bytes) });
}

/**
 * The pose prior that comes with the package.
 *
 * @throws FitError not-found | bad-input
 */
export async function fetchPrior(options: WebModelsOptions): Promise<PosePrior> {
  const url = urlOf(shippedFile('prior', 'pose_prior').path, options);
  return loadPrior(url.href, await fetchFile(url, options.onProgress));
}

/** The registry's paths begin with the folder that modelsUrl stands for. */
const urlOf = (path: string, { modelsUrl }: WebModelsOptions): URL => fileUrl(modelsUrl, path.replace(/^models\//, ''));

/** Hexadecimal; empty in a page without https, where browsers offer no hashing. */
async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (globalThis.crypto?.subtle === undefined) return '';
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
