import type { PerspectiveCamera } from 'three';
import type { Three } from '../../converters/export/three.js';
import type { Camera } from '../../core/types.js';

export interface PhotoCameraOptions {
  /** Metres. */
  readonly near?: number;
  /** Metres. */
  readonly far?: number;
}

/**
 * The camera that took the photo: at the origin, looking along −z, so that bodies which stand where it saw them (rigBody,
 * without standOnFloor) cover the people in the picture. Its image has the photo's aspect ratio; give the canvas the same.
 *
 * Half the vertical angle of view has the tangent ½·height / focalLength. The principal point need not be the middle: the
 * view is shifted by as many pixels as it lies off.
 */
export function photoCamera(
  THREE: Three,
  { focalLength, principalPoint, width, height }: Camera,
  { near = 0.05, far = 100 }: PhotoCameraOptions = {},
): PerspectiveCamera {
  const degrees = THREE.MathUtils.radToDeg(2 * Math.atan(height / 2 / focalLength));
  const camera = new THREE.PerspectiveCamera(degrees, width / height, near, far);
  const [cx, cy] = principalPoint;
  camera.setViewOffset(width, height, width / 2 - cx, height / 2 - cy, width, height);
  camera.name = 'Photo camera';
  return camera;
}
