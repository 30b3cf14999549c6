import type { Page } from 'playwright-core';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readImage } from '../../../converters/cli/node-image.js';
import { launchBrowser } from '../../support/browser.js';
import { serveRepository } from '../../support/browser-server.js';

/** Only a browser decodes; readImage says what should come out. */

/** A small picture, black on the left, orange on the right. */
function halves(): Sharp {
  const rgb = Buffer.alloc(3 * 40 * 30);
  for (let pixel = 0; pixel < 40 * 30; pixel++) if (pixel % 40 >= 20) rgb.set([200, 100, 50], 3 * pixel);
  return sharp(rgb, { raw: { width: 40, height: 30, channels: 3 } });
}
const translucent = sharp({ create: { width: 8, height: 8, channels: 4, background: '#c8643280' } });
const lens = { IFD2: { FocalLengthIn35mmFilm: '41' } };
const camera = { IFD0: { Make: 'OLYMPUS IMAGING CORP.', Model: 'E-P1' }, IFD2: { FocalLength: '25/1' } };

const PHOTOS: Readonly<Record<string, Uint8Array>> = {
  jpeg: await halves().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
  turned: await halves().withMetadata({ orientation: 6 }).withExifMerge(lens).jpeg({ quality: 100 }).toBuffer(),
  known: await halves().withExifMerge(camera).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
  translucent: await translucent.png().toBuffer(),
  webp: await halves().webp({ lossless: true }).toBuffer(),
  text: Buffer.from('this is no image at all'),
  empty: new Uint8Array(0),
};

const browser = await launchBrowser();
const site = await serveRepository({
  files: Object.fromEntries(Object.entries(PHOTOS).map(([name, bytes]) => [`/photos/${name}`, bytes])),
});
afterAll(async () => {
  await browser?.close();
  await site.close();
});

interface PlainImage {
  readonly width: number;
  readonly height: number;
  readonly rgba: readonly number[];
  readonly focalLength?: number;
}

describe.skipIf(browser === null)('imageFromFile', () => {
  let page: Page;
  beforeAll(async () => {
    page = await browser!.newPage();
    await page.goto(site.origin);
  });

  const decode = (name: string): Promise<PlainImage | { error: string }> =>
    page.evaluate(`(async () => {
      const { imageFromFile } = await import('photorig/web');
      const bytes = await (await fetch('/photos/${name}')).arrayBuffer();
      try {
        const image = await imageFromFile(new File([bytes], 'my ${name}'));
        return { ...image, rgba: [...image.rgba] };
      } catch (error) {
        return { error: error.name + ' ' + error.code + ' ' + error.message };
      }
    })()`);

  /** Levels of 255 by which decoders may differ where JPEG's blocks cross the edge; lossless formats not at all. */
  test.each([
    ['jpeg', 3],
    ['turned', 3],
    ['known', 3],
    ['translucent', 1],
    ['webp', 0],
  ])('%s: the same size, pixels and focal length as in Node', async (name, levels) => {
    const expected = await readImage(PHOTOS[name]);
    const found = (await decode(name)) as PlainImage;
    expect([found.width, found.height, found.focalLength]).toEqual([
      expected.width,
      expected.height,
      expected.focalLength,
    ]);
    const differences = expected.rgba.map((value, i) => Math.abs(value - found.rgba[i]));
    expect(found.rgba).toHaveLength(expected.rgba.length);
    expect(Math.max(...differences)).toBeLessThanOrEqual(levels);
  });

  test('the turned picture says its focal length and stands upright', async () => {
    const { width, height, focalLength } = (await decode('turned')) as PlainImage;
    expect([width, height]).toEqual([30, 40]);
    expect(focalLength).toBeCloseTo((41 / 43.2666) * 50, 9); // the diagonal of 40 x 30 is 50
  });

  test.each([
    ['text', /^FitError bad-input my text: this is not an image/],
    ['empty', /^FitError bad-input my empty: the file is empty/],
  ])('%s is refused', async (name, message) => {
    expect(((await decode(name)) as { error: string }).error).toMatch(message);
  });
});
