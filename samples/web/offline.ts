import { shippedFile } from '../../models/registry.js';
import { fetchModel } from '../../plugins/web/fetch-model.js';
import { byId } from './dom.js';

/** What no first fit needs, but somebody without a network may choose. */
const CHOICES = [
  ...['female', 'male'].map((name) => shippedFile('body', name)),
  ...['light', 'medium', 'dark', 'roughness'].map((name) => shippedFile('skin', name)),
];

/** Keeps the page for visits without a network. Browsers that do not, and a full disk, are no reason to stop. */
export async function keepPage(modelsUrl: string): Promise<void> {
  try {
    for (const file of CHOICES) await fetchModel(file, { modelsUrl, cache: true });
    await navigator.serviceWorker?.register(new URL('./service-worker.js', document.baseURI));
    await navigator.serviceWorker?.ready;
    byId('offline').hidden = false;
  } catch {
    byId('offline').hidden = true;
  }
}
