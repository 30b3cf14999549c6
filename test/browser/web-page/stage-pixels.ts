import type { Page } from 'playwright-core';
import sharp from 'sharp';

/** How much the stage's pixels differ in their red. */
export async function spreadOf(page: Page): Promise<number> {
  const { channels } = await sharp(await page.locator('#stage-view').screenshot()).stats();
  return channels[0].stdev;
}

/** Pixels of the stage in the underwear's blue grey, which neither skin, floor nor shadow has. */
export async function clothIn(page: Page): Promise<number> {
  const { data, info } = await sharp(await page.locator('#stage-view').screenshot())
    .raw()
    .toBuffer({ resolveWithObject: true });
  let count = 0;
  for (let i = 0; i < data.length; i += info.channels) {
    const [red, green, blue] = data.subarray(i, i + 3);
    if (green < 130 && blue > red + 4) count++;
  }
  return count;
}
