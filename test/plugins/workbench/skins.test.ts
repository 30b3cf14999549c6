import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { skinTexture } from '../../../converters/export/skin-texture.js';
import { CLAY, createSkins, sceneSkin } from '../../../plugins/workbench/skins.js';
import { shippedSkin, skinPicture } from '../../support/shipped-skin.js';

const MODELS = 'https://host.example/models/';
let asked: string[];
let isOffline: boolean;

/** A host that serves the skins' pictures, while it is there. */
beforeEach(() => {
  asked = [];
  isOffline = false;
  vi.stubGlobal('fetch', async (url: URL) => {
    asked.push(url.href.replace(MODELS, ''));
    if (isOffline) return new Response(null, { status: 503 });
    return new Response(new Uint8Array(skinPicture(/(\w+)\.jpg$/.exec(url.href)![1])));
  });
});
afterEach(() => vi.unstubAllGlobals());

test('clay is that of the other hosts', async () => {
  const nothing = undefined as never; // clay paints nothing
  const { color, ...clay } = await skinTexture(nothing, nothing, { tone: 'clay' }, nothing);
  expect(CLAY).toMatchObject(clay);
  color.forEach((value, channel) => {
    expect(CLAY.color[channel]).toBeCloseTo(value, 6);
  });
});

test('painted unless told otherwise; nothing is fetched before it is asked for, and then once', async () => {
  const skins = createSkins(MODELS);
  expect([skins.tone, ...skins.tones]).toEqual(['medium', 'light', 'medium', 'dark', 'clay']);
  skins.choose('dark');
  skins.choose('clay');
  expect(await skins.chosen()).toBe(CLAY);
  expect(asked).toEqual([]);
  skins.choose('dark');
  const dark = await skins.chosen();
  const { albedo, roughness, ...plain } = shippedSkin('dark');
  expect(dark).toMatchObject(plain);
  expect(Buffer.compare(dark.albedo!.bytes, albedo!.bytes)).toBe(0);
  expect(Buffer.compare(dark.roughness!.bytes, roughness!.bytes)).toBe(0);
  expect(await skins.chosen()).toBe(dark);
  expect(asked).toEqual(['skin/dark.jpg', 'skin/roughness.jpg']);
});

test('listeners hear of another choice, not of the same and not of one that there is not', () => {
  const skins = createSkins(MODELS);
  const heard: string[] = [];
  const stop = skins.subscribe(() => heard.push(skins.tone));
  for (const tone of ['light', 'light', 'purple', '__proto__', 'clay']) skins.choose(tone);
  stop();
  skins.choose('dark');
  expect(heard).toEqual(['light', 'clay']);
});

test('without the models there is clay only', async () => {
  const skins = createSkins();
  skins.choose('medium');
  expect(skins.tones).toEqual(['clay']);
  expect(await skins.chosen()).toBe(CLAY);
});

test('a skin that does not come is told of and leaves the scene plain; the next body tries again', async () => {
  const told: string[] = [];
  const made: string[] = [];
  const load = async ({ tone }: { tone: string }) => {
    made.push(tone);
    return { tone };
  };
  const wear = sceneSkin(createSkins(MODELS), load, (error) => told.push(String(error)));
  isOffline = true;
  expect(await wear()).toBeNull();
  expect(told.join()).toMatch(/^FitError: .*\/skin\/\w+\.jpg: the server answers 503/);
  isOffline = false;
  const worn = await wear();
  expect(worn).toEqual({ tone: 'medium' });
  expect(await wear()).toBe(worn);
  expect([told.length, made.length]).toEqual([1, 1]);
});
