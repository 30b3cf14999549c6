import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build, type Rollup } from 'vite';
import { afterAll, describe, expect, test } from 'vitest';
import { readImage } from '../../converters/cli/node-image.js';
import { openSession } from '../../converters/cli/session.js';
import { createKinematics } from '../../core/body/kinematics.js';
import { parametersOf } from '../../core/body/skeleton.js';
import { launchBrowser } from '../support/browser.js';
import { serveRepository } from '../support/browser-server.js';
import { callsOf } from '../support/page-half.js';
import { readGlb, skinnedMeshes } from '../support/read-glb.js';
import type * as pageHalf from './web-session-page.js';

/** The session of a page beside Node's, each with its own networks; and the worker of docs/web.md, as Vite builds it. */

/** Metres: keypoints differ by thousandths of a pixel, as kernels sum in different orders (measured 2e-6). */
const SAME_BODY = 1e-3;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PHOTO = '/samples/photos/person.jpg';
const FORMATS = ['iife', 'es'] as const; // Vite's default, and what docs/web.md asks for

/** A page with avatars.js on its own thread: a thread of WebAssembly that runs this by mistake has no document. */
const OWN_THREAD = `import { avatarsFromPhoto } from './avatars.js';
document.defaultView.avatarsFromPhoto = avatarsFromPhoto;`;

const image = await readImage(path.join(ROOT, PHOTO));
const browser = await launchBrowser();
const bundles = Object.fromEntries(
  await Promise.all(FORMATS.map(async (format) => [format, await bundleOf(format, 'page.js')])),
);
const site = await serveRepository({
  files: { '/pixels': Uint8Array.from(image.rgba), ...bundles.es, ...(await bundleOf('own-thread', 'main.js')) },
});
afterAll(async () => {
  await browser?.close();
  await site.close();
});

/** The examples of docs/web.md that begin with a file's name, built by Vite from one of them: files by path, below /<name>/. */
async function bundleOf(
  name: (typeof FORMATS)[number] | 'own-thread',
  entry: string,
): Promise<Record<string, string | Uint8Array>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'photorig-web-'));
  try {
    const examples = readFileSync(path.join(ROOT, 'docs/web.md'), 'utf8').matchAll(
      /```js\n(\/\/ ([\w-]+\.js).*?)```/gs,
    );
    for (const [, text, file] of examples) writeFileSync(path.join(folder, file), text);
    writeFileSync(path.join(folder, 'main.js'), OWN_THREAD);
    const { output } = (await build({
      root: folder,
      base: `/${name}/`,
      configFile: false,
      logLevel: 'silent',
      resolve: { alias: { 'photorig/web': path.join(ROOT, 'plugins/web/index.ts') } },
      worker: { format: name === 'iife' ? 'iife' : 'es' },
      build: {
        write: false,
        target: 'es2022',
        modulePreload: false,
        rolldownOptions: {
          input: path.join(folder, entry),
          preserveEntrySignatures: name === 'own-thread' ? false : 'strict', // Vite's default for pages
          output: { entryFileNames: '[name].js' },
        },
      },
    })) as Rollup.RollupOutput;
    return Object.fromEntries(
      output.map((file) => [`/${name}/${file.fileName}`, file.type === 'chunk' ? file.code : file.source]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function openPage(): Promise<Page> {
  const page = await browser!.newPage();
  await page.goto(`${site.origin}/`);
  return page;
}

const call = callsOf<typeof pageHalf>('/test/browser/web-session-page.js');

test.each(FORMATS)('a page with a worker, format %s: one build of onnxruntime, the one for processors', (format) => {
  const wasm = Object.keys(bundles[format]).filter((file) => file.endsWith('.wasm'));
  expect(wasm).toEqual([expect.stringMatching(/ort-wasm-simd-threaded-[^.]*\.wasm$/)]);
});

describe.skipIf(browser === null)('in Chromium', () => {
  test('a photo gives the body that Node fits', async () => {
    const { focalLength, ...pixels } = image; // the people are asked for it
    const session = await openSession({ detail: 'balanced' });
    const { camera, focalSource, people } = await session.fitImage('person.jpg', pixels);
    const found = await call(await openPage(), 'fitPixels', pixels.width, pixels.height);
    expect(found.people).toHaveLength(people.length);
    expect(found.focalSource).toBe(focalSource);
    expect(found.focalLength / camera.focalLength).toBeCloseTo(1, 4);
    const kinematics = createKinematics(session.fitter.skeleton);
    people.forEach(({ fit }, i) => {
      const { translation, pose, betas } = found.people[i];
      const here = kinematics.pose(parametersOf(fit), false).joints.slice();
      const there = kinematics.pose(Float64Array.from([...translation, ...pose, ...betas]), false).joints;
      for (const [j, value] of here.entries()) expect(Math.abs(there[j] - value)).toBeLessThan(SAME_BODY);
    });
  });

  test("docs/web.md's first example on an isolated page's own thread, as Vite builds it", async () => {
    const page = await openPage();
    expect(await page.evaluate('crossOriginIsolated')).toBe(true);
    const asked = `import('/own-thread/main.js').then(async () => {
      const photo = await (await fetch('${PHOTO}')).blob();
      return [...(await avatarsFromPhoto(new File([photo], 'person.jpg')))];
    })`;
    const glb = Uint8Array.from((await page.evaluate(asked)) as number[]);
    expect(skinnedMeshes((await readGlb(Buffer.from(glb))).scene).length).toBeGreaterThan(0);
  });

  test('a photo that is sent to the worker of docs/web.md at once comes back as an avatar', async () => {
    const page = await browser!.newPage();
    // Not isolated: with threads a network on busy cores takes minutes.
    await page.route('**/one-thread', (route) => route.fulfill({ contentType: 'text/html', body: '' }));
    await page.goto(`${site.origin}/one-thread`);
    const asked = `import('/es/page.js').then(async ({ avatarsInWorker }) => {
      const glb = await avatarsInWorker(await (await fetch('${PHOTO}')).blob());
      return [...glb];
    })`;
    const glb = Uint8Array.from((await page.evaluate(asked)) as number[]);
    expect(skinnedMeshes((await readGlb(Buffer.from(glb))).scene).length).toBeGreaterThan(0);
  });
});
