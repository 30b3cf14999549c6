import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FileChooser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBody } from '../../converters/cli/node-models.js';
import { toGlb } from '../../converters/export/glb.js';
import { type BodyParameters, rigBody, standOnFloor } from '../../core/index.js';
import { launchBrowser } from '../support/browser.js';
import { serveRepository } from '../support/browser-server.js';
import { bundle } from '../support/bundle.js';
import { largestDifference } from '../support/numeric-jacobian.js';
import { callsOf } from '../support/page-half.js';
import { undressed, verticesOfGlb } from '../support/read-back.js';
import { shippedSkin, skinPicture } from '../support/shipped-skin.js';
import type * as pageHalf from './threepipe/page.js';
import { holdWrist, WRIST, wristError } from './wrist.js';

/** The plugin in threepipe itself, in a headless Chromium. */

const ROOT = new URL('../../', import.meta.url);
const HOST = '/test/hosts/threepipe/node_modules';
const isInstalled = existsSync(fileURLToPath(new URL(`.${HOST}/threepipe/package.json`, ROOT)));
if (!isInstalled) {
  console.warn('The tests in threepipe are skipped: npm install --prefix test/hosts/threepipe installs it.');
}
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

const call = callsOf<Half>();

const press = (page: Page, text: string) => page.getByRole('button', { name: text, exact: true }).click();

/**
 * The dialogue that "Open picture" opens. The panel hands clicks on with its next frame, and a browser allows a dialogue for
 * some seconds after a click alone: a busy machine may need another click.
 */
async function openChooser(page: Page): Promise<FileChooser> {
  for (let tries = 0; ; tries++) {
    const chooser = page.waitForEvent('filechooser', { timeout: 8_000 });
    chooser.catch(() => undefined); // met below, once the click is done
    await press(page, 'Open picture');
    try {
      return await chooser;
    } catch (error) {
      if (tries === 4) throw error;
    }
  }
}

async function saved(page: Page): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Save')]);
  expect(download.suggestedFilename()).toBe('person.glb');
  return readFileSync(await download.path());
}

/** What the sliders of the shape show, also where their folder is closed. */
const betaFields = (page: Page): Promise<number[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('.tp-lblv')].flatMap((row) =>
      /^Beta \d+$/.test(row.querySelector('.tp-lblv_l')?.textContent ?? '')
        ? [Number(row.querySelector('input')?.value)]
        : [],
    ),
  );

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

describe.skipIf(browser === null)('the plugin in threepipe', () => {
  let page: Page;
  beforeAll(async () => {
    page = await browser!.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`${site.origin}/viewer.html`);
    await call(page, 'start');
  });

  test('from a photo to a body in the scene, by its panel', async () => {
    await (await openChooser(page)).setFiles(PHOTO);
    await settled(page, ({ image }) => image !== null);
    await press(page, 'Detect');
    await settled(page, ({ people }) => people > 0);
    expect(await betaFields(page)).toEqual([]);
    await press(page, 'Fit');
    const state = await settled(page, ({ avatars }) => avatars.length > 0);
    expect(state.avatars).toHaveLength(1);
    expect(state.avatars[0]).toMatchObject({ name: 'Person 1', visible: true });
  });

  test('a wrist dragged by 40 pixels takes the arm along; undo, redo, save', async () => {
    const before = await call(page, 'look');
    await holdWrist(page, [-40, 0]);
    await page.mouse.up();
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

    const glb = await saved(page);
    expect((await undressed(glb)).pictures).toEqual(['medium', 'roughness'].map(skinPicture));
    const body = standOnFloor([rigBody(await openBody('neutral'), redone.fit as BodyParameters)]);
    const expected = await toGlb(body, { skin: shippedSkin('medium') });
    expect(largestDifference(await verticesOfGlb(glb), await verticesOfGlb(expected))).toBeLessThan(SAME_VERTEX);
  });

  test('another body by the panel is one step of the undo manager', async () => {
    const before = await call(page, 'look');
    const bodies = page.locator('select', { has: page.locator('option', { hasText: 'female' }) });
    await bodies.selectOption('male');
    const male = await settled(page, ({ fit }) => fit!.betas[0] !== before.fit!.betas[0]);
    expect(male.body).toBe('male');
    const shown = await betaFields(page);
    expect(shown).toHaveLength(10);
    shown.forEach((value, b) => {
      expect(Math.abs(value - male.fit!.betas[b])).toBeLessThan(0.01); // fields show two digits
    });
    await call(page, 'undo');
    expect(await settled(page, () => true)).toEqual(before);
    await call(page, 'redo');
    expect(await settled(page, () => true)).toEqual(male);
    await page.screenshot({ path: `${ARTEFACTS}threepipe-male.png` });
    await call(page, 'undo');
    expect(await settled(page, () => true)).toEqual(before);
  });

  test('another skin, in the scene and in files; undo gives back the one before', async () => {
    const before = await call(page, 'look');
    expect(before.avatars[0].isPainted).toBe(true);
    const tones = page.locator('select', { has: page.locator('option', { hasText: 'clay' }) });
    await tones.selectOption('clay');
    const clay = await settled(page, ({ avatars }) => avatars.every(({ isPainted }) => !isPainted));
    expect(clay.avatars).toEqual([{ ...before.avatars[0], isPainted: false }]);
    expect((await undressed(await saved(page))).pictures).toEqual([]);
    await tones.selectOption('dark');
    const dark = await settled(page, ({ avatars }) => avatars.every(({ isPainted }) => isPainted));
    expect(dark.avatars).toEqual(before.avatars);
    expect((await undressed(await saved(page))).pictures[0]).toEqual(skinPicture('dark'));
    await page.screenshot({ path: `${ARTEFACTS}threepipe-dark.png` });

    // The panel records what its own fields change.
    await call(page, 'undo');
    await settled(page, ({ avatars }) => avatars.every(({ isPainted }) => !isPainted));
    await call(page, 'undo');
    expect((await settled(page, ({ avatars }) => avatars.every(({ isPainted }) => isPainted))).fit).toEqual(before.fit);
    expect(await tones.inputValue()).toBe('medium');
  });

  test('undone to before the fit there is no body to be seen; taken out, the plugin is gone', async () => {
    await call(page, 'undo');
    await call(page, 'undo');
    const state = await call(page, 'look');
    expect(state.fit).toBeNull();
    expect(state.avatars).toEqual([]);
    await call(page, 'redo');
    expect((await call(page, 'look')).avatars.map(({ visible }) => visible)).toEqual([true]);
    await page.screenshot({ path: `${ARTEFACTS}threepipe-back.png` });
    expect(await call(page, 'remove')).toEqual({ workbench: false, views: 0 });
  });
});
