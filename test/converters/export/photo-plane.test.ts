import { WebIO } from '@gltf-transform/core';
import sharp from 'sharp';
import { type Mesh, type PerspectiveCamera, Vector3 } from 'three';
import { beforeAll, describe, expect, test } from 'vitest';
import { toGlb } from '../../../converters/export/glb.js';
import { riggedDocument } from '../../../converters/export/gltf-document.js';
import type { Photo } from '../../../converters/export/gltf-options.js';
import { posedJoints, posedVertices } from '../../../core/body/posed-body.js';
import { rigBody } from '../../../core/body/rigged-body.js';
import { rigMotion } from '../../../core/body/rigged-motion.js';
import type { Camera } from '../../../core/types.js';
import { readGlb } from '../../support/read-glb.js';
import { randomParameters, tinyBody } from '../../support/tiny-body.js';

const SEED = 51;
const parameters = randomParameters(SEED);
const body = rigBody(tinyBody(), parameters);
const centred: Camera = { focalLength: 700, principalPoint: [320, 240], width: 640, height: 480 };
const shifted: Camera = { ...centred, principalPoint: [400, 200] };
let bytes: Uint8Array;

beforeAll(async () => {
  const background = { r: 200, g: 20, b: 20 };
  bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background } })
    .jpeg()
    .toBuffer();
});

const photoOf = (camera: Camera): Photo => ({ bytes, mimeType: 'image/jpeg', camera });

/** The scene without its texture, which three can only read in a browser. */
async function readScene(camera: Camera) {
  const document = riggedDocument([body], { photo: photoOf(camera) });
  for (const texture of document.getRoot().listTextures()) texture.dispose();
  const gltf = await readGlb(await new WebIO().writeBinary(document));
  gltf.scene.updateMatrixWorld(true);
  return { gltf, plane: gltf.scene.getObjectByName('Photo') as Mesh, lens: gltf.cameras[0] as PerspectiveCamera };
}

/** Where a point of the scene lies on the photo according to the camera that the file holds. Pixels. */
function pixelOf(point: Vector3, lens: PerspectiveCamera, { width, height }: Camera): [number, number] {
  const { x, y } = point.clone().project(lens);
  return [((x + 1) / 2) * width, ((1 - y) / 2) * height];
}

describe(`the scene reproduces the picture, seed ${SEED}`, () => {
  test('the plane fills the view exactly, behind everybody', async () => {
    const { plane, lens } = await readScene(centred);
    const positions = plane.geometry.getAttribute('position');
    const uv = plane.geometry.getAttribute('uv');
    for (let i = 0; i < 4; i++) {
      const corner = new Vector3().fromBufferAttribute(positions, i).applyMatrix4(plane.matrixWorld);
      const [u, v] = pixelOf(corner, lens, centred);
      expect(u).toBeCloseTo(uv.getX(i) * 640, 2); // float32 at some metres
      expect(v).toBeCloseTo(uv.getY(i) * 480, 2); // glTF counts v down, as pixels do
      expect(corner.z).toBeLessThan(Math.min(...posedVertices(body).filter((_, i) => i % 3 === 2)));
    }
  });

  test('joints lie on the photo where the pinhole camera saw them', async () => {
    const { gltf, lens } = await readScene(centred);
    const pelvis = gltf.scene.getObjectByName('Hips')?.getWorldPosition(new Vector3()) ?? new Vector3();
    const [x, y, z] = posedJoints(body); // glTF frame: y up, z backwards
    const [u, v] = pixelOf(pelvis, lens, centred);
    expect(u).toBeCloseTo((700 * x) / -z + 320, 2);
    expect(v).toBeCloseTo((700 * -y) / -z + 240, 2);
  });

  test('off the middle: the plane moves, so that the photo still lies behind the people as it did', async () => {
    const { plane, lens } = await readScene(shifted);
    const positions = plane.geometry.getAttribute('position');
    const upperLeft = new Vector3().fromBufferAttribute(positions, 3).applyMatrix4(plane.matrixWorld);
    // The view's middle is the principal point: pixel (0, 0) of the photo shows at (320 − 400, 240 − 200).
    const [u, v] = pixelOf(upperLeft, lens, shifted);
    expect(u).toBeCloseTo(-80, 2);
    expect(v).toBeCloseTo(40, 2);
    expect(lens.userData.photorig.principalPoint).toEqual([400, 200]);
  });
});

test('the plane stands behind the people of every frame', async () => {
  const { betas } = parameters;
  const [pose, translation] = [parameters.pose, parameters.translation].map((values) => Array.from(values));
  const away = [0, 1, 2].map((axis) => translation[axis] + (axis === 2 ? 2 : 0));
  const receding = { betas, poses: [...pose, ...pose], translations: [...translation, ...away] };
  const moving = rigMotion(tinyBody(), receding, 30);
  const positions = riggedDocument([moving], { photo: photoOf(centred) })
    .getRoot()
    .listNodes()
    .find((node) => node.getName() === 'Photo');
  const depth = -(positions?.getTranslation()[2] ?? 0);
  const last = posedVertices(moving, 1).reduce((least, z, i) => (i % 3 === 2 ? Math.min(least, z) : least), 0);
  expect(depth).toBeGreaterThan(-last);
});

test('the scene opens in the pose, unless a clip is asked for', async () => {
  expect(
    riggedDocument([body], { photo: photoOf(centred) })
      .getRoot()
      .listAnimations(),
  ).toHaveLength(0);
  const clip = riggedDocument([body], { photo: photoOf(centred), pose: 'clip' });
  expect(clip.getRoot().listAnimations()).toHaveLength(1);
});

test('refuses what glTF cannot hold, and a photo that is not upright', async () => {
  const upright = { ...centred, width: 480, height: 640 };
  await expect(toGlb([body], { photo: photoOf(upright) })).rejects.toThrow(
    /64 x 48 pixels, but its camera has 480 x 640/,
  );
  const png = { ...photoOf(centred), mimeType: 'image/png' } as const;
  await expect(toGlb([body], { photo: png })).rejects.toThrow(/it is image\/jpeg but is labelled image\/png/);
  const text = { ...photoOf(centred), bytes: new TextEncoder().encode('GIF89a') };
  await expect(toGlb([body], { photo: text })).rejects.toMatchObject({ code: 'unsupported' });
});
