import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBody } from '../../converters/cli/node-models.js';
import { toGlb } from '../../converters/export/glb.js';
import { JOINT_SETS } from '../../core/body/joint-sets.js';
import { type BodyParameters, rigBody, standOnFloor } from '../../core/index.js';
import { launchBrowser } from '../support/browser.js';
import { serveRepository } from '../support/browser-server.js';
import { bundle } from '../support/bundle.js';
import { largestDifference, verticesOfGlb } from '../support/read-back.js';
import type * as pageHalf from './threepipe/page.js';

/** The plugin in threepipe itself, in a headless Chromium. */

const ROOT = new URL('../../', import.meta.url);
const HOST = '/test/hosts/threepipe/node_modules';
const isInstalled = existsSync(fileURLToPath(new URL(`.${HOST}/threepipe/package.json`, ROOT)));
if (!isInstalled) {
  console.warn('The tests in threepipe are skipped: npm install --prefix test/hosts/threepipe installs it.');
}
const WRIST = JOINT_SETS.blazepose33.indexOf('left_wrist');
/** Metres: what files round. */
const SAME_VERTEX = 1e-4;
const PHOTO = fileURLToPath(new URL('samples/photos/person.jpg', ROOT));
const ARTEFACTS = fileURLToPath(new URL('out/browser/', ROOT));
mkdirSync(ARTEFACTS, { recursive: true });

/** The panel's package asks for one name of three.js that threepipe's own bundle no longer has, to compare with. */
const THREEPIPE = `export * from '${HOST}/threepipe/dist/index.mjs'; export class WebGLMultipleRenderTargets {}`;
const IMPORT_MAP = {
  imports: {
    threepipe: '/threepipe.js',
    '@threepipe/plugin-tweakpane': `${HOST}/@threepipe/plugin-tweakpane/dist/index.mjs`,
  },
};
const PAGE = `<!doctype html><title>threepipe</title><script type="importmap">${JSON.stringify(IMPORT_MAP)}</script><style>canvas { width: 100%; height: 100% }</style><body></body>`;

const browser = isInstalled ? await launchBrowser() : null;
const files = browser === null ? {} : await bundle({ page: 'test/browser/threepipe/page.ts' });
const site = await serveRepository({ files: { ...files, '/viewer.html': PAGE, '/threepipe.js': THREEPIPE } });
afterAll(async () => {
  await browser?.close();
  await site.close();
});

type Half = typeof pageHalf;
type Look = Awaited<ReturnType<Half['look']>>;

const call = <Name extends keyof Half>(page: Page, name: Name): Promise<Awaited<ReturnType<Half[Name]>>> =>
  page.evaluate(`import('/bundle/page.js').then((half) => half.${name}())`);

const press = (page: Page, text: string) => page.getByRole('button', { name: text, exact: true }).click();

/** Waits until the workbench is idle and the scene shows what it holds: the mesh follows the fit a little later. */
async function settled(page: Page, wanted: (state: Look) => boolean): Promise<Look> {
  let before = '';
  for (;;) {
    const state = await call(page, 'look');
    const now = JSON.stringify(state);
    if (state.isIdle && wanted(state) && now === before) return state;
    before = now;
    await page.waitForTimeout(200);
  }
}

const wristError = ({ points, keypoints }: Look): number => {
  const [x, y] = points!.left_wrist;
  return Math.hypot(x - keypoints!.xy[2 * WRIST], y - keypoints!.xy[2 * WRIST + 1]);
};

async function drag(page: Page, [dx, dy]: readonly [number, number]): Promise<void> {
  const box = (await page.locator(`[data-keypoint="${WRIST}"]`).boundingBox())!;
  const svg = page.locator('svg:has([data-keypoint])');
  const [, , seen] = (await svg.getAttribute('viewBox'))!.split(' ').map(Number);
  const scale = (await svg.boundingBox())!.width / seen;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx * scale, y + dy * scale, { steps: 20 });
  await page.mouse.up();
}

describe.skipIf(browser === null)('the plugin in threepipe', () => {
  let page: Page;
  beforeAll(async () => {
    page = await browser!.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`${site.origin}/viewer.html`);
    await call(page, 'start');
  });

  test('from a photo to a body in the scene, by its panel', async () => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press(page, 'Open picture')]);
    await chooser.setFiles(PHOTO);
    await settled(page, ({ image }) => image !== null);
    await press(page, 'Detect');
    await settled(page, ({ people }) => people > 0);
    await press(page, 'Fit');
    const state = await settled(page, ({ avatars }) => avatars.length > 0);
    expect(state.avatars).toHaveLength(1);
    expect(state.avatars[0]).toMatchObject({ name: 'Person 1', visible: true });
  });

  test('a wrist dragged by 40 pixels takes the arm along; undo, redo, save', async () => {
    const before = await call(page, 'look');
    await drag(page, [-40, 0]);
    const after = await settled(page, ({ keypoints }) => keypoints!.xy[2 * WRIST] !== before.keypoints!.xy[2 * WRIST]);
    expect(Math.abs(after.keypoints!.xy[2 * WRIST] - before.keypoints!.xy[2 * WRIST] + 40)).toBeLessThan(3);
    expect(wristError(after)).toBeLessThan(3);
    await page.screenshot({ path: `${ARTEFACTS}threepipe.png` });
    const moved = after.avatars[0].wrist.map((value, axis) => value - before.avatars[0].wrist[axis]);
    expect(Math.hypot(...moved)).toBeGreaterThan(0.1); // metres: 40 pixels of somebody 250 pixels tall

    await call(page, 'undo');
    expect(await call(page, 'look')).toEqual(before);
    await call(page, 'redo');
    const redone = await call(page, 'look');
    expect(redone).toEqual(after);

    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Save GLB')]);
    const glb = readFileSync(await download.path());
    const expected = await toGlb(standOnFloor([rigBody(await openBody('neutral'), redone.fit as BodyParameters)]));
    expect(largestDifference(await verticesOfGlb(glb), await verticesOfGlb(expected))).toBeLessThan(SAME_VERTEX);
  });

  test('undone to before the fit there is no body to be seen; taken out, the plugin is gone', async () => {
    await call(page, 'undo');
    await call(page, 'undo');
    const state = await call(page, 'look');
    expect(state.fit).toBeNull();
    expect(state.avatars.map(({ visible }) => visible)).toEqual([false]);
    await call(page, 'redo');
    expect((await call(page, 'look')).avatars.map(({ visible }) => visible)).toEqual([true]);
    expect(await call(page, 'remove')).toEqual({ workbench: false, views: 0 });
  });
});
