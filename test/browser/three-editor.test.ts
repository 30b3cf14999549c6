import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBody, openPrior } from '../../converters/cli/node-models.js';
import { nodeRuntime } from '../../converters/cli/node-runtime.js';
import { toGlb } from '../../converters/export/glb.js';
import { type BodyParameters, cameraFor, createFitter, rigBody, standOnFloor } from '../../core/index.js';
import { liftAndFit } from '../../core/lift/lift-and-fit.js';
import { openLifter } from '../../core/lift/open-lifter.js';
import { launchBrowser } from '../support/browser.js';
import { serveRepository } from '../support/browser-server.js';
import { bundle } from '../support/bundle.js';
import { largestDifference } from '../support/numeric-jacobian.js';
import { callsOf } from '../support/page-half.js';
import { undressed, verticesOfGlb } from '../support/read-back.js';
import { shippedSkin, skinPicture } from '../support/shipped-skin.js';
import type * as pageHalf from './three-editor/page.js';
import { holdWrist, WRIST, wristError } from './wrist.js';

/** The plugin in a double of the three.js editor, in a headless Chromium, with mouse and keyboard. */

const WIDTH = 1280;
const HEIGHT = 960;
/** Metres: what files round. */
const SAME_VERTEX = 1e-4;
const HOSTILE = '<img src=x onerror="window.hacked=1">.jpg';
const ROOT = new URL('../../', import.meta.url);
const PHOTO = readFileSync(new URL('samples/photos/person.jpg', ROOT));
const ARTEFACTS = fileURLToPath(new URL('out/browser/', ROOT));
mkdirSync(ARTEFACTS, { recursive: true });

const browser = await launchBrowser();
const files = browser === null ? {} : await bundle({ page: 'test/browser/three-editor/page.ts' });
// Without a policy, as the editor's own page: one that forbids data: addresses forbids to load a saved scene's pictures.
const site = await serveRepository({ files: { ...files, '/editor.html': '<!doctype html><title>editor</title>' } });
const requests: string[] = [];
afterAll(async () => {
  await browser?.close();
  await site.close();
});

type Half = typeof pageHalf;

const call = callsOf<Half>();

async function openEditor(): Promise<Page> {
  const page = await browser!.newPage({ viewport: { width: WIDTH, height: HEIGHT } });
  page.on('request', (request) => requests.push(`${request.method()} ${request.url()}`));
  page.on('pageerror', (error) => console.error(error));
  await page.goto(`${site.origin}/editor.html`);
  await call(page, 'start', WIDTH, HEIGHT);
  return page;
}

const press = (page: Page, text: string) => page.getByRole('button', { name: text, exact: true }).click();

/** Waits until the workbench is idle and the scene shows what it holds. */
async function settled(page: Page, wanted: (state: Awaited<ReturnType<Half['look']>>) => boolean) {
  const tasks: number[] = [];
  for (;;) {
    const state = await call(page, 'look');
    tasks.push(...state.longTasks);
    if (state.isIdle && wanted(state)) return { ...state, longTasks: tasks };
    await page.waitForTimeout(100); // the test's own time limit ends a wait in vain
  }
}

async function saved(page: Page, format: string): Promise<Buffer> {
  await page.locator('select').last().selectOption(format);
  const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'Save')]);
  expect(download.suggestedFilename()).toBe(`img_src_x_onerror_window.hacked_1_.${format}`);
  return readFileSync(await download.path());
}

