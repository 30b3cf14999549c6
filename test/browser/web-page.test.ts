import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { openSession } from '../../converters/cli/session.js';
import { rigPeople } from '../../converters/export/fitted-people.js';
import { toGlb } from '../../converters/export/glb.js';
import { withSkinAtlas } from '../../converters/export/skin-texture.js';
import { readKeypointsJson } from '../../converters/import/keypoints-json.js';
import { launchBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { largestDifference } from '../support/numeric-jacobian.js';
import { undressed, verticesOfGlb } from '../support/read-back.js';
import { readGlb, skinnedMeshes } from '../support/read-glb.js';
import { shippedSkin } from '../support/shipped-skin.js';
import {
  buildPage,
  download,
  givePhoto,
  isReady,
  megapixel,
  openPage,
  PICTURES,
  placeOf,
  problemOf,
  twoPeople,
} from './web-page/open.js';
import { type HostOptions, serveFolder } from './web-page/serve.js';
import { clothIn, spreadOf } from './web-page/stage-pixels.js';

/** The page in samples/web, built and served by a strict host, driven in a headless Chromium as a visitor would. */

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; " +
  "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** Bytes, compressed: all scripts that are fetched until the first body stands. */
const SCRIPT_BUDGET = 400_000;

/** Pixels of the stage that underwear covers at the least, on a large window; it is some 7,000. */
const CLOTH = 2000;

const browser = await launchBrowser();
const folder = browser === null ? '' : await buildPage();
mkdirSync(PICTURES, { recursive: true });
afterAll(async () => {
  await browser?.close();
  if (folder !== '') rmSync(folder, { recursive: true });
});

const picture = (name: string): { path: string } => ({ path: path.join(PICTURES, `web-page-${name}.png`) });
const distance = ([a, b]: readonly number[], [c, d]: readonly number[]): number => Math.hypot(a - c, b - d);

async function visit(options: HostOptions = {}, context: Parameters<typeof openPage>[2] = {}) {
  const host = await serveFolder(folder, {
    ...options,
    headers: { 'content-security-policy': POLICY, ...options.headers },
  });
  const opened = await openPage(browser as Browser, host, context);
  return { ...opened, host, close: () => Promise.all([opened.page.context().close(), host.close()]) };
}

/** Presses on a joint, moves it by 40 pixels in steps, and lets go. */
async function dragBy40(page: Page, joint: string): Promise<[number, number]> {
  const [x, y] = await placeOf(page, 'handle', joint);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= 10; step++) await page.mouse.move(x + 4 * step, y);
  await page.mouse.up();
  await page.waitForFunction(() => !(document.getElementById('undo') as HTMLButtonElement).disabled);
  return [x + 40, y];
}

