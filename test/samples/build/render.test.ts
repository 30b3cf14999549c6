import { readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { namedJoints } from '../../../core/fit/joints3d.js';
import type { BodyModel, Image } from '../../../core/types.js';
import { loadBody } from '../../../models/load-body.js';
import { renderScene } from '../../../samples/build/render.js';
import { SCENES, type Scene } from '../../../samples/build/scenes.js';
import type { Truth } from '../../../samples/build/truth.js';

const RENDERED = new URL('../../../samples/rendered/', import.meta.url);
/** The file has seven digits; more than this and the body has changed since: render the samples again. Metres. */
const STALE = 1e-4;
/** Size at which pictures are compared: the picture as a whole, not the encoder's noise. */
const THUMBNAIL = 40;

const bodyOf = (name: string): BodyModel =>
  loadBody(name, readFileSync(new URL(`../../../models/body/${name}.npz`, import.meta.url)), { name });
const truthOf = (name: string): Truth => JSON.parse(readFileSync(new URL(`${name}.truth.json`, RENDERED), 'utf8'));

test('each scene has its picture and its truth, and there is nothing else', () => {
  const expected = SCENES.flatMap(({ name }) => [`${name}.jpg`, `${name}.truth.json`]);
  expect(readdirSync(RENDERED).sort()).toEqual(expected.sort());
});

describe.each(SCENES)('$name', (scene) => {
  const truth = truthOf(scene.name);

  test('the picture has the size that the truth says', async () => {
    const { width, height } = await sharp(new URL(`${scene.name}.jpg`, RENDERED).pathname).metadata();
    expect({ width, height }).toEqual(truth.image);
  });

  test('the parameters give the joints, all of them inside the picture', () => {
    const { pose, betas, translation, camera, image, joints3d } = truth;
    const parameters = [pose, betas, translation].map((values) => Float64Array.from(values));
    const joints = namedJoints(skeletonOf(bodyOf(truth.body)), {
      pose: parameters[0],
      betas: parameters[1],
      translation: parameters[2],
    });
    expect(Object.keys(joints3d)).toEqual(Object.keys(joints));
    for (const [name, [X, Y, Z]] of Object.entries(joints3d)) {
      expect(Math.hypot(...joints[name].map((value, i) => value - [X, Y, Z][i])), name).toBeLessThan(STALE);
      const x = (camera.focalLength * X) / Z + camera.principalPoint[0];
      const y = (camera.focalLength * Y) / Z + camera.principalPoint[1];
      expect(x > 0 && y > 0 && x < image.width && y < image.height, name).toBe(true);
    }
  });
});

test('rendering again gives the same picture', async () => {
  const [scene] = SCENES;
  const { picture } = renderScene(smaller(scene, 4), bodyOf(scene.body));
  const [again, kept] = await Promise.all([
    thumbnail(picture),
    thumbnail(readFileSync(new URL(`${scene.name}.jpg`, RENDERED))),
  ]);
  const difference = again.reduce((sum, value, i) => sum + Math.abs(value - kept[i]), 0) / again.length;
  // Measured 0.8 of 255 (fewer samples a pixel, JPEG); a person missing makes 13.
  expect(difference).toBeLessThan(2);
});

/** The same picture with a fraction of the pixels. */
function smaller(scene: Scene, factor: number): Scene {
  const { width, height, focalLength } = scene.camera;
  const camera = {
    ...scene.camera,
    width: width / factor,
    height: height / factor,
    focalLength: focalLength / factor,
  };
  return { ...scene, camera };
}

async function thumbnail(image: Image | Uint8Array): Promise<Uint8Array> {
  const source =
    'rgba' in image
      ? sharp(image.rgba, { raw: { width: image.width, height: image.height, channels: 4 } })
      : sharp(image);
  return source.resize(THUMBNAIL, THUMBNAIL, { fit: 'fill' }).removeAlpha().raw().toBuffer();
}
