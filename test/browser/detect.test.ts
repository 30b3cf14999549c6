import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readImage } from '../../converters/cli/node-image.js';
import { openBody, openPrior } from '../../converters/cli/node-models.js';
import { nodeRuntime } from '../../converters/cli/node-runtime.js';
import { validateGlb } from '../../converters/index.js';
import { findPeople } from '../../core/detect/people.js';
import { cameraFor, createFitter, type Detection } from '../../core/index.js';
import { shippedFile } from '../../models/registry.js';
import { launchBrowser } from '../support/browser.js';
import { serveRepository } from '../support/browser-server.js';
import { callsOf } from '../support/page-half.js';
import { readGlb, skinnedMeshes } from '../support/read-glb.js';
import type * as pageHalf from './detect-page.js';
import { type PlainPerson, plainFit, plainPerson } from './plain.js';

/** The library in Node and, compiled, in a headless Chromium: the same answers to the same photo. */

/** Keypoints less sure than this are guesses, which tiny differences may move. */
const SURE = 0.3;
/** Pixels; the two runtimes sum in different orders (measured 0.002), which no fit can tell. */
const SAME_PIXELS = 0.5;
/** Pixels; JPEG decoders may differ by a few levels (measured 0 against libvips: both use libjpeg-turbo). */
const SAME_FILE = 2;
/** Metres. */
const SAME_WORLD = 0.005;
/** Metres, radians and betas; the same arithmetic on the same numbers, only sin and exp may round differently. */
const SAME_FIT = 1e-6;

const ROOT = new URL('../../', import.meta.url);
const PHOTO = '/samples/photos/person.jpg';

const [example] = /(?<=```js\n).*?(?=```)/s.exec(readFileSync(new URL('docs/web.md', ROOT), 'utf8')) ?? [''];
const image = await readImage(fileURLToPath(new URL(`.${PHOTO}`, ROOT)));
const { width, height } = image;
const browser = await launchBrowser();
const site = await serveRepository({
  files: {
    '/pixels': Uint8Array.from(image.rgba),
    '/docs/example.js': example,
    '/damaged/detector/pose_detection.onnx': 'not a network',
  },
});
afterAll(async () => {
  await browser?.close();
  await site.close();
});

async function openPage(path = '/'): Promise<Page> {
  const page = await browser!.newPage();
  await page.goto(site.origin + path);
  return page;
}

const call = callsOf<typeof pageHalf>('/test/browser/detect-page.js');

function expectSamePeople(found: readonly PlainPerson[], expected: readonly PlainPerson[], pixels: number): void {
  expect(found).toHaveLength(expected.length);
  expected.forEach((person, i) => {
    const { box, score, xy, confidence, world } = found[i];
    box.forEach((side, axis) => {
      expect(Math.abs(side - person.box[axis])).toBeLessThan(pixels);
    });
    expect(score).toBeCloseTo(person.score, 2);
    const sure = person.confidence.flatMap((value, k) => (value > SURE ? [k] : []));
    expect(sure.length).toBeGreaterThan(20); // the person of the photo is seen whole
    for (const k of sure) {
      expect(Math.hypot(xy[2 * k] - person.xy[2 * k], xy[2 * k + 1] - person.xy[2 * k + 1])).toBeLessThan(pixels);
      expect(confidence[k]).toBeCloseTo(person.confidence[k], 2);
      const apart = [0, 1, 2].map((axis) => world[3 * k + axis] - person.world[3 * k + axis]);
      expect(Math.hypot(...apart)).toBeLessThan(SAME_WORLD);
    }
  });
}

describe.skipIf(browser === null)('Node and the browser agree', () => {
  const runtime = nodeRuntime({ threads: 1 });
  let page: Page;
  let people: Detection[];
  let balanced: PlainPerson[];
  beforeAll(async () => {
    page = await openPage();
    people = await findPeople(image, runtime, { detail: 'balanced' });
    balanced = people.map(plainPerson);
  });

  test('on the people in the same pixels', async () => {
    expectSamePeople(await call(page, 'lookAtPixels', width, height, 'balanced'), balanced, SAME_PIXELS);
    const best = (await findPeople(image, runtime, { detail: 'best' })).map(plainPerson);
    expectSamePeople(await call(page, 'lookAtPixels', width, height, 'best'), best, SAME_PIXELS);

    const { bytes } = shippedFile('detector', 'pose_landmark_heavy');
    const { loaded, total } = (await call(page, 'lastProgress'))['pose_landmark_heavy.onnx'];
    expect([loaded, total]).toEqual([bytes, bytes]);
  });

  test('on the people in the same JPEG, each with its own decoder', async () => {
    expectSamePeople(await call(page, 'lookAtFile', PHOTO), balanced, SAME_FILE);
  });

  test('with threads, where the page is isolated', async () => {
    const threaded = await openPage();
    expectSamePeople(await call(threaded, 'lookWithThreads', PHOTO, 2), balanced, SAME_FILE);
    expect(threaded.workers().length).toBeGreaterThan(0);
  });

  test('on the body fitted to the same keypoints', async () => {
    const [{ keypoints, worldLandmarks }] = people;
    const { camera } = cameraFor(image);
    const [body, prior] = await Promise.all([openBody('neutral'), openPrior()]);
    const fit = createFitter(body, prior).fit(keypoints, camera, { worldLandmarks: worldLandmarks! });
    const expected = plainFit(fit, body.sha256);
    const found = await call(page, 'fitPerson', balanced[0], camera);
    expect(found.bodySha256).toBe(expected.bodySha256);
    for (const part of ['betas', 'pose', 'translation'] as const) {
      expect(found[part]).toHaveLength(expected[part].length);
      found[part].forEach((value, i) => {
        expect(Math.abs(value - expected[part][i])).toBeLessThan(SAME_FIT);
      });
    }
  });

  test('and the example of docs/web.md makes an avatar of the photo', async () => {
    const glb = Buffer.from(await call(page, 'runExample', PHOTO), 'base64');
    expect((await validateGlb(glb)).findings).toEqual([]);
    expect(skinnedMeshes((await readGlb(glb)).scene).length).toBeGreaterThan(0);
  });
});

describe.skipIf(browser === null)('what goes wrong in a page is said with its cure', () => {
  test('a missing and a damaged network', async () => {
    const page = await openPage();
    const missing = `${site.origin}/nowhere/detector/pose_detection.onnx`;
    expect(await call(page, 'loadError', { modelsUrl: '/nowhere/' })).toBe(
      `FitError: ${missing}: the server answers 404 Not Found. Serve the package's models folder there, see modelsUrl.`,
    );
    expect(await call(page, 'loadError', { modelsUrl: '/damaged/' })).toMatch(
      /pose_detection\.onnx: this is not the package's file, or it is damaged/,
    );
  });

  test('WebAssembly that a policy forbids or whose file is missing', async () => {
    const forbidden = await openPage('/without-wasm');
    expect(await call(forbidden, 'loadError', {})).toMatch(/^FitError: onnxruntime-web: .*'wasm-unsafe-eval'/);
    const missing = await openPage();
    expect(await call(missing, 'loadError', { wasmPaths: '/nowhere/' })).toMatch(
      /^FitError: onnxruntime-web: .*wasmPaths/,
    );
  });

  test('WebGPU without its build of onnxruntime-web', async () => {
    expect(await call(await openPage(), 'loadError', { providers: ['webgpu'] })).toMatch(/^FitError: .*Pass `ort`/);
  });
});
