import { sha256Of } from './sha256.js';

/** The name of the browser's cache that holds models. */
export const MODEL_CACHE = 'photorig-models';

/** Told in a sentence of what went differently, without harm. */
export type OnNotice = (sentence: string) => void;

/**
 * A file that the browser has kept, if it is the one that is expected; null otherwise, also where a browser keeps
 * nothing (a page without https, a private window).
 *
 * @param sha256 hexadecimal, of the whole file
 */
export async function keptFile(url: URL, sha256: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const response = await (await globalThis.caches?.open(MODEL_CACHE))?.match(url.href);
    if (response === undefined) return null;
    const bytes = new Uint8Array(await response.arrayBuffer());
    return (await sha256Of(bytes)) === sha256 ? bytes : null;
  } catch {
    return null;
  }
}

/** Keeps a file for the next visit. A browser that has no room for it says so and goes on. */
export async function keepFile(url: URL, bytes: Uint8Array<ArrayBuffer>, onNotice?: OnNotice): Promise<void> {
  try {
    const cache = await globalThis.caches?.open(MODEL_CACHE);
    await cache?.put(url.href, new Response(bytes, { headers: { 'content-length': String(bytes.length) } }));
  } catch {
    onNotice?.(`${url.href}: the browser has no room to keep this file. It is fetched again at the next visit.`);
  }
}