describe.skipIf(browser === null)('a visit', () => {
  test('photo, body, drag, undo, redo, files; nothing leaves the page', async () => {
    const { page, requests, complaints, host, close } = await visit();
    await page.evaluate(() => {
      const tasks: number[] = [];
      Object.assign(window, { tasks });
      new PerformanceObserver((list) =>
        tasks.push(...list.getEntries().map((entry) => Math.round(entry.duration))),
      ).observe({ type: 'longtask' });
    });
    await isReady(page);
    const loaded = requests.length;
    const start = performance.now();
    await givePhoto(page, 'person.jpg', await megapixel());
    console.info(`ms, from a 1 MP photo to the body: ${Math.round(performance.now() - start)}`);
    console.info(`it says: ${await page.textContent('#status')}`);
    await page.locator('#measurements dd').first().waitFor();
    await eventually(() => spreadOf(page)).toBeGreaterThan(10); // somebody stands there
    await eventually(() => clothIn(page)).toBeGreaterThan(CLOTH);
    await page.screenshot(picture('desktop'));
    await page.check('#bones');

    const first = host.asked.slice(0, host.asked.indexOf('GET /service-worker.js'));
    const scripts = first.filter((line) => line.endsWith('.js'));
    const sizes = scripts.map((line) => gzipSync(readFileSync(folder + line.replace('GET ', ''))).length);
    expect(sizes.length).toBeGreaterThan(3); // page, worker, scene, onnxruntime
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(SCRIPT_BUDGET);

    // The same keypoints in Node give the same avatar.
    const keypoints = await download(page, 'keypoints');
    const glb = await download(page, 'glb');
    expect(glb.name).toBe('person.glb');
    const session = await openSession();
    const file = readKeypointsJson(keypoints.name, new TextDecoder().decode(keypoints.bytes));
    const people = rigPeople(await session.fitKeypoints('', file)).map(withSkinAtlas);
    const shipped = (name: string) => readFileSync(path.join(folder, `models/skin/${name}.jpg`));
    const own = await toGlb(people, { skin: shippedSkin('medium') });
    const { materials, pictures } = await undressed(glb.bytes);
    expect(materials).toEqual(['Skin', 'Eyes']);
    expect(pictures.map((bytes) => bytes.toString('base64'))).toEqual(
      ['medium', 'roughness'].map((name) => shipped(name).toString('base64')),
    );
    expect(largestDifference(await verticesOfGlb(glb.bytes), await verticesOfGlb(own))).toBeLessThan(1e-4);

    // The arm follows the hand.
    const before = await placeOf(page, 'bone', 'right_wrist');
    await page.evaluate(() => (window as unknown as { tasks: number[] }).tasks.splice(0));
    const cursor = await dragBy40(page, 'right_wrist');
    console.info(
      `ms, long tasks while dragging: ${await page.evaluate(() => (window as never as { tasks: number[] }).tasks.join(' '))}`,
    );
    await eventually(async () => distance(await placeOf(page, 'bone', 'right_wrist'), cursor)).toBeLessThan(3);
    await page.screenshot(picture('dragged'));
    await page.click('#undo');
    await eventually(async () => distance(await placeOf(page, 'bone', 'right_wrist'), before)).toBeLessThan(0.1);
    await page.keyboard.press('Control+Shift+Z');
    await eventually(async () => distance(await placeOf(page, 'bone', 'right_wrist'), cursor)).toBeLessThan(3);

    const dragged = await download(page, 'glb');
    expect(Buffer.compare(dragged.bytes, glb.bytes)).not.toBe(0);
    const starts = { vrm: 'glTF', fbx: 'Kaydara FBX Binary', obj: 'PK', json: '{', bvh: 'HIERARCHY' };
    for (const [format, first] of Object.entries(starts)) {
      const { bytes } = await download(page, format);
      expect(new TextDecoder('latin1').decode(bytes.subarray(0, first.length)), format).toBe(first);
      if (format === 'vrm' || format === 'fbx')
        expect(Buffer.from(bytes).includes(shipped('medium')), format).toBe(true);
    }

    expect(complaints).toEqual([]);
    expect(requests.filter(({ method, body }) => method !== 'GET' || body !== null)).toEqual([]);
    const elsewhere = requests.filter(({ url }) => !url.startsWith(`${host.origin}/`) && !url.startsWith('blob:'));
    expect(elsewhere).toEqual([]);
    const asked = requests.slice(loaded).map(({ url }) => new URL(url).pathname);
    // After the models nothing but the page's own parts: for the visit offline, and writers when asked for.
    expect(
      asked.filter(
        (file) =>
          !/^\/($|assets\/|icon.svg|photorig.webmanifest|service-worker.js|models\/body\/(fe)?male.npz|models\/skin\/\w+.jpg|[0-9a-f-]{36})/.test(
            file,
          ),
      ),
    ).toEqual([]);
    await close();
  });

  test('upright: the body on the stage and in files is turned, the one over the photo stays', async () => {
    const { page, complaints, close } = await visit();
    await isReady(page);
    await givePhoto(page, 'person.jpg', await megapixel());
    const fitOf = async () => JSON.parse(new TextDecoder().decode((await download(page, 'json')).bytes));
    const heights = async (): Promise<number> => {
      const vertices = await verticesOfGlb((await download(page, 'glb')).bytes);
      let top = 0;
      for (let i = 1; i < vertices.length; i += 3) top = Math.max(top, vertices[i]);
      return top;
    };
    expect((await fitOf()).camera.down).toBeUndefined();
    const [leaning, ankle] = [await heights(), await placeOf(page, 'bone', 'left_ankle')];
    const stage = await page.locator('#stage-view').screenshot();
    await page.check('#upright');
    await eventually(() => page.getAttribute('#pitch', 'placeholder')).toMatch(/^-?\d+ \(by the people\)$/);
    expect((await fitOf()).camera.down).toHaveLength(3);
    expect(await heights()).toBeGreaterThan(leaning); // whoever leans is less tall
    expect(distance(await placeOf(page, 'bone', 'left_ankle'), ankle)).toBeLessThan(5);
    expect(Buffer.compare(await page.locator('#stage-view').screenshot(), stage)).not.toBe(0);
    await page.fill('#pitch', '30');
    await page.locator('#pitch').blur();
    await eventually(async () => (await fitOf()).camera.down[2]).toBeCloseTo(0.5, 9);
    await page.uncheck('#upright');
    await eventually(async () => (await fitOf()).camera.down).toBeUndefined();
    expect(complaints).toEqual([]);
    await close();
  });

  test('another skin, chosen by keys, on the stage, in files and at the next visit', async () => {
    const { page, complaints, close } = await visit();
    await page.locator('#samples button').first().click();
    await page.locator('#status', { hasText: 'found in' }).waitFor();
    const skin = (tone: string) => page.locator(`input[name=skin][value=${tone}]`);
    await eventually(() => clothIn(page)).toBeGreaterThan(CLOTH);
    await skin('medium').focus();
    await page.keyboard.press('ArrowRight');
    expect(await skin('dark').isChecked()).toBe(true);
    const { pictures } = await undressed((await download(page, 'glb')).bytes);
    expect(pictures[0].equals(readFileSync(path.join(folder, 'models/skin/dark.jpg')))).toBe(true);
    const obj = unzipSync((await download(page, 'obj')).bytes);
    expect(Object.keys(obj).sort()).toEqual(['person-skin.jpg', 'person.mtl', 'person.obj']);
    expect(pictures[0].equals(obj['person-skin.jpg'])).toBe(true);
    await page.screenshot(picture('dark-skin'));
    await skin('dark').focus();
    await page.keyboard.press('ArrowRight');
    await eventually(() => clothIn(page)).toBeLessThan(CLOTH / 10);
    const clay = await undressed((await download(page, 'glb')).bytes);
    expect([clay.pictures.length, clay.materials]).toEqual([0, ['Skin', 'Eyes']]);
    await page.screenshot(picture('clay'));
    await page.reload();
    expect(await skin('clay').isChecked()).toBe(true);
    expect(complaints).toEqual([]);
    await close();
  });

  test('the next visit needs no network, and has threads', async () => {
    const { page, host, complaints, close } = await visit();
    await isReady(page);
    await page.locator('#offline').waitFor();
    // Its own addresses are the page's, the rest of the host the host's.
    for (const address of ['/blog/', '/index.html', '/?from=elsewhere']) {
      const response = await page.goto(host.origin + address);
      expect([response?.status(), response?.fromServiceWorker()], address).toEqual(
        address === '/blog/' ? [404, false] : [200, true],
      );
    }
    complaints.splice(0); // of the 404
    await host.close();
    await page.reload();
    await isReady(page);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await page.locator('#samples button').first().click();
    await page.locator('#status', { hasText: '1 person' }).waitFor();
    expect((await undressed((await download(page, 'glb')).bytes)).pictures.length).toBe(2);
    await page.check('input[name=skin][value=light]');
    await eventually(() => clothIn(page)).toBeGreaterThan(CLOTH);
    expect(complaints).toEqual([]);
    await close();
  });

  test('a phone, several people, and keys', async () => {
    const { page, complaints, close } = await visit(
      {},
      { viewport: { width: 390, height: 844 }, colorScheme: 'dark', hasTouch: true, isMobile: true },
    );
    await isReady(page);
    await page.screenshot(picture('phone-empty'));
    await givePhoto(page, 'two.jpg', await twoPeople());
    expect(await page.textContent('#status')).toMatch(/^2 people/);
    const people = page.locator('#strip button');
    expect(await people.count()).toBe(2);
    const first = await placeOf(page, 'handle', 'nose');
    await people.nth(1).click();
    await eventually(async () => people.nth(1).getAttribute('aria-checked')).toBe('true');
    expect(distance(await placeOf(page, 'handle', 'nose'), first)).toBeGreaterThan(0);
    await page.screenshot(picture('phone'));
    for (const tab of ['stage', 'panel', 'photo']) {
      await page.click(`[data-show=${tab}]`);
      await page.waitForTimeout(400); // colours fade, and the stage is drawn with the next frame
      await page.screenshot(picture(`phone-${tab}`));
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    }

    // Arrow keys move a joint by a pixel, with Shift by ten, as one step; Space pins it, Delete leaves it out.
    const handle = page.locator('[data-name=left_knee]');
    const [x] = await placeOf(page, 'handle', 'left_knee');
    await handle.focus();
    await page.keyboard.down('Shift');
    await page.keyboard.down('ArrowRight');
    await page.keyboard.up('ArrowRight');
    await page.keyboard.up('Shift');
    await eventually(async () => (await placeOf(page, 'handle', 'left_knee'))[0]).toBeGreaterThan(x + 1);
    await eventually(() => page.isEnabled('#undo')).toBe(true);
    await page.keyboard.press('Space');
    await eventually(() => handle.getAttribute('aria-label')).toBe('left knee, pinned');
    await page.keyboard.press('Delete');
    await eventually(() => handle.getAttribute('aria-label')).toBe('left knee, ignored');
    await page.keyboard.press('Control+Z');
    await eventually(() => handle.getAttribute('aria-label')).toBe('left knee, pinned');

    // D and the button turn a bone in depth, one step each; what has no bone above it has no such button.
    const wrist = page.locator('[data-name=left_wrist]');
    await page.locator('[data-name=left_shoulder]').focus();
    expect(await page.isVisible('#joint-turn')).toBe(false);
    await wrist.focus();
    const turn = page.locator('#joint-turn');
    await page.screenshot(picture('phone-joint'));
    await page.keyboard.press('d');
    await eventually(() => wrist.getAttribute('aria-label')).toBe('left wrist, turned');
    await eventually(() => turn.getAttribute('aria-pressed')).toBe('true');
    const turned = await placeOf(page, 'bone', 'left_wrist');
    await page.screenshot(picture('phone-turned'));
    await turn.click();
    await eventually(async () => distance(await placeOf(page, 'bone', 'left_wrist'), turned)).toBeGreaterThan(0);
    await page.locator('#undo').click();
    await eventually(async () => distance(await placeOf(page, 'bone', 'left_wrist'), turned)).toBeLessThan(0.1);
    await page.locator('#undo').click();
    await eventually(() => turn.getAttribute('aria-pressed')).toBe('false');

    await page.locator('#downloads > summary').click();
    await page.check('input[name=whom][value=all]');
    await page.locator('#downloads > summary').click();
    const all = await readGlb((await undressed((await download(page, 'glb')).bytes)).plain);
    await page.locator('#downloads > summary').click();
    await page.check('input[name=whom][value=chosen]');
    await page.locator('#downloads > summary').click();
    const one = await readGlb((await undressed((await download(page, 'glb')).bytes)).plain);
    expect(skinnedMeshes(all.scene).length).toBe(2 * skinnedMeshes(one.scene).length);
    expect(complaints).toEqual([]);
    await close();
  });
});

