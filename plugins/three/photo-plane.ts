import type { Mesh, MeshBasicMaterial, PlaneGeometry, Texture } from 'three';
import type { Three } from '../../converters/export/three.js';
import { flipPoints } from '../../core/frames.js';
import type { Camera } from '../../core/types.js';

/**
 * The photo as a plane that fills the view of `photoCamera`, `distance` metres away and parallel to the image plane. Add
 * it to the scene, or to the camera if that is to move. In the camera frame pixel (x, y) of the photo stands at
 * distance·((x − cx)/f, (y − cy)/f, 1).
 *
 * @param texture the upright photo; set its colorSpace to SRGBColorSpace
 */
export function photoPlane(
  THREE: Three,
  texture: Texture,
  { focalLength, principalPoint, width, height }: Camera,
  distance: number,
): Mesh<PlaneGeometry, MeshBasicMaterial> {
  const metresAPixel = distance / focalLength;
  const [cx, cy] = principalPoint;
  const geometry = new THREE.PlaneGeometry(width * metresAPixel, height * metresAPixel);
  // The photo's own colours: neither lights nor tone mapping may change them.
  const plane = new THREE.Mesh(geometry, new THREE.MeshBasicMaterial({ map: texture, toneMapped: false }));
  const middle = Float64Array.of((width / 2 - cx) * metresAPixel, (height / 2 - cy) * metresAPixel, distance);
  flipPoints(middle);
  plane.position.fromArray(middle);
  plane.name = 'Photo';
  return plane;
}
