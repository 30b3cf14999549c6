import type * as THREE from 'three';
import { posedVertices } from '../../core/body/posed-body.js';
import { turnUpright, uprightTurn } from '../../core/body/upright.js';
import type { Fit, RiggedBody } from '../../core/types.js';
import type { Three } from '../three/index.js';

/** Of a plane's sides, and from a right angle between them: less than this nobody sees. */
const SAME_SHAPE = 0.01;

/**
 * Where a body, as its camera saw it, goes in the scene.
 *
 * On a plane: the camera is put before it where the plane fills the view, and the scene before the camera is scaled so
 * that the body's farthest point touches the plane; seen from there the body covers the person exactly. A plane that mirrors
 * or squeezes the picture does the same to the body. Without a plane: true size, on the floor, upright where the camera knows
 * how things fall.
 */
export function placementOf(THREE: Three, body: RiggedBody, fit: Fit, plane: THREE.Mesh | null): THREE.Matrix4 {
  const { focalLength, principalPoint, width, height, down } = fit.camera;
  if (plane === null) {
    const [lowest] = extent(turnUpright(body));
    const turn = new THREE.Quaternion(...uprightTurn(down));
    return new THREE.Matrix4().compose(new THREE.Vector3(0, -lowest, 0), turn, new THREE.Vector3(1, 1, 1));
  }
  const farthest = Math.max(extent(body)[1], 1e-3);
  const { middle, right, up, towards } = pictureOn(THREE, plane);
  // f/depth pixels to the metre: so large is a metre at the farthest depth on a plane that is `width` by `height` pixels.
  const x = right.clone().multiplyScalar(focalLength / (farthest * width));
  const y = up.clone().multiplyScalar(focalLength / (farthest * height));
  // Metres away from the camera are as long as those upwards, so that the plane's height decides, as it does for three's cameras.
  const z = towards.clone().multiplyScalar(y.length());
  const camera = middle
    .addScaledVector(right, principalPoint[0] / width - 0.5)
    .addScaledVector(up, 0.5 - principalPoint[1] / height)
    .addScaledVector(z, farthest);
  return new THREE.Matrix4().makeBasis(x, y, z).setPosition(camera);
}

/** How a plane distorts the picture that it shows, and so the bodies before it, in a sentence; null: it does not. */
export function distortionOf(
  THREE: Three,
  plane: THREE.Mesh,
  { name, width, height }: { readonly name: string; readonly width: number; readonly height: number },
): string | null {
  const { right, up } = pictureOn(THREE, plane);
  if (Math.abs(right.dot(up)) > SAME_SHAPE * right.length() * up.length()) {
    return `${name}: the plane is skewed, and no body before it is: they do not cover the people. Scale no group that it is turned in.`;
  }
  const [shown, own] = [right.length() / up.length(), width / height];
  if (Math.abs(shown / own - 1) <= SAME_SHAPE) return null;
  const what = `the plane shows it ${shown.toFixed(2)} times as wide as high, it is ${own.toFixed(2)} times`;
  const todo = 'Scale the plane to the picture’s shape first if they should not be.';
  return `${name}: ${what}: the bodies before it are distorted like the picture. ${todo}`;
}

/** Where a plane shows its picture, in the scene: the picture's middle, its width and height, and the way to whoever looks. */
function pictureOn(THREE: Three, plane: THREE.Mesh) {
  plane.updateWorldMatrix(true, false);
  plane.geometry.computeBoundingBox();
  const size = new THREE.Vector3();
  const middle = new THREE.Vector3();
  plane.geometry.boundingBox?.getSize(size);
  plane.geometry.boundingBox?.getCenter(middle).applyMatrix4(plane.matrixWorld);
  const [right, up] = [0, 1].map((column) => new THREE.Vector3().setFromMatrixColumn(plane.matrixWorld, column));
  const towards = new THREE.Vector3().crossVectors(right, up).normalize();
  // three.js turns the faces of what is mirrored: it is seen from the same side.
  if (plane.matrixWorld.determinant() < 0) towards.negate();
  return { middle, right: right.multiplyScalar(size.x), up: up.multiplyScalar(size.y), towards };
}

/** The lowest y and the largest distance along −z of the posed vertices, metres. */
function extent(body: RiggedBody): readonly [number, number] {
  const vertices = posedVertices(body);
  let lowest = Number.POSITIVE_INFINITY;
  let farthest = 0;
  for (let i = 0; i < vertices.length; i += 3) {
    lowest = Math.min(lowest, vertices[i + 1]);
    farthest = Math.max(farthest, -vertices[i + 2]);
  }
  return [lowest, farthest];
}
