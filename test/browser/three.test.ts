import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { openBody } from '../../converters/cli/node-models.js';
import { shapeBody } from '../../core/body/shape.js';
import { poseVertices } from '../../core/body/skinning.js';
import { rasterize } from '../../core/render/rasterize.js';
import type { Camera } from '../../core/types.js';
import { launchBrowser } from '../support/browser.js';
import { serveRepository } from '../support/browser-server.js';
import { bundle } from '../support/bundle.js';
import { callsOf } from '../support/page-half.js';
import type * as pageHalf from './three/page.js';

/** docs/three.md's example in a headless Chromium: the body covers the person, and an update shows what a new one does. */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ARTEFACTS = path.join(ROOT, 'out/browser');
/** Of the pixels: the two renderers smooth and round the outline differently. */
const SAME_SILHOUETTE = 0.985;

/** Red, 0 to 255: half of the skin's, where the smoothed outline is half covered. */
const DARK = 65;

interface Truth {
  readonly image: { readonly width: number; readonly height: number };
  readonly camera: Pick<Camera, 'focalLength' | 'principalPoint'>;
  readonly pose: number[];
  readonly betas: number[];
  readonly translation: number[];
}

function truthOf(name: string) {
  const text = readFileSync(path.join(ROOT, `samples/rendered/${name}.truth.json`), 'utf8');
  const { image, camera, pose, betas, translation } = JSON.parse(text) as Truth;
  return { pose, betas, translation, camera: { ...camera, ...image } };
}

/** Bundles the page, and the documentation's example with our own doors in place of the package's. */
async function bundleExample(): Promise<Record<string, string | Uint8Array>> {
  const [example] = /(?<=```js\n).*?(?=```)/s.exec(readFileSync(path.join(ROOT, 'docs/three.md'), 'utf8')) ?? [''];
  mkdirSync(path.join(ROOT, 'out'), { recursive: true });
  const folder = mkdtempSync(path.join(ROOT, 'out/example-'));
  try {
    const source = example
      .replace("'photorig/core'", "'../../core/index.ts'")
      .replace("'photorig/three'", "'../../plugins/three/index.ts'");
    writeFileSync(path.join(folder, 'example.js'), source);
    const entry = path.relative(ROOT, path.join(folder, 'example.js'));
    return await bundle({ example: entry, page: 'test/browser/three/page.ts' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const browser = await launchBrowser();
const site = await serveRepository({ files: browser === null ? {} : await bundleExample() });
afterAll(async () => {
  await browser?.close();
  await site.close();
});

const call = callsOf<typeof pageHalf>();

/** RGBA of a PNG that the page drew; also left in out/browser, to be looked at. */
async function pixelsOf(url: string, name: string): Promise<Buffer> {
  const png = Buffer.from(url.split(',')[1], 'base64');
  mkdirSync(ARTEFACTS, { recursive: true });
  writeFileSync(path.join(ARTEFACTS, `three-${name}.png`), png);
  return sharp(png).ensureAlpha().raw().toBuffer();
}

describe.skipIf(browser === null)("docs/three.md's example", () => {
  test('covers the person, before and after an update', async () => {
    const [first, arms] = [truthOf('arms-up'), truthOf('standing')];
    // The second body in the first one's camera: other betas, pose and place.
    const second = { ...arms, camera: first.camera, translation: first.translation };
    const page = await browser!.newPage();
    await page.goto(site.origin);
    const photo = '/samples/rendered/arms-up.jpg';
    const body = '/models/body/neutral.npz';
    const pictures = await call(page, 'draw', '/bundle/example.js', body, photo, first, second);
    await pixelsOf(pictures.over, 'over');
    const updated = await pixelsOf(pictures.updated, 'updated');
    const fresh = await pixelsOf(pictures.fresh, 'fresh');
    expect(Buffer.compare(updated, fresh)).toBe(0);

    const model = await openBody('neutral');
    const shaped = shapeBody(model, second.betas);
    const vertices = poseVertices(model, shaped, second.pose, second.translation);
    const { depth } = rasterize(vertices, model.faces, second.camera);
    let both = 0;
    let either = 0;
    depth.forEach((metres, pixel) => {
      const ours = Number.isFinite(metres);
      const theirs = updated[4 * pixel] > DARK; // on black
      if (ours && theirs) both++;
      if (ours || theirs) either++;
    });
    expect(either).toBeGreaterThan(20_000);
    expect(both / either).toBeGreaterThan(SAME_SILHOUETTE);
  });
});
