import { shippedFile } from '../../models/registry.js';
import { fetchModel } from '../../plugins/web/fetch-model.js';
import { byId } from './dom.js';

/** Bodies that no first fit needs, but somebody without a network may choose. */
const BODIES = ['female', 'male'];

/** Keeps the page for visits without a network. Browsers that do not, and a full disk, are no reason to stop. */
export async function keepPage(modelsUrl: string): Promise<void> {
  try {
    for (const body of BODIES) await fetchModel(shippedFile('body', body), { modelsUrl, cache: true });
    await navigator.serviceWorker?.register(new URL('./service-worker.js', document.baseURI));
    await navigator.serviceWorker?.ready;
    byId('offline').hidden = false;
  } catch {
    byId('offline').hidden = true;
  }
}
