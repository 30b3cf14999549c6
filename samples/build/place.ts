import { SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { axisAngleFromRotation, multiplyRotations, rotationFromAxisAngle } from '../../core/body/rotation.js';
import type { ShapedBody } from '../../core/body/shape.js';
import { poseVertices } from '../../core/body/skinning.js';
import type { BodyModel, Camera } from '../../core/types.js';
import type { Scene, Turn } from './scenes.js';
import { add, cross, dot, normalise, pointOf, scale, subtract, type Vector } from './vector.js';

/** A camera in the world. */
export interface View {
  readonly camera: Camera;
  readonly position: Vector;
  /** Unit vectors of the world: x (right), y (down) and z (forward) of the camera frame. */
  readonly axes: readonly [Vector, Vector, Vector];
}

/** The parameters of a person who stands on the ground, camera frame. */
export interface PlacedPerson {
  /** 72, axis-angle, radians. */
  readonly pose: Float64Array;
  /** Metres. */
  readonly translation: Vector;
}

const UP: Vector = [0, 1, 0];
const RADIANS = Math.PI / 180;

/** A camera at `position` that looks at `target`, its top upwards but for the roll (degrees, clockwise). */
export function lookAt(camera: Camera, position: Vector, target: Vector, roll: number): View {
  const forward = normalise(subtract(target, position));
  const level = normalise(cross(forward, UP));
  const down = cross(forward, level);
  const [c, s] = [Math.cos(roll * RADIANS), Math.sin(roll * RADIANS)];
  const right = add(scale(level, c), scale(down, s));
  return { camera, position, axes: [right, cross(forward, right), forward] };
}

/** The scene's own camera; its principal point is the middle of the picture. */
export function viewOf({ camera: { width, height, focalLength, position, target, roll } }: Scene): View {
  return lookAt({ focalLength, principalPoint: [width / 2, height / 2], width, height }, position, target, roll);
}

/** World to camera frame. */
export function toCamera({ position, axes }: View, point: Vector): Vector {
  const p = subtract(point, position);
  return [dot(axes[0], p), dot(axes[1], p), dot(axes[2], p)];
}

/** A point of the camera frame in the world. */
export const toWorld = (view: View, point: Vector): Vector => add(view.position, directionToWorld(view, point));

/** A direction of the camera frame in the world. */
export function directionToWorld({ axes: [x, y, z] }: View, [a, b, c]: Vector): Vector {
  return add(add(scale(x, a), scale(y, b)), scale(z, c));
}

/** The scene's pose with the lowest vertex on the ground and the pelvis over the origin, seen by the view's camera. */
export function placePerson(scene: Scene, body: BodyModel, dressed: ShapedBody, view: View): PlacedPerson {
  const pose = new Float64Array(3 * SMPL_JOINTS.length);
  SMPL_JOINTS.forEach((joint, j) => {
    pose.set(axisAngleFromRotation(rotationOf(scene.pose[joint] ?? [])), 3 * j);
  });
  const pelvis = pointOf(dressed.joints, 0);
  const inWorld = poseVertices(body, dressed, pose, scale(pelvis, -1));
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = 1; i < inWorld.length; i += 3) lowest = Math.min(lowest, inWorld[i]);

  // The root turns about the pelvis joint: its rotation takes the camera's in front, its place becomes the camera's.
  const global = new Float64Array(9);
  multiplyRotations(Float64Array.from(view.axes.flat()), 0, rotationOf(scene.pose.pelvis ?? []), 0, global, 0);
  pose.set(axisAngleFromRotation(global), 0);
  return { pose, translation: subtract(toCamera(view, [0, -lowest, 0]), pelvis) };
}

/** The product of turns, 3×3. */
function rotationOf(turns: readonly Turn[]): Float64Array {
  let product = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  const turn = new Float64Array(9);
  for (const [axis, degrees] of turns) {
    const [x, y, z] = ['x', 'y', 'z'].map((name) => (name === axis ? degrees * RADIANS : 0));
    rotationFromAxisAngle(x, y, z, turn);
    const next = new Float64Array(9);
    multiplyRotations(product, 0, turn, 0, next, 0);
    product = next;
  }
  return product;
}