describe.skipIf(browser === null)('the plugin in the editor', () => {
  let page: Page;
  beforeAll(async () => {
    page = await openEditor();
  });

  test('a photo from a file with a hostile name: opened, detected, fitted, saved as in Node', async () => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press(page, 'File')]);
    await chooser.setFiles({ name: HOSTILE, mimeType: 'image/jpeg', buffer: PHOTO });
    await settled(page, ({ image }) => image !== null);
    await press(page, 'Detect');
    await settled(page, ({ people }) => people > 0);
    await press(page, 'Fit');
    const state = await settled(page, ({ avatars }) => avatars.length === 1);
    expect(state.image?.name).toBe(HOSTILE);
    expect(state.message).toContain(HOSTILE);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('#sidebar img').count()).toBe(0);
    expect(state.undos).toEqual(['AddObjectCommand Fit body']);
    console.info(`main thread, long tasks from file to body: ${state.longTasks.join(' ') || 'none'} ms`);

    const [body, prior] = await Promise.all([openBody('neutral'), openPrior()]);
    const { camera } = cameraFor(state.image!);
    const fitter = createFitter(body, prior);
    const keypoints = {
      set: 'blazepose33' as const,
      xy: Float64Array.from(state.keypoints!.xy),
      confidence: Float64Array.from(state.keypoints!.confidence),
    };
    const lifter = await openLifter(nodeRuntime({ threads: 1 }), fitter.skeleton, true);
    const worldLandmarks = Float64Array.from(state.worldLandmarks!);
    const fit = await liftAndFit(fitter, lifter, keypoints, camera, { worldLandmarks });
    const expected = await toGlb(standOnFloor([rigBody(body, fit)]), { skin: shippedSkin('medium') });
    const glb = await saved(page, 'glb');
    expect((await undressed(glb)).pictures).toEqual(['medium', 'roughness'].map(skinPicture));
    expect(largestDifference(await verticesOfGlb(glb), await verticesOfGlb(expected))).toBeLessThan(SAME_VERTEX);
  });

  test('a wrist dragged by 40 pixels takes the arm along; undo, redo, save', async () => {
    const before = await call(page, 'look');
    await holdWrist(page, [-40, 0]);
    await page.screenshot({ path: `${ARTEFACTS}three-editor-drag.png` });
    await page.mouse.up();
    const after = await settled(page, ({ undos }) => undos.length === 2);
    expect(after.undos[1]).toBe('MultiCmdsCommand Fit body');
    // The sidebar shows the picture at less than half its size: the mouse is exact to a pixel of the screen.
    expect(Math.abs(after.keypoints!.xy[2 * WRIST] - before.keypoints!.xy[2 * WRIST] + 40)).toBeLessThan(3);
    expect(wristError(after)).toBeLessThan(3);
    expect(after.avatars).toHaveLength(1);
    expect(after.avatars[0].uuid).not.toBe(before.avatars[0].uuid);
    expect(after.avatars[0].index).toBe(before.avatars[0].index);

    await call(page, 'undo');
    const undone = await call(page, 'look');
    expect(undone.keypoints).toEqual(before.keypoints);
    expect(undone.fit).toEqual(before.fit);
    expect(undone.avatars).toEqual(before.avatars);

    await call(page, 'redo');
    const redone = await call(page, 'look');
    expect(redone.keypoints).toEqual(after.keypoints);
    expect(redone.fit).toEqual(after.fit);
    expect(redone.avatars).toEqual(after.avatars);

    const body = standOnFloor([rigBody(await openBody('neutral'), redone.fit as BodyParameters)]);
    const expected = await toGlb(body, { skin: shippedSkin('medium') });
    const glb = await saved(page, 'glb');
    expect(largestDifference(await verticesOfGlb(glb), await verticesOfGlb(expected))).toBeLessThan(SAME_VERTEX);
    await page.screenshot({ path: `${ARTEFACTS}three-editor-file.png` });
  });

  test('a click on a joint while a fit runs changes nothing, and the fit is taken', async () => {
    const before = await call(page, 'look');
    await call(page, 'clickWhileFitting', WRIST);
    const after = await settled(page, ({ undos }) => undos.length > before.undos.length);
    expect(after.undos).toHaveLength(before.undos.length + 1);
    expect(after.keypoints).toEqual(before.keypoints);
    expect(after.avatars[0].uuid).not.toBe(before.avatars[0].uuid);
    await call(page, 'undo');
  });

  test('pressed again while the body is on its way, a joint is not taken; a click moves none; two switch it off', async () => {
    const before = await call(page, 'look');
    const failures: string[] = [];
    page.on('pageerror', ({ message }) => failures.push(message));
    await holdWrist(page, [-10, 0]);
    await call(page, 'pressAgain', WRIST);
    await page.mouse.up();
    const after = await settled(page, ({ undos }) => undos.length === before.undos.length + 1);
    expect(Math.abs(after.keypoints!.xy[2 * WRIST] - before.keypoints!.xy[2 * WRIST] + 10)).toBeLessThan(3);
    await call(page, 'undo');
    const undone = await settled(page, () => true);
    expect(undone.keypoints).toEqual(before.keypoints);
    const handle = page.locator(`[data-keypoint="${WRIST}"]`);
    await handle.click();
    expect((await settled(page, () => true)).undos).toEqual(undone.undos);
    await handle.dblclick();
    const off = await settled(page, ({ undos }) => undos.length === undone.undos.length + 1);
    expect(off.edits[WRIST].off).toBe(true);
    await call(page, 'undo');
    expect((await call(page, 'look')).edits[WRIST].off).toBe(false);
    expect(failures).toEqual([]);
  });

  test('fields have names, follow undo and redo, and go back where a number is refused', async () => {
    expect(await call(page, 'namelessFields')).toBe(0);
    const before = await call(page, 'look');
    const [body, height] = [page.getByLabel('Body'), page.getByLabel('Height')];
    await height.fill('1.6');
    await height.blur();
    await settled(page, ({ undos }) => undos.length === before.undos.length + 1);
    await body.selectOption('male');
    const male = await settled(page, ({ undos }) => undos.length === before.undos.length + 2);
    expect([male.options.body, male.height]).toEqual(['male', 1.6]);
    await page.screenshot({ path: `${ARTEFACTS}three-editor-fields.png` });
    const shown = async () => [await body.inputValue(), await height.inputValue()];
    for (const [move, fields] of [
      ['undo', ['neutral', '1.6']],
      ['undo', ['neutral', '']],
      ['redo', ['neutral', '1.6']],
      ['redo', ['male', '1.6']],
    ] as const) {
      await call(page, move);
      expect(await shown()).toEqual(fields);
      const { options, height: known } = await call(page, 'look');
      expect([options.body, String(known ?? '')]).toEqual(fields);
    }
    await height.fill('180');
    await height.blur();
    const refused = await settled(page, ({ message }) => message.startsWith('height: 180 is not the height'));
    expect([refused.options, refused.height]).toEqual([male.options, 1.6]);
    expect(await shown()).toEqual(['male', '1.6']);
    await call(page, 'undo');
    await call(page, 'undo');
    expect((await call(page, 'look')).fit).toEqual(before.fit);
  });

  test('whoever is removed takes the avatar along, and undo brings both back', async () => {
    const before = await call(page, 'look');
    const [remove, height] = [page.getByRole('button', { name: 'Remove this person' }), page.getByLabel('Height')];
    await remove.click();
    const removed = await settled(page, ({ avatars }) => avatars.length === 0);
    expect([removed.people, removed.undos.length]).toEqual([0, before.undos.length + 1]);
    expect([await remove.isDisabled(), await height.isDisabled()]).toEqual([true, true]);
    await call(page, 'undo');
    const back = await call(page, 'look');
    expect(back.avatars).toEqual(before.avatars);
    expect(back.fit).toEqual(before.fit);
    expect(await remove.isDisabled()).toBe(false);
  });

  test('another skin, in the scene and in files, is one step; undo gives back the old one', async () => {
    const tones = page.locator('.Row', { hasText: 'Skin' }).locator('select');
    const before = await call(page, 'look');
    expect(before.avatars[0].skin).toEqual(skinPicture('medium').toString('base64'));
    expect(await tones.locator('option').allTextContents()).toEqual(['light', 'medium', 'dark', 'clay']);
    await tones.selectOption('dark');
    const dark = await settled(page, ({ undos }) => undos.length === before.undos.length + 1);
    expect(dark.undos.at(-1)).toBe('MultiCmdsCommand Skin');
    expect(dark.avatars[0].skin).toEqual(skinPicture('dark').toString('base64'));
    expect(dark.fit).toEqual(before.fit);
    await page.screenshot({ path: `${ARTEFACTS}three-editor-dark.png` });
    expect((await undressed(await saved(page, 'glb'))).pictures[0]).toEqual(skinPicture('dark'));

    await call(page, 'undo');
    expect((await call(page, 'look')).avatars).toEqual(before.avatars);
    expect(await tones.inputValue()).toBe('medium');
    await call(page, 'redo');
    expect((await call(page, 'look')).avatars).toEqual(dark.avatars);
    expect(await tones.inputValue()).toBe('dark');

    await tones.selectOption('clay');
    const clay = await settled(page, ({ undos }) => undos.length === before.undos.length + 2);
    expect(clay.avatars[0].skin).toBeNull();
    expect((await undressed(await saved(page, 'glb'))).pictures).toEqual([]);
    await call(page, 'undo');
    await call(page, 'undo');
  });

  test('saved for other tools', async () => {
    const second = page.waitForEvent('download', (download) => download.suggestedFilename().endsWith('.mtl'));
    const starts = { vrm: 'glTF', fbx: 'Kaydara FBX Binary', obj: '#' };
    for (const [format, start] of Object.entries(starts)) {
      expect((await saved(page, format)).subarray(0, start.length).toString(), format).toBe(start);
    }
    expect((await second).suggestedFilename()).toBe('img_src_x_onerror_window.hacked_1_.mtl');
  });

  test('the scene survives JSON, and undone to the start the workbench has no body', async () => {
    expect(await call(page, 'reload')).toEqual({ bones: 25, remembers: true, isDressed: true });
    await call(page, 'undo');
    await call(page, 'undo');
    const state = await call(page, 'look');
    expect(state.avatars).toEqual([]);
    expect(state.fit).toBeNull();
    expect(state.people).toBe(1);
  });

  test('nothing was sent anywhere, and nothing asked for but program and models', () => {
    const elsewhere = requests.filter(
      (line) => !/^GET (http:\/\/127\.0\.0\.1:\d+\/(bundle\/|models\/|editor.html$)|blob:)/.test(line),
    );
    expect(elsewhere.filter((line) => !line.endsWith('/favicon.ico'))).toEqual([]);
  });

  test('taken out, it leaves nothing but the avatars', async () => {
    expect(await call(page, 'uninstall')).toEqual({ listeners: 0, menus: 0, panels: 0 });
    await page.close();
  });
});

