import * as THREE from 'three';
import { expect, test } from 'vitest';
import type { Camera } from '../../../core/types.js';
import { photoCamera, photoPlane } from '../../../plugins/three/index.js';

/** A camera whose principal point is far from the picture's middle, as in a cropped photo. */
const CROPPED: Camera = { focalLength: 900, principalPoint: [250, 300], width: 640, height: 480 };

for (const distance of [2, 7.5]) {
  test(`${distance} m away the plane's corners are the photo's`, () => {
    const texture = new THREE.Texture();
    const plane = photoPlane(THREE, texture, CROPPED, distance);
    plane.updateMatrixWorld(true);
    expect(plane.material.map).toBe(texture);
    expect(plane.material.toneMapped).toBe(false);
    const position = plane.geometry.getAttribute('position');
    const uv = plane.geometry.getAttribute('uv');
    const camera = photoCamera(THREE, CROPPED);
    camera.updateMatrixWorld(true);
    for (let i = 0; i < position.count; i++) {
      const corner = new THREE.Vector3().fromBufferAttribute(position, i).applyMatrix4(plane.matrixWorld);
      expect(corner.z).toBeCloseTo(-distance, 10);
      // The picture fills clip space, −1 to 1; three.js loads pictures with v upwards, as clip space is.
      const { x, y } = corner.project(camera);
      expect(x).toBeCloseTo(2 * uv.getX(i) - 1, 5);
      expect(y).toBeCloseTo(2 * uv.getY(i) - 1, 5);
    }
  });
}
