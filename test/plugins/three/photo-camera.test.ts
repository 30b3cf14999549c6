import * as THREE from 'three';
import { describe, expect, test } from 'vitest';
import { rigBody } from '../../../core/body/rigged-body.js';
import { shapeBody } from '../../../core/body/shape.js';
import { poseVertices } from '../../../core/body/skinning.js';
import type { Camera } from '../../../core/types.js';
import { createAvatar, photoCamera } from '../../../plugins/three/index.js';
import { shownVertices } from '../../support/read-glb.js';
import { randomParameters, tinyBody } from '../../support/tiny-body.js';

/** A camera whose principal point is far from the picture's middle, as in a cropped photo. */
const CROPPED: Camera = { focalLength: 900, principalPoint: [250, 300], width: 640, height: 480 };
/** Pixels; float32 metres at 3 m, times a thousand pixels a radian: a few thousandths. */
const SAME_PIXEL = 0.02;

/** Where a point of the scene comes to lie in the photo. Pixels, y down. */
function pixelOf(point: THREE.Vector3, camera: THREE.PerspectiveCamera, { width, height }: Camera): [number, number] {
  camera.updateMatrixWorld(true);
  const { x, y } = point.clone().project(camera);
  return [((x + 1) / 2) * width, ((1 - y) / 2) * height];
}

describe('photoCamera', () => {
  for (const seed of [1, 2, 3]) {
    test(`the body covers the pixels that the fit projected it to, seed ${seed}`, () => {
      const model = tinyBody();
      const parameters = randomParameters(seed);
      const { mesh, object } = createAvatar(THREE, rigBody(model, parameters));
      object.updateMatrixWorld(true);
      const camera = photoCamera(THREE, CROPPED);
      const shown = shownVertices(mesh);
      const posed = poseVertices(model, shapeBody(model, parameters.betas), parameters.pose, parameters.translation);
      const [cx, cy] = CROPPED.principalPoint;
      const pixels = Array.from({ length: posed.length / 3 }, (_, v) => {
        const [X, Y, Z] = posed.subarray(3 * v, 3 * v + 3);
        return [(CROPPED.focalLength * X) / Z + cx, (CROPPED.focalLength * Y) / Z + cy];
      });
      for (let i = 0; i < shown.length; i += 3) {
        const [x, y] = pixelOf(new THREE.Vector3().fromArray(shown, i), camera, CROPPED);
        const apart = pixels.map(([px, py]) => Math.hypot(px - x, py - y));
        expect(Math.min(...apart)).toBeLessThan(SAME_PIXEL);
      }
    });
  }

  test('sees from near to far as told', () => {
    const camera = photoCamera(THREE, CROPPED, { near: 0.5, far: 20 });
    expect([camera.near, camera.far, camera.aspect]).toEqual([0.5, 20, 640 / 480]);
    expect(camera.getEffectiveFOV()).toBeCloseTo((2 * Math.atan(240 / 900) * 180) / Math.PI, 10);
  });
});
