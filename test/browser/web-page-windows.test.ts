import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.js';
import { givePhoto, isReady, openPage, servePage, twoPeople } from './web-page/open.js';
import { spreadOf } from './web-page/stage-pixels.js';

/** The page in samples/web in windows of many sizes, and what is left of it when browsers take graphics memory back. */

/** Laptops, a desktop's low window, phones held both ways, and 1280 x 1024 at 400 %. CSS pixels. */
const SIZES = [
  [1440, 900],
  [1024, 600],
  [1280, 490],
  [800, 700],
  [800, 600],
  [844, 390],
  [390, 844],
  [320, 640],
  [320, 256],
] as const;
/** CSS pixels of the photo that there must be to work on it: a hand's width of a phone held sideways is 300 high. */
const LEAST = 120;

const { browser, host } = await servePage();

/** Controls that end outside the window or outside the section that cuts them off. */
const cutOff = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const controls = [...document.querySelectorAll<HTMLElement>('.bar button, .view-tools *, .tabs *, #offline')];
    const isCut = (control: HTMLElement): boolean => {
      const { left, right, bottom } = control.getBoundingClientRect();
      const frame = control.closest('section')?.getBoundingClientRect() ?? { left: 0, right: innerWidth, bottom: 1e9 };
      return left < frame.left || right > Math.min(frame.right, innerWidth) || bottom > frame.bottom;
    };
    return controls.filter((control) => control.checkVisibility() && isCut(control)).map(({ id }) => id);
  });

const heightOf = (page: Page, id: string): Promise<number> => page.locator(id).evaluate((view) => view.clientHeight);

describe.skipIf(browser === null)('windows', () => {
  test('of any size show the photo and every control, or scroll down to them', async () => {
    const { page, complaints } = await openPage(browser as Browser, host!);
    await isReady(page);
    await givePhoto(page, 'two.jpg', await twoPeople());
    await page.locator('#offline').waitFor();
    for (const [width, height] of SIZES) {
      const size = `${width} x ${height}`;
      await page.setViewportSize({ width, height });
      for (const [tab, view] of [
        ['stage', '#stage-view'],
        ['photo', '#view'],
      ]) {
        if (await page.isVisible('.tabs')) await page.click(`[data-show=${tab}]`);
        expect(await cutOff(page), size).toEqual([]);
        expect(await heightOf(page, view), size).toBeGreaterThan(LEAST);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth), size).toBeLessThanOrEqual(width);
      const fit = page.locator('#zoom-fit');
      await fit.scrollIntoViewIfNeeded();
      const { y, height: ofFit } = (await fit.boundingBox())!;
      expect(y + ofFit, size).toBeLessThanOrEqual(height);
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('draw again what a browser had no graphics memory for, and say so meanwhile', async () => {
    const { page, complaints } = await openPage(browser as Browser, host!);
    await isReady(page);
    await givePhoto(page, 'two.jpg', await twoPeople());
    await eventually(() => spreadOf(page)).toBeGreaterThan(10); // somebody stands there
    await page.waitForTimeout(1000); // in their skin
    const look = async (id: string): Promise<string> => (await page.locator(id).screenshot()).toString('base64');
    const [photo, stage] = [await look('#view'), await look('#stage-view')];
    await page.evaluate(() => {
      const contexts = [...document.querySelectorAll('canvas')].map((canvas) => canvas.getContext('webgl2'));
      const losses = contexts.flatMap((context) => context?.getExtension('WEBGL_lose_context') ?? []);
      for (const loss of losses) loss.loseContext();
      Object.assign(window, { restore: () => losses.map((loss) => loss.restoreContext()).length });
    });
    await eventually(() => page.textContent('#stage-problem')).toMatch(/graphics memory/);
    await eventually(async () => (await look('#view')) === photo).toBe(false);
    expect(await page.evaluate('restore()')).toBe(2);
    await eventually(() => page.isVisible('#stage-problem')).toBe(false);
    await eventually(async () => (await look('#view')) === photo).toBe(true);
    await eventually(async () => (await look('#stage-view')) === stage).toBe(true);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