describe.skipIf(browser === null)('the selected plane', () => {
  test('the body stands before the plane and covers the person', async () => {
    const page = await openEditor();
    await call(page, 'addPlane', '/samples/photos/person.jpg', 'photo <b>plane</b>');
    await page.locator('#menubar .menu').last().hover();
    await page.getByText('Fit the selected picture').click();
    await settled(page, ({ image }) => image !== null);
    await press(page, 'Detect');
    await settled(page, ({ people }) => people > 0);
    await press(page, 'Fit');
    const state = await settled(page, ({ avatars }) => avatars.length === 1);
    const { bone, keypoint } = await call(page, 'wristOnScreen', WRIST);
    // As far apart as the fit leaves it, in half heights of the picture.
    const apart = Math.hypot(((bone[0] - keypoint[0]) * WIDTH) / HEIGHT, bone[1] - keypoint[1]);
    expect(Math.abs(apart - wristError(state) / (state.image!.height / 2))).toBeLessThan(0.02);
    await page.screenshot({ path: `${ARTEFACTS}three-editor-plane.png` });
    await page.close();
  });

  test('a tilt of the camera: typed in, refused beyond 80 degrees, unticked', async () => {
    const page = await openEditor();
    const [pitch, upright] = [page.getByPlaceholder('°'), page.locator('input[type=checkbox]').first()];
    const tilt = async () => {
      const { options } = await call(page, 'look');
      return [options.upright, options.pitch];
    };
    expect(await tilt()).toEqual([false, null]);
    for (const [typed, taken] of [
      ['-12.5', -12.5],
      ['81', -12.5],
      ['-80', -80],
      ['', null],
      ['20', 20],
    ] as const) {
      await pitch.fill(typed);
      await pitch.blur();
      expect(await tilt()).toEqual([false, taken]);
    }
    await upright.check();
    expect(await tilt()).toEqual([true, null]); // now the people are asked
    await pitch.fill('7');
    await pitch.blur();
    expect(await tilt()).toEqual([true, 7]);
    await upright.uncheck();
    expect(await tilt()).toEqual([false, null]);
    expect(await pitch.inputValue()).toBe('');
    await page.close();
  });

  test('a press too many, and buttons without a picture, end in a sentence', async () => {
    const page = await openEditor();
    await press(page, 'Selected');
    expect((await call(page, 'look')).message).toBe(
      'selection: no object with a picture is selected. Select a textured plane.',
    );
    await press(page, 'Fit');
    expect((await call(page, 'look')).message).toBe('fit: nobody is chosen. Find people first, or add a person.');
    await page.close();
  });
});
