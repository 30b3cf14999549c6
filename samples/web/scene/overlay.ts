import * as THREE from 'three';
import type { Camera } from '../../../core/types.js';
import { photoCamera } from '../../../plugins/three/index.js';
import type { Region } from '../../../plugins/workbench/picture-region.js';

/** Draws the bodies as the photo's camera saw them. */
export interface Overlay {
  /** @param group what holds the bodies: within it the camera is at the origin */
  render(scene: THREE.Scene, camera: Camera, region: Region, group: THREE.Object3D): void;
  clear(): void;
}

const COLOUR = '#35e0b0';

/** @throws Error where the browser has no WebGL */
export function createOverlay(canvas: HTMLCanvasElement): Overlay {
  const host = canvas.parentElement as HTMLElement;
  const renderer = new THREE.WebGLRenderer({ canvas, antialias: true, alpha: true });
  renderer.shadowMap.enabled = false;
  const material = new THREE.MeshStandardMaterial({ color: COLOUR, roughness: 0.75 });

  return {
    render(scene, camera, region, group) {
      const { clientWidth, clientHeight } = host;
      if (clientWidth === 0) return;
      renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
      renderer.setSize(clientWidth, clientHeight, false);
      const view = photoCamera(THREE, camera);
      // photoCamera shifts by the principal point; the region is a part of that image.
      const { width, height, principalPoint } = camera;
      const [x, y] = [width / 2 - principalPoint[0], height / 2 - principalPoint[1]];
      view.setViewOffset(width, height, x + region.x, y + region.y, region.width, region.height);
      view.position.copy(group.position);
      view.quaternion.copy(group.quaternion);
      view.updateMatrixWorld();
      scene.overrideMaterial = material;
      renderer.render(scene, view);
      scene.overrideMaterial = null;
    },
    clear: () => renderer.clear(),
  };
}
