import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Download, Page } from 'playwright-core';
import sharp from 'sharp';
import { build } from 'vite';
import { afterAll } from 'vitest';
import { launchBrowser } from '../../support/browser.js';
import { PATIENCE } from '../../support/eventually.js';
import { type Host, serveFolder } from './serve.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SAMPLE = path.join(ROOT, 'samples/photos/person.jpg');
export const PICTURES = path.join(ROOT, 'out/browser');

/** The page as `npm run build:web` makes it, in a folder of its own. */
export async function buildPage(): Promise<string> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'photorig-page-'));
  await build({
    configFile: path.join(ROOT, 'samples/web/vite.config.ts'),
    logLevel: 'error',
    build: { outDir, reportCompressedSize: false },
  });
  return outDir;
}

/** The page in a folder that is served, and a browser for it, until all tests of a file are done; null without a browser. */
export async function servePage(): Promise<{
  readonly browser: Browser | null;
  readonly folder: string;
  readonly host: Host | null;
}> {
  const browser = await launchBrowser();
  if (browser === null) return { browser, folder: '', host: null };
  const folder = await buildPage();
  const host = await serveFolder(folder);
  afterAll(async () => {
    await browser.close();
    await host.close();
    rmSync(folder, { recursive: true });
  });
  return { browser, folder, host };
}

/** A page of its own context, and all that it and its workers ask the network for. */
export interface OpenPage {
  readonly page: Page;
  readonly requests: { readonly url: string; readonly method: string; readonly body: string | null }[];
  /** What the browser reports: scripts that fail, and whatever the policy forbids. */
  readonly complaints: string[];
}

export async function openPage(browser: Browser, host: Host, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(PATIENCE);
  const requests: OpenPage['requests'][number][] = [];
  const complaints: string[] = [];
  context.on('request', (request) =>
    requests.push({ url: request.url(), method: request.method(), body: request.postData() }),
  );
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(host.origin);
  return { page, requests, complaints };
}

export const isReady = (page: Page): Promise<unknown> => page.waitForSelector('body[data-ready=yes]');

/** Gives the page a file as its button does; resolves when people are fitted. */
export async function givePhoto(page: Page, name: string, buffer: Buffer): Promise<void> {
  await page.setInputFiles('#file', { name, mimeType: 'image/jpeg', buffer });
  await page.locator('#status', { hasText: 'found in' }).waitFor();
}

/** The sample photo, enlarged to a megapixel. */
export const megapixel = (): Promise<Buffer> => sharp(SAMPLE).resize(1224, 811).jpeg({ quality: 92 }).toBuffer();

/** Two rendered people side by side. */
export async function twoPeople(): Promise<Buffer> {
  const [left, right] = ['walking', 'standing'].map((name) => path.join(ROOT, `samples/rendered/${name}.jpg`));
  const input = await sharp(right).resize({ height: 640 }).toBuffer();
  return sharp(left)
    .extend({ right: 480, background: '#d9dde0' })
    .composite([{ input, left: 640, top: 0 }])
    .jpeg()
    .toBuffer();
}

export async function download(page: Page, format: string): Promise<{ name: string; bytes: Uint8Array }> {
  const menu = page.locator('#downloads');
  await menu.locator('> summary').click();
  const button = menu.locator(`[data-format=${format}]`);
  if (!(await button.isVisible())) await menu.locator('.more > summary').click();
  const [file] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: file.suggestedFilename(), bytes: await bytesOf(file) };
}

async function bytesOf(file: Download): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Where a handle, or a joint of the body, is in the window, once what the page knows by now is drawn. */
export async function placeOf(page: Page, kind: 'handle' | 'bone', name: string): Promise<[number, number]> {
  await page.waitForSelector('#view > svg:not([data-old])');
  return page.evaluate(
    ([what, joint]) => {
      const svg = document.querySelector('#view > svg') as SVGSVGElement;
      const box = svg.getBoundingClientRect();
      const { x, y, width } = svg.viewBox.baseVal;
      const at = (u: number, v: number): [number, number] => {
        const scale = box.width / width;
        return [box.left + (u - x) * scale, box.top + (v - y) * scale];
      };
      if (what === 'bone') {
        const line = svg.querySelector(`[data-joint=${joint}]`) as SVGLineElement;
        return at(line.x2.baseVal.value, line.y2.baseVal.value);
      }
      const { e, f } = (svg.querySelector(`[data-name=${joint}]`) as SVGGElement).transform.baseVal[0].matrix;
      return at(e, f);
    },
    [kind, name],
  );
}

/** What the page says went wrong; empty when it says nothing. */
export const problemOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const problem = document.getElementById('problem') as HTMLElement;
    return problem.hidden ? '' : (document.getElementById('problem-text')?.textContent ?? '');
  });
