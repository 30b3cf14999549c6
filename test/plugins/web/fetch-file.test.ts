import { afterEach, describe, expect, test, vi } from 'vitest';
import { type FetchProgress, fetchFile, fileUrl } from '../../../plugins/web/fetch-file.js';

const url = new URL('https://host.example/models/detector/a.onnx');
const answer = (body: BodyInit | null, init?: ResponseInit): void => {
  vi.stubGlobal('fetch', async () => new Response(body, init));
};
afterEach(() => vi.unstubAllGlobals());

test('a file below a folder, with or without the last slash; a relative folder is meant from the page', () => {
  for (const folder of ['https://host.example/models', 'https://host.example/models/']) {
    expect(fileUrl(folder, 'detector/a.onnx').href).toBe(url.href);
  }
  const folder = new URL('https://host.example/models');
  expect(fileUrl(folder, 'detector/a.onnx').href).toBe(url.href);
  expect(folder.href).toBe('https://host.example/models');

  vi.stubGlobal('location', { href: 'https://host.example/editor/index.html' });
  expect(fileUrl('../models', 'detector/a.onnx').href).toBe(url.href);
});

describe('the bytes and how they come in', () => {
  const twoChunks = (): ReadableStream =>
    new ReadableStream({
      start(controller) {
        controller.enqueue(Uint8Array.of(1, 2, 3));
        controller.enqueue(Uint8Array.of(4, 5));
        controller.close();
      },
    });

  test.each<[string, Record<string, string>, number | undefined]>([
    ['of a stated length', { 'content-length': '5' }, 5],
    ['of unknown length', {}, undefined],
    [
      'compressed on the way: the length is not the file’s',
      { 'content-length': '3', 'content-encoding': 'gzip' },
      undefined,
    ],
  ])('%s', async (_, headers, total) => {
    answer(twoChunks(), { headers });
    const seen: FetchProgress[] = [];
    expect(await fetchFile(url, (progress) => seen.push(progress))).toEqual(Uint8Array.of(1, 2, 3, 4, 5));
    expect(seen).toEqual([
      { url: url.href, loaded: 3, total },
      { url: url.href, loaded: 5, total },
    ]);
  });
});

describe('refusals name the address and the cure', () => {
  test.each<[string, () => void, object]>([
    [
      '404',
      () => answer('no', { status: 404, statusText: 'Not Found' }),
      { what: 'the server answers 404 Not Found.' },
    ],
    ['403 over HTTP/2, which has no words', () => answer('no', { status: 403 }), { what: 'the server answers 403.' }],
    [
      'the page of an application instead of the file',
      () => answer('<!doctype html>', { headers: { 'content-type': 'text/html; charset=utf-8' } }),
      { what: expect.stringContaining('web page') },
    ],
    [
      'no network',
      () => vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch'))),
      { todo: /CORS/ },
    ],
  ])('%s', async (_, prepare, expected) => {
    prepare();
    const todo =
      'todo' in expected ? expect.stringMatching(expected.todo as RegExp) : expect.stringContaining('modelsUrl');
    await expect(fetchFile(url)).rejects.toMatchObject({
      name: 'FitError',
      code: 'not-found',
      where: url.href,
      ...expected,
      todo,
    });
  });

  test('a connection that breaks off', async () => {
    answer(
      new ReadableStream({
        start(controller) {
          controller.enqueue(Uint8Array.of(1));
        },
        pull(controller) {
          controller.error(new TypeError('network error'));
        },
      }),
    );
    await expect(fetchFile(url)).rejects.toMatchObject({ name: 'FitError', code: 'bad-input', where: url.href });
  });
});
