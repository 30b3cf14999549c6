import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.jpg': 'image/jpeg',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
};

/** A folder on a host of its own, as strict as one can be: what the page may do stands in each answer's headers too. */
export interface Host {
  readonly origin: string;
  /** Path and method of all that was asked for. */
  readonly asked: string[];
  close(): Promise<void>;
}

export interface HostOptions {
  /** Sent with every file, workers' scripts among them, which obey no other policy. */
  readonly headers?: OutgoingHttpHeaders;
  /** Paths that are not there. */
  readonly missing?: RegExp;
}

export async function serveFolder(folder: string, { headers = {}, missing }: HostOptions = {}): Promise<Host> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    asked.push(`${request.method} ${pathname}`);
    const file = path.join(folder, pathname === '/' ? 'index.html' : pathname);
    if (missing?.test(pathname) || !existsSync(file) || !statSync(file).isFile()) {
      return response.writeHead(404).end();
    }
    const type = TYPES[path.extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'content-length': statSync(file).size, ...headers });
    createReadStream(file).pipe(response);
    return response;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
