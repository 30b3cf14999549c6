import type { Page } from 'playwright-core';
import { JOINT_SETS } from '../../core/body/joint-sets.js';
import type { plainWorkbench } from './plain-workbench.js';

/** The keypoint that tests of a host take into the hand. */
export const WRIST = JOINT_SETS.blazepose33.indexOf('left_wrist');

/** Presses on the wrist's handle and moves it by so many pixels of the picture, in small steps as a hand does. */
export async function holdWrist(page: Page, [dx, dy]: readonly [number, number]): Promise<void> {
  const handle = page.locator(`[data-keypoint="${WRIST}"]`);
  await handle.scrollIntoViewIfNeeded();
  const box = (await handle.boundingBox())!;
  const svg = page.locator('svg:has([data-keypoint])');
  const [, , seen] = (await svg.getAttribute('viewBox'))!.split(' ').map(Number);
  const scale = (await svg.boundingBox())!.width / seen;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx * scale, y + dy * scale, { steps: 20 });
}

/** How far the body's wrist lies from its keypoint, pixels. */
export function wristError({ points, keypoints }: Awaited<ReturnType<typeof plainWorkbench>>): number {
  const [x, y] = points!.left_wrist;
  return Math.hypot(x - keypoints!.xy[2 * WRIST], y - keypoints!.xy[2 * WRIST + 1]);
}
