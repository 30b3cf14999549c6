import { existsSync, readFileSync } from 'node:fs';
import { createServer, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a bundler would find for each package name in the compiled sources, and for our own doors. */
const IMPORT_MAP = {
  imports: {
    '@gltf-transform/core': '/node_modules/@gltf-transform/core/dist/index.js',
    exifr: '/node_modules/exifr/dist/full.esm.mjs',
    fflate: '/node_modules/fflate/esm/browser.js',
    'onnxruntime-web/wasm': '/node_modules/onnxruntime-web/dist/ort.wasm.bundle.min.mjs',
    'photorig/web': '/plugins/web/index.js',
    'property-graph': '/node_modules/property-graph/dist/index.mjs',
  },
};
const PAGE = `<!doctype html><title>test</title><script type="importmap" nonce="map">${JSON.stringify(IMPORT_MAP)}</script>`;

/** What docs/web.md tells a page to send: WebAssembly may compile, threads may share memory. */
const PAGES: Readonly<Record<string, OutgoingHttpHeaders>> = {
  '/': pageHeaders("'wasm-unsafe-eval'"),
  '/without-wasm': pageHeaders(''),
};

function pageHeaders(scripts: string): OutgoingHttpHeaders {
  return {
    'content-security-policy': `default-src 'self'; script-src 'self' 'nonce-map' ${scripts}`,
    'cross-origin-opener-policy': 'same-origin',
  };
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};

export interface Site {
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * Serves the repository to a test browser, on this machine only: `/` and `/without-wasm` are empty pages,
 * `/plugins/web/index.js` is the compiled module, `/test/browser/x.js` the page's half of a test, stripped of its types;
 * the rest as it lies there.
 *
 * @param files what is not on the disk, by path
 */
export async function serveRepository({ files = {} }: { files?: Record<string, string | Uint8Array> }): Promise<Site> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname in PAGES) return send(response, '.html', PAGE, PAGES[pathname]);
    const content = files[pathname] ?? contentOf(path.join(ROOT, pathname));
    if (content === null) return response.writeHead(404).end();
    return send(response, path.extname(pathname), content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function send(
  response: ServerResponse,
  extension: string,
  content: string | Uint8Array,
  headers: OutgoingHttpHeaders = {},
): void {
  const type = extension === '.html' ? 'text/html' : (TYPES[extension] ?? 'application/octet-stream');
  const length = typeof content === 'string' ? Buffer.byteLength(content) : content.length;
  // Workers, onnxruntime's threads among them, must ask for isolation themselves.
  const isolation = { 'cross-origin-embedder-policy': 'require-corp' };
  response.writeHead(200, { 'content-type': type, 'content-length': length, ...isolation, ...headers }).end(content);
}

/** Null when there is no such file. */
function contentOf(file: string): string | Uint8Array | null {
  const relative = path.relative(ROOT, file);
  if (relative.startsWith('..')) return null;
  if (path.extname(file) !== '.js' || relative.startsWith('node_modules')) {
    return existsSync(file) ? readFileSync(file) : null;
  }
  if (relative.startsWith('test')) {
    const source = file.replace(/\.js$/, '.ts');
    if (!existsSync(source)) return null;
    const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
    return ts.transpileModule(readFileSync(source, 'utf8'), { compilerOptions }).outputText;
  }
  const compiled = path.join(ROOT, 'dist', relative);
  return existsSync(compiled) ? readFileSync(compiled) : null;
}
