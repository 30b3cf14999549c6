import { expect, test } from 'vitest';
import { shapeBody } from '../../../core/body/shape.js';
import { poseVertices } from '../../../core/body/skinning.js';
import { directionToWorld, placePerson, toCamera, toWorld, viewOf } from '../../../samples/build/place.js';
import { SCENES } from '../../../samples/build/scenes.js';
import { cross, dot, pointOf, type Vector } from '../../../samples/build/vector.js';
import { tinyBody } from '../../support/tiny-body.js';

const scene = SCENES.find(({ name }) => name === 'walking')!;
const view = viewOf(scene);

test('the camera looks at its target, y down, right-handed', () => {
  const [x, y, z] = toCamera(view, scene.camera.target);
  expect(Math.hypot(x, y)).toBeLessThan(1e-12);
  expect(z).toBeGreaterThan(3);
  const [right, down, forward] = view.axes;
  const turned = cross(right, down);
  for (let i = 0; i < 3; i++) expect(turned[i]).toBeCloseTo(forward[i], 12);
  expect(dot(down, [0, 1, 0])).toBeLessThan(-0.9);
});

test('a clockwise roll turns the world anticlockwise in the picture', () => {
  const rolled = viewOf({ ...scene, camera: { ...scene.camera, roll: 10 } });
  // What is above the middle of a level picture moves to the left.
  const above: Vector = [scene.camera.target[0], scene.camera.target[1] + 0.5, scene.camera.target[2]];
  expect(toCamera(rolled, above)[0]).toBeCloseTo(-0.5 * Math.sin(Math.PI / 18), 1);
});

test('to the camera frame and back', () => {
  const point: Vector = [0.3, -1.2, 2.5];
  toWorld(view, toCamera(view, point)).forEach((value, i) => {
    expect(value).toBeCloseTo(point[i], 12);
  });
  expect(Math.hypot(...directionToWorld(view, [0.6, 0, 0.8]))).toBeCloseTo(1, 12);
});

test('the person stands on the ground over the origin and faces as the scene says', () => {
  const body = tinyBody();
  const shaped = shapeBody(body, []);
  const { pose, translation } = placePerson(scene, body, shaped, view);
  const vertices = poseVertices(body, shaped, pose, translation);
  let lowest = Number.POSITIVE_INFINITY;
  for (let v = 0; v < body.vertexCount; v++) lowest = Math.min(lowest, toWorld(view, pointOf(vertices, v))[1]);
  expect(lowest).toBeCloseTo(0, 5); // float32 vertices some metres from the camera

  const pelvis = toWorld(
    view,
    pointOf(
      Float64Array.from(translation, (t, i) => t + shaped.joints[i]),
      0,
    ),
  );
  expect(Math.hypot(pelvis[0], pelvis[2])).toBeLessThan(1e-9);
});
