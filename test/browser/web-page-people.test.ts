import type { Browser, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.js';
import {
  download,
  givePhoto,
  isReady,
  megapixel,
  openPage,
  placeOf,
  problemOf,
  servePage,
  twoPeople,
} from './web-page/open.js';
import { serveFolder } from './web-page/serve.js';

/** What hands do to people on the page in samples/web: their shape, what is known of them, and who is there at all. */

const { browser, folder, host } = await servePage();

async function visit(photo?: Buffer, at = host!) {
  const { page, complaints } = await openPage(browser as Browser, at);
  if (at === host) await isReady(page);
  if (photo !== undefined) await givePhoto(page, 'photo.jpg', photo);
  return { page, complaints, close: () => page.context().close() };
}

const idle = async (page: Page): Promise<void> => {
  await page.waitForTimeout(100);
  await page.waitForFunction(() => !document.body.dataset.busy);
};

const betasOf = async (page: Page): Promise<number[]> => {
  const json = JSON.parse(new TextDecoder().decode((await download(page, 'json')).bytes));
  return json.persons[0].betas;
};

/** Whether a handle lies within the view. */
async function isSeen(page: Page, joint: string): Promise<boolean> {
  const [x, y] = await placeOf(page, 'handle', joint);
  const view = (await page.locator('#view').boundingBox())!;
  return x > view.x && x < view.x + view.width && y > view.y && y < view.y + view.height;
}

const heightShown = (page: Page): Promise<string | null> => page.locator('#measurements dd').first().textContent();
const set = async (page: Page, field: string, value: string): Promise<void> => {
  await page.fill(field, value);
  await page.press(field, 'Enter');
};

describe.skipIf(browser === null)('people', () => {
  test('a key held on a slider: no repetition is lost, one step back, the other betas stay', async () => {
    const { page, complaints, close } = await visit(await megapixel());
    await page.click('#shape > summary');
    const slider = page.locator('#sliders input').nth(8);
    const before = await betasOf(page);
    const start = Number(await slider.inputValue());
    await slider.focus();
    for (let n = 0; n < 20; n++) {
      await page.keyboard.down('ArrowRight');
      await page.waitForTimeout(33);
    }
    await page.keyboard.up('ArrowRight');
    expect(Number(await slider.inputValue())).toBeCloseTo(start + 1, 9);
    await eventually(() => page.isEnabled('#undo')).toBe(true);
    const after = await betasOf(page);
    expect(after[8]).toBeCloseTo(start + 1, 9);
    expect(after).toEqual(before.map((beta, b) => (b === 8 ? after[b] : beta)));
    await page.click('#undo');
    expect(await betasOf(page)).toEqual(before);
    expect(await page.isEnabled('#undo')).toBe(false);

    // By mouse, too, all of a movement is one step.
    await slider.scrollIntoViewIfNeeded();
    const box = (await slider.boundingBox())!;
    const place = (share: number) => [box.x + box.width * share, box.y + box.height / 2] as const;
    await page.mouse.move(...place(0.5));
    await page.mouse.down();
    await page.mouse.move(...place(0.8), { steps: 5 });
    await page.mouse.up();
    await eventually(() => page.isEnabled('#undo')).toBe(true);
    expect((await betasOf(page))[8]).toBeGreaterThan(1);
    await page.click('#undo');
    await eventually(() => page.isEnabled('#undo')).toBe(false);
    expect(complaints).toEqual([]);
    await close();
  });

  test('a wrong file stops nothing that is done for the photo before it', async () => {
    const { page, complaints, close } = await visit();
    const people = { name: 'two.jpg', mimeType: 'image/jpeg', buffer: await twoPeople() };
    await page.setInputFiles('#file', people);
    await page.locator('#status', { hasText: 'Looking for people' }).waitFor();
    await page.setInputFiles('#file', { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
    await eventually(() => problemOf(page)).toContain('notes.txt: this is not an image');
    await page.locator('#status', { hasText: '2 people: found in' }).waitFor();
    expect(await page.locator('#strip button').count()).toBe(2);
    expect(complaints).toEqual([]);
    await close();
  });

  test('of two people each has a height of their own', async () => {
    const { page, complaints, close } = await visit(await twoPeople());
    expect(await page.textContent('#whose')).toContain('of person 1');
    const second = page.locator('#strip button').nth(1);
    const first = await heightShown(page);
    await second.click();
    await eventually(() => heightShown(page)).not.toBe(first); // 170 and 174 cm
    const other = await heightShown(page);
    await page.locator('#strip button').first().click();
    await set(page, '#height', '130');
    await eventually(() => heightShown(page)).toMatch(/^1[23]\d cm$/);
    await eventually(() => page.textContent('#status')).toMatch(/^Fitted in/);
    await second.click();
    await eventually(() => page.inputValue('#height')).toBe('');
    await eventually(() => heightShown(page)).toBe(other);
    await set(page, '#height', '190');
    await page.locator('#strip button').first().click(); // in its turn, after the fit
    await eventually(() => page.inputValue('#height')).toBe('130');
    expect(complaints).toEqual([]);
    await close();
  });

  test('a person added by hand, removed, and back; the selected joint is of whoever it was selected of', async () => {
    const { page, complaints, close } = await visit(await twoPeople());
    const buttons = page.locator('#strip button');
    await page.click('#search > summary');
    // A joint in focus is seen, wherever the view was.
    await page.locator('.handle[data-name=left_shoulder]').focus();
    for (let n = 0; n < 8; n++) await page.click('#zoom-in');
    const wrist = page.locator('.handle[data-name=right_wrist]');
    await eventually(() => isSeen(page, 'right_wrist')).toBe(false);
    await wrist.focus();
    await eventually(() => isSeen(page, 'right_wrist')).toBe(true);
    expect(await page.textContent('#joint-name')).toBe('right wrist');
    await page.click('#add-person');
    await eventually(() => buttons.count()).toBe(3);
    expect(await page.isVisible('#joint')).toBe(false);
    await idle(page);

    await page.click('#remove-person');
    await eventually(() => buttons.count()).toBe(2);
    expect(await buttons.nth(1).getAttribute('aria-checked')).toBe('true');
    await page.click('#undo');
    await eventually(() => buttons.count()).toBe(3);
    await buttons.nth(0).focus();
    await page.keyboard.press('ArrowRight'); // from the third to the first
    await page.keyboard.press('Delete');
    await eventually(() => buttons.count()).toBe(2);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Person 1');
    for (const left of [1, 0]) {
      await page.click('#remove-person');
      await eventually(() => page.textContent('#status')).toMatch(
        left === 1 ? /1 person is left/ : /no people are left/,
      );
    }
    expect(await page.isEnabled('#remove-person')).toBe(false);
    expect(await page.isEnabled('#height')).toBe(false);
    expect(await page.isVisible('#results')).toBe(false);
    expect(complaints).toEqual([]);
    await close();
  });

  test('keys: the menu closes behind them, the photo itself is no stop, the button that fits stays in sight', async () => {
    const { page, complaints, close } = await visit(await megapixel());
    const sheet = page.locator('#downloads .sheet');
    await page.focus('#downloads > summary');
    await page.keyboard.press('Enter');
    await eventually(() => sheet.isVisible()).toBe(true);
    await page.focus('#theme');
    await eventually(() => sheet.isVisible()).toBe(false);
    await page.focus('#downloads > summary');
    await page.keyboard.press('Enter');
    await page.locator('[data-format=obj]').press('Enter');
    await eventually(() => page.textContent('#status')).toMatch(/MB\.$/);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Download');
    expect(await page.locator('#view > svg').evaluate((svg: SVGElement) => svg.tabIndex)).toBe(-1);
    const [fit, panel] = [(await page.locator('#fit').boundingBox())!, (await page.locator('#panel').boundingBox())!];
    expect(fit.y + fit.height).toBeLessThan(panel.y + panel.height);
    await page.click('#search > summary');
    await page.click('#mirror');
    await eventually(() => page.textContent('#status')).toMatch(/are swapped/);
    await page.keyboard.press('Control+Z');
    await eventually(() => page.textContent('#status')).toBe('Undone.');
    await page.locator('.handle[data-name=left_wrist]').press('Space');
    await eventually(() => page.textContent('#status')).toBe('');
    expect(complaints).toEqual([]);
    await close();
  });

  test('numbers may have decimals; one that is refused leaves the field, and work is not left unasked', async () => {
    const { page, complaints, close } = await visit(await megapixel());
    for (const [field, value] of [
      ['#weight', '72.5'],
      ['#height', '172.5'],
      ['#focal', '1290.5'],
      ['#pitch', '7.5'],
    ]) {
      await set(page, field, value);
      await eventually(() => page.textContent('#status')).toMatch(/^Fitted in/);
      expect([await problemOf(page), await page.inputValue(field)]).toEqual(['', value]);
    }
    for (const [key, wrong] of Object.entries({ Enter: '3000', Tab: '1' })) {
      await page.fill('#height', wrong);
      await page.press('#height', key);
      await eventually(() => problemOf(page)).toMatch(/from 50 to 260/);
      expect(await page.inputValue('#height')).toBe('172.5');
      await page.click('#problem-close');
    }
    await page.evaluate(() => setTimeout(() => location.reload()));
    await eventually(() => complaints).toEqual(['dialog ']); // the browser's own words; it is dismissed
    expect(await page.inputValue('#pitch')).toBe('7.5');
    for (let n = 0; n < 4; n++) await page.click('#undo');
    await eventually(() => page.isEnabled('#undo')).toBe(false);
    await page.reload();
    expect(complaints).toEqual(['dialog ']);
    await close();
  });

  test('people whom no body can be fitted to stay found, and their search is one step back', async () => {
    const bare = await serveFolder(folder, { missing: /neutral\.npz/ });
    const { page, close } = await visit(undefined, bare);
    const buttons = page.locator('#strip button');
    await givePhoto(page, 'two.jpg', await twoPeople());
    expect(await page.textContent('#status')).toMatch(/^2 people: found in [^,]*$/);
    expect(await problemOf(page)).toMatch(/neutral\.npz: the server answers 404/);
    await page.click('#search > summary');
    await page.click('#remove-person');
    await eventually(() => page.isVisible('#strip')).toBe(false);
    await page.click('#detect');
    await eventually(() => page.textContent('#status')).toBe('2 found.');
    expect(await buttons.count()).toBe(2);
    await page.click('#undo');
    await eventually(() => page.isVisible('#strip')).toBe(false);
    await page.click('#undo');
    await eventually(() => buttons.count()).toBe(2);
    await close();
    await bare.close();
  });

  test("the search's effort is a step of its own", async () => {
    const { page, close } = await visit(await megapixel());
    await page.click('#search > summary');
    await page.click('#mirror');
    await idle(page);
    await page.selectOption('#detail', 'fast');
    await page.click('#undo');
    await eventually(() => page.inputValue('#detail')).toBe('balanced');
    await page.click('#redo');
    await eventually(() => page.inputValue('#detail')).toBe('fast');
    await page.click('#undo');
    await page.click('#undo');
    await eventually(() => page.isEnabled('#undo')).toBe(false);
    await close();
  });
});
