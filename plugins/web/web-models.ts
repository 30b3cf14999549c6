import type { BodyModel, PosePrior } from '../../core/types.js';
import { loadBody } from '../../models/load-body.js';
import { loadPrior } from '../../models/load-prior.js';
import { shippedFile } from '../../models/registry.js';
import { fetchModel, type ModelFiles, modelUrl } from './fetch-model.js';
import { sha256Of } from './sha256.js';

export type WebModelsOptions = ModelFiles;

/**
 * A body that comes with the package (neutral, female, male), from where the page's host serves it. A user's own file:
 * loadBody of its bytes.
 *
 * @throws FitError not-found | bad-input
 */
export async function fetchBody(name: string, options: WebModelsOptions): Promise<BodyModel> {
  const file = shippedFile('body', name);
  const bytes = await fetchModel(file, options);
  const where = modelUrl(options.modelsUrl, file.path).href;
  return loadBody(where, bytes, { name, licence: file.licence, sha256: await sha256Of(bytes) });
}

/**
 * The pose prior that comes with the package.
 *
 * @throws FitError not-found | bad-input
 */
export async function fetchPrior(options: WebModelsOptions): Promise<PosePrior> {
  const file = shippedFile('prior', 'pose_prior');
  return loadPrior(modelUrl(options.modelsUrl, file.path).href, await fetchModel(file, options));
}
