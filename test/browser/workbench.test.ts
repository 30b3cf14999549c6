import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.js';
import { serveRepository } from '../support/browser-server.js';
import { bundle } from '../support/bundle.js';
import { eventually } from '../support/eventually.js';
import { callsOf } from '../support/page-half.js';
import type * as pageHalf from './workbench/page.js';

/** The workbench with its worker, bundled, in a headless Chromium: times, requests, and everything that goes wrong. */

const PHOTO = '/samples/photos/person.jpg';
const MODELS = [
  '/models/body/neutral.npz',
  '/models/detector/movenet_multipose.onnx',
  '/models/detector/pose_detection.onnx',
  '/models/detector/pose_landmark_full.onnx',
  '/models/lifter/lifter.onnx',
  '/models/prior/pose_prior.npz',
];

const browser = await launchBrowser();
const files = browser === null ? {} : await bundle({ page: 'test/browser/workbench/page.ts' });
const site = await serveRepository({
  files: { ...files, '/damaged.jpg': 'not a picture', '/weird/%zz.jpg': 'not a picture' },
});
afterAll(async () => {
  await browser?.close();
  await site.close();
});

const call = callsOf<typeof pageHalf>();

/** A page of its own context: nothing is kept from other tests. */
async function openPage(path = '/', context?: BrowserContext): Promise<{ page: Page; requests: string[] }> {
  const page = await (context ?? (await (browser as Browser).newContext())).newPage();
  const requests: string[] = [];
  page.context().on('request', (request) => requests.push(`${request.method()} ${request.url()}`));
  await page.goto(site.origin + path);
  return { page, requests };
}

describe.skipIf(browser === null)('at work', () => {
  test('no picture leaves the page, models are fetched once and kept, the page stays free', async () => {
    const context = await (browser as Browser).newContext();
    const { page, requests } = await openPage('/', context);
    await call(page, 'start', {});
    await call(page, 'openEnlarged', PHOTO, 1224); // 1224 x 811: a megapixel
    const first = await call(page, 'timeFit');
    await call(page, 'openEnlarged', PHOTO, 1224);
    const warm = await call(page, 'timeFit');
    const drag = await call(page, 'timeDrag');
    // In a narrow view: no larger a canvas than the screen shows of it, and handles for the keyboard.
    const { width, height } = await call(page, 'showView', PHOTO, 280);
    expect([width, height]).toEqual([280, Math.round((280 * 811) / 1224)]);
    const [x, y] = await call(page, 'wrist');
    await page.getByRole('button', { name: 'left wrist, moved' }).press('ArrowLeft');
    await eventually(() => call(page, 'wrist')).toEqual([x - 1, y]);
    await page.getByRole('button', { name: 'left wrist' }).press('Space');
    await page.getByRole('button', { name: 'left wrist, pinned' }).waitFor();
    const state = await call(page, 'look');
    expect(state).toMatchObject({ people: 1, isFitted: true });
    expect(drag.error).toBeLessThan(3);
    expect(await call(page, 'keptFiles').then((kept) => kept.sort())).toEqual(MODELS);
    const times = drag.times.sort((a, b) => a - b);
    const rounded = ({ detect, fit }: typeof warm): string => `${Math.round(detect)} + ${Math.round(fit)}`;
    console.info(`ms, detect + fit of 1 MP: with loading ${rounded(first)}, after it ${rounded(warm)}`);
    console.info(`ms, a dragged joint: median ${times[20].toFixed(1)}, 95 % ${times[38].toFixed(1)}`);
    console.info(`ms, long tasks of the page: ${state.longTasks.join(' ') || 'none'}`);

    const own = new RegExp(`^GET (${site.origin}(/$|/bundle/|/favicon|${PHOTO})|blob:)`);
    const others = requests.filter((line) => !own.test(line)).map((line) => line.replace(site.origin, ''));
    expect(others.sort()).toEqual(MODELS.map((path) => `GET ${path}`));

    // The next visit asks for no model.
    const next = await openPage('/', context);
    await call(next.page, 'start', {});
    await call(next.page, 'open', PHOTO);
    await call(next.page, 'timeFit');
    expect(next.requests.filter((line) => line.includes('/models/'))).toEqual([]);
    expect((await call(next.page, 'look')).told).toContain('progress: pose_landmark_full.onnx');
    await context.close();
  });
});

