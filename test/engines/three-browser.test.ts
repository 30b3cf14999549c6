import { mkdirSync, writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { PerspectiveCamera, PropertyBinding, REVISION, Vector3 } from 'three';
import { afterAll, describe, expect, test } from 'vitest';
import { exportAvatars } from '../../converters/export/exporters.js';
import { posedVertices } from '../../core/body/posed-body.js';
import { flipPoints } from '../../core/frames.js';
import { rasterize } from '../../core/render/rasterize.js';
import type { RiggedBody } from '../../core/types.js';
import { launchBrowser } from '../support/browser.js';
import { serveRepository } from '../support/browser-server.js';
import { bundle } from '../support/bundle.js';
import { cornerVertices } from '../support/read-fbx.js';
import { avatars, bonesOf, fileVertices, largestDistance, PICTURE_SIZE, paintedSkin } from './avatars.js';
import { FIGURES } from './figure.js';
import { figuresOf } from './figures.js';
import type { Shown } from './three-page.js';
import { VIEW } from './three-view.js';

const figures = figuresOf(`three r${REVISION}, Chromium`);
/** The page without a content policy: three reads embedded pictures by blob: addresses. */
const PAGE = '/engines.html';
/** Half of a pixel covered, of 255. */
const HALF = 127;

const browser = await launchBrowser();
const files: Record<string, string | Uint8Array> =
  browser === null ? {} : { ...(await bundle({ page: 'test/engines/three-page.ts' })), [PAGE]: '<!doctype html>' };
const site = await serveRepository({ files });
afterAll(async () => {
  await browser?.close();
  await site.close();
});

async function showInChromium(bytes: Uint8Array, format: 'glb' | 'fbx'): Promise<Shown> {
  files[`/avatar.${format}`] = bytes;
  const page = await browser!.newPage();
  try {
    await page.goto(site.origin + PAGE);
    const script = `import('/bundle/page.js').then((half) => half.show('/avatar.${format}', '${format}'))`;
    return (await page.evaluate(script)) as Shown;
  } finally {
    await page.close();
  }
}

/** Intersection over union of the drawn picture and our own silhouette from the same place. */
async function overlap(picture: string, body: RiggedBody): Promise<number> {
  const png = Buffer.from(picture.split(',')[1], 'base64');
  const drawn = await sharp(png).ensureAlpha().raw().toBuffer();
  const { depth } = rasterize(inCamera(posedVertices(body)), body.faces, {
    focalLength: VIEW.height / 2 / Math.tan((VIEW.fov * Math.PI) / 360),
    principalPoint: [VIEW.width / 2, VIEW.height / 2],
    width: VIEW.width,
    height: VIEW.height,
  });
  let both = 0;
  let either = 0;
  depth.forEach((metres, pixel) => {
    const ours = Number.isFinite(metres);
    const theirs = drawn[4 * pixel + 3] > HALF;
    if (ours && theirs) both++;
    if (ours || theirs) either++;
  });
  return both / either;
}

/** Points of the scene as the camera of VIEW sees them, x right, y down, z forward. */
function inCamera(points: Float32Array): Float32Array {
  const camera = new PerspectiveCamera();
  camera.position.fromArray(VIEW.position);
  camera.lookAt(...VIEW.target);
  camera.updateMatrixWorld(true);
  const out = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 3) {
    new Vector3().fromArray(points, i).applyMatrix4(camera.matrixWorldInverse).toArray(out, i);
  }
  flipPoints(out);
  return out;
}

describe.skipIf(browser === null)('three in Chromium shows', async () => {
  for (const avatar of await avatars()) {
    const { name, body, naming } = avatar;
    for (const [format, limit] of [
      ['glb', 1e-4],
      ['fbx', 1e-3],
    ] as const) {
      test(`${format}, ${name}`, async () => {
        const skin = await paintedSkin(avatar);
        const [{ content }] = await exportAvatars(format, [body], 'avatar', { naming, skin });
        const shown = await showInChromium(content as Uint8Array, format);
        mkdirSync(FIGURES, { recursive: true });
        const png = Buffer.from(shown.picture.split(',')[1], 'base64');
        writeFileSync(`${FIGURES}/three-${format}-${name.replaceAll(' ', '-')}.png`, png);

        const bones = bonesOf(avatar).map((bone) => PropertyBinding.sanitizeNodeName(bone));
        figures.same(format, 'bones by name', [...shown.bones].sort(), bones.sort(), '25');
        const pictures = new Set(shown.textures);
        figures.same(format, 'picture of the skin', [...pictures], [PICTURE_SIZE], 'decoded');
        const vertices = new Float32Array(Uint8Array.from(Buffer.from(shown.vertices, 'base64')).buffer);
        const rows = format === 'glb' ? fileVertices(body) : cornerVertices(body);
        const apart = largestDistance(vertices, posedVertices(body), rows);
        figures.below(format, 'skinned vertices in the pose', apart, limit, 'm');
        figures.above(format, 'silhouette, IoU', await overlap(shown.picture, body), 0.98);
        // One centimetre to the side is seen.
        const aside = body.rootPosition.map((value, axis) => value + (axis === 0 ? 0.01 : 0));
        expect(await overlap(shown.picture, { ...body, rootPosition: aside })).toBeLessThan(0.95);
      });
    }
  }
});
