import * as THREE from 'three';

/** Radians: the first look, from the side and from above. */
const AZIMUTH = 0.42;
const ELEVATION = 0.16;
/** How much more than what is there a view shows, as a factor of its size. */
const AROUND = 1.3;

/** Puts a camera where it shows a box, with something around it, and its target into the box's middle. In place. */
export function frame(camera: THREE.PerspectiveCamera, target: THREE.Vector3, box: THREE.Box3): void {
  const size = box.getSize(new THREE.Vector3());
  const half = Math.max(size.y, size.x / Math.max(camera.aspect, 0.3)) / 2;
  const distance = (AROUND * half) / Math.tan(THREE.MathUtils.degToRad(camera.fov / 2));
  box.getCenter(target);
  camera.position.setFromSphericalCoords(distance, Math.PI / 2 - ELEVATION, AZIMUTH).add(target);
}

/** Whether a view that was made for one box shows another, too: half of what it has around the first may be used up. */
export function isInFrame(box: THREE.Box3, framed: THREE.Box3): boolean {
  const slack = framed.getSize(new THREE.Vector3()).multiplyScalar((AROUND - 1) / 4);
  return framed.clone().expandByVector(slack).containsBox(box);
}
