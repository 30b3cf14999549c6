import { afterEach, expect, test, vi } from 'vitest';
import type { Workbench } from '../../../plugins/workbench/index.js';
import { openPicture } from '../../../plugins/workbench/opened-picture.js';

/** Bitmaps that are open. */
const bitmaps = new Set<object>();
class Bitmap {
  close(): void {
    bitmaps.delete(this);
  }
}
class Pixels {}

function inPage(): void {
  vi.stubGlobal('ImageData', Pixels);
  vi.stubGlobal('createImageBitmap', async () => {
    const bitmap = new Bitmap();
    bitmaps.add(bitmap);
    return bitmap;
  });
}
afterEach(() => {
  vi.unstubAllGlobals();
  bitmaps.clear();
});

const how = { name: 'photo', signal: new AbortController().signal };
const workbenchThat = (open: Workbench['open']): Workbench => ({ open }) as Workbench;
const opens = workbenchThat(async () => undefined);
const fails = workbenchThat(async () => {
  throw new Error('no');
});
const texture = { width: 1, height: 1 } as ImageBitmap; // of a scene: nobody else closes it
const data = { data: new Uint8Array(4), width: 1, height: 1 };

test.each([
  ['a file', new Blob()],
  ['pixels', data],
])('%s: what is drawn is closed at last, and at once where the picture cannot be opened', async (_, source) => {
  inPage();
  const { drawn, close } = await openPicture(opens, source, how);
  expect([...bitmaps]).toEqual([drawn]);
  close();
  expect(bitmaps.size).toBe(0);
  await expect(openPicture(fails, source, how)).rejects.toThrow('no');
  expect(bitmaps.size).toBe(0);
});

test('an image of the scene is drawn itself, and its copy closed', async () => {
  inPage();
  const { drawn, close } = await openPicture(opens, texture, how);
  expect(drawn).toBe(texture);
  close();
  await expect(openPicture(fails, texture, how)).rejects.toThrow('no');
  expect(bitmaps.size).toBe(0);
});

test('a file that the page cannot draw is opened all the same, or refused by the workbench', async () => {
  vi.stubGlobal('createImageBitmap', async () => {
    throw new Error('not a picture');
  });
  expect((await openPicture(opens, new Blob(), how)).drawn).toBeNull();
});
