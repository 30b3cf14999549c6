/**
 * Keeps the page for visits without a network, beside the models, which the page keeps by itself. It also asks browsers
 * to isolate the page, for hosts that send no headers: WebAssembly gets threads then.
 */

interface Waiting {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
/** Of a service worker's global scope, what is used: the compiler knows pages only. */
interface Scope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: 'install' | 'activate', listener: (event: Waiting) => void): void;
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void;
}

const scope = globalThis as unknown as Scope;
/** The build writes it. */
const { version, files } = JSON.parse('__PRECACHE__') as { version: string; files: string[] };
const PAGE = scope.registration.scope;
/** Addresses of the page's own files: whatever else lies at its host is the host's to answer. */
const own = new Set(files.map((file) => new URL(file, PAGE).href));
const PREFIX = 'photorig-page-';
const CACHE = PREFIX + version;
const ISOLATION = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };

scope.addEventListener('install', (event) => {
  // A newer page waits until the older one is closed, which may still load parts of itself.
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(files)));
});

scope.addEventListener('activate', (event) => {
  event.waitUntil(removeOlder().then(() => scope.clients.claim()));
});

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const file = fileOf(request.url);
  if (request.method === 'GET' && own.has(file)) event.respondWith(answer(request, file));
});

async function removeOlder(): Promise<void> {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
}

/** Where a file lies, whatever is asked or marked in it; the page is its folder's index.html, too. */
function fileOf(url: string): string {
  const { origin, pathname } = new URL(url);
  const file = origin + pathname;
  return file === `${PAGE}index.html` ? PAGE : file;
}

/** @param file where the cache has it */
async function answer(request: Request, file: string): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(file, { ignoreVary: true });
  const response = kept ?? (await fetch(request));
  if (response.type === 'opaqueredirect' || response.status === 0) return response;
  const { body, status, statusText } = response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
  return new Response(body, { status, statusText, headers });
}