describe.skipIf(browser === null)('what goes wrong ends in a sentence, and the page goes on', () => {
  test('a hostile file, an empty wall, a second task beside the first', async () => {
    const { page, complaints, close } = await visit();
    await isReady(page);
    const hostile = '<img src=x onerror=alert(1)>.jpg';
    const file = { name: hostile, mimeType: 'image/jpeg', buffer: Buffer.from('no picture') };
    await page.setInputFiles('#file', file);
    await eventually(() => problemOf(page)).toContain(`${hostile}: this is not an image`);
    expect(await page.locator('img[src=x]').count()).toBe(0);

    const wall = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#876' } })
      .jpeg()
      .toBuffer();
    await page.setInputFiles('#file', { name: hostile, mimeType: 'image/jpeg', buffer: wall });
    await eventually(() => problemOf(page)).toContain('no person was found');

    await givePhoto(page, hostile, await megapixel());
    expect(await problemOf(page)).toBe('');
    await page.setInputFiles('#file', file); // the picture before stays
    await eventually(() => problemOf(page)).toContain('this is not an image');
    const before = await placeOf(page, 'bone', 'head');
    await page.evaluate(() => {
      const button = document.getElementById('fit') as HTMLButtonElement;
      button.click();
      setTimeout(() => button.click()); // while the first is at work
    });
    await eventually(() => problemOf(page)).toMatch(/a fit is still running/);
    await page.locator('#status', { hasText: 'Fitted in' }).waitFor();
    expect(distance(await placeOf(page, 'bone', 'head'), before)).toBeLessThan(0.1);
    expect((await download(page, 'glb')).name).toBe('img_src_x_onerror_alert_1_.glb');
    await page.fill('#height', '3000');
    await page.keyboard.press('Tab');
    await eventually(() => problemOf(page)).toMatch(/from 50 to 260/);
    expect(complaints).toEqual([]);
    await close();
  });

  test('models that are missing', async () => {
    const { page, close } = await visit({ missing: /detector/ });
    await eventually(() => problemOf(page)).toMatch(/detector\/\w+.onnx: the server answers 404/);
    await page.locator('#samples button').first().click();
    await eventually(() => problemOf(page)).toMatch(/the server answers 404/);
    await close();
  });

  test('WebAssembly that is refused', async () => {
    const strict = POLICY.replace(" 'wasm-unsafe-eval'", '');
    const { page, close } = await visit({ headers: { 'content-security-policy': strict } });
    await eventually(() => problemOf(page)).toMatch(/WebAssembly does not start/);
    await close();
  });

  test('a full disk', async () => {
    const { page, host, close } = await visit();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: host.origin, quotaSize: 1 });
    await page.locator('#samples button').first().click();
    await page.locator('#status', { hasText: 'no room to keep' }).waitFor();
    await page.locator('#status', { hasText: 'found in' }).waitFor();
    expect(await page.locator('#offline').isHidden()).toBe(true);
    await close();
  });

  test('a browser without WebGL', async () => {
    const { page, host, close } = await visit();
    await page.addInitScript(() => {
      const { getContext } = HTMLCanvasElement.prototype;
      HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, id: string, options?: unknown) {
        return id.startsWith('webgl') ? null : getContext.call(this, id, options);
      } as typeof getContext;
    });
    await page.goto(host.origin);
    await page.locator('#samples button').first().click();
    await page.locator('#status', { hasText: 'found in' }).waitFor();
    expect(await page.textContent('#stage-problem')).toMatch(/^The 3D view needs WebGL/);
    expect((await download(page, 'glb')).bytes.length).toBeGreaterThan(500_000);
    await close();
  });
});