describe.skipIf(browser === null)('what goes wrong ends in a sentence, and the workbench goes on', () => {
  test('a broken picture, none at all, nobody in it', async () => {
    const { page } = await openPage();
    await call(page, 'start', {});
    expect(await call(page, 'attempt', 'open', '/damaged.jpg')).toMatch(
      /^FitError: damaged.jpg: this is not an image, or one that this browser cannot decode/,
    );
    expect(await call(page, 'attempt', 'open', '/none.jpg')).toMatch(/none.jpg: the server answers 404/);
    expect(await call(page, 'attempt', 'open', '/weird/%zz.jpg')).toMatch(/%zz.jpg: this is not an image/);
    expect((await call(page, 'look')).image).toBeNull();
    await call(page, 'openWall', 64);
    expect(await call(page, 'attempt', 'detect')).toMatch(/^FitError: wall: no person was found/);
    expect(await call(page, 'attempt', 'fit')).toMatch(/nobody is chosen/);
    const { told, image } = await call(page, 'look');
    expect(told).toContain(
      'problem: wall: no person was found. Try another picture, or place the joints of a person by hand.',
    );
    expect(image).toMatchObject({ name: 'wall', width: 64, height: 64 });
  });

  test('models that are missing', async () => {
    const { page } = await openPage();
    await call(page, 'start', { modelsUrl: '/nowhere/' });
    await call(page, 'open', PHOTO);
    expect(await call(page, 'attempt', 'detect')).toMatch(
      /nowhere\/detector\/\w+.onnx: the server answers 404 Not Found/,
    );
    expect((await call(page, 'look')).told.join()).toContain('problem: ');
  });

  test('WebAssembly whose file is missing', async () => {
    const { page } = await openPage();
    await call(page, 'start', { wasmPaths: '/nowhere/' });
    await call(page, 'open', PHOTO);
    expect(await call(page, 'attempt', 'detect')).toMatch(/^FitError: onnxruntime-web: WebAssembly does not start/);
    expect(await call(page, 'look')).toMatchObject({ people: 0, image: { width: 640 } });
  });

  test('a browser without room for the models works without keeping them, and says so', async () => {
    const { page } = await openPage();
    const session = await page.context().newCDPSession(page);
    await session.send('Storage.overrideQuotaForOrigin', { origin: site.origin, quotaSize: 1 });
    await call(page, 'start', {});
    await call(page, 'open', PHOTO);
    expect(await call(page, 'attempt', 'detect')).toBe('done');
    expect((await call(page, 'look')).told.join()).toMatch(
      /notice: .*pose_detection.onnx: the browser has no room to keep/,
    );
  });

  test('an abort while the networks run, and a second search after it', async () => {
    const { page } = await openPage();
    await call(page, 'start', {});
    await call(page, 'open', PHOTO);
    expect(await call(page, 'abortDetect', 50)).toMatch(/^AbortError/);
    expect((await call(page, 'look')).told.filter((text) => text.startsWith('problem'))).toEqual([]);
    expect(await call(page, 'attempt', 'detect')).toBe('done');
  });

  test('a worker whose script is missing', async () => {
    const { page } = await openPage();
    const text = await page.evaluate(`import('/bundle/page.js').then(async ({ start, attempt }) => {
      start({ worker: new Worker('/nowhere.js', { type: 'module' }) });
      return attempt('open', '${PHOTO}');
    })`);
    expect(text).toMatch(/^FitError: worker: it stopped/);
  });
});
