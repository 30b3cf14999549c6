import { FitError } from '../../core/error.js';

/** How much of a file has arrived. */
export interface FetchProgress {
  readonly url: string;
  /** Bytes. */
  readonly loaded: number;
  /** Bytes; undefined where the server does not say, or sends the file compressed. */
  readonly total: number | undefined;
}

export type OnProgress = (progress: FetchProgress) => void;

const CURE = "Serve the package's models folder there, see modelsUrl.";

/** The address of a file below a folder's; a relative folder is meant from the page, or from the worker's script. */
export function fileUrl(folder: string | URL, file: string): URL {
  const base = new URL(folder, globalThis.location?.href);
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return new URL(file, base);
}

/**
 * The bytes of a file that the page's host serves.
 *
 * @throws FitError not-found | bad-input: no answer, an error, or a web page where a file should be
 */
export async function fetchFile(url: URL, onProgress?: OnProgress): Promise<Uint8Array<ArrayBuffer>> {
  const response = await answerOf(url);
  const total = statedLength(response.headers);
  return readBody(url, response, (loaded) => onProgress?.({ url: url.href, loaded, total }));
}

/** Of a body that is compressed on the way, the header tells the compressed length. */
function statedLength(headers: Headers): number | undefined {
  const length = headers.get('content-length');
  return length === null || headers.has('content-encoding') ? undefined : Number(length);
}

async function answerOf(url: URL): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    const todo = 'Check the address and the connection; another host than the page must allow it by CORS.';
    throw new FitError('not-found', url.href, 'it cannot be fetched.', todo, { cause });
  }
  if (!response.ok) {
    const status = `${response.status} ${response.statusText}`.trim();
    throw new FitError('not-found', url.href, `the server answers ${status}.`, CURE);
  }
  // Hosts of single-page applications answer any unknown address with the application's page.
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    throw new FitError('not-found', url.href, 'the server answers with a web page.', CURE);
  }
  return response;
}

async function readBody(
  url: URL,
  response: Response,
  onLoaded: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  const reader = response.body?.getReader();
  const next = () =>
    reader?.read().catch((cause: unknown) => {
      throw new FitError('bad-input', url.href, 'the connection broke off.', 'Try again.', { cause });
    });
  for (let chunk = await next(); chunk?.value !== undefined; chunk = await next()) {
    chunks.push(chunk.value);
    loaded += chunk.value.length;
    onLoaded(loaded);
  }
  const bytes = new Uint8Array(loaded);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
