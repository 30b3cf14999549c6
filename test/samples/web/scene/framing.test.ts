import * as THREE from 'three';
import { expect, test } from 'vitest';
import { frame, isInFrame } from '../../../../samples/web/scene/framing.js';

/** Somebody who stands on the floor with arms that reach so far, metres. */
const standing = (height: number, reach: number): THREE.Box3 =>
  new THREE.Box3(new THREE.Vector3(-reach, 0, -0.2), new THREE.Vector3(reach, height, 0.2));

/** The largest coordinate of a box's corners in a view made for another, as a share of half the view: beyond 1 it is cut off. */
function farthest(box: THREE.Box3, framed: THREE.Box3, aspect: number): number {
  const camera = new THREE.PerspectiveCamera(32, aspect, 0.05, 100);
  const target = new THREE.Vector3();
  frame(camera, target, framed);
  camera.lookAt(target);
  camera.updateMatrixWorld();
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((i) =>
    new THREE.Vector3(
      (i & 1 ? box.max : box.min).x,
      (i & 2 ? box.max : box.min).y,
      (i & 4 ? box.max : box.min).z,
    ).project(camera),
  );
  return Math.max(...corners.flatMap(({ x, y }) => [Math.abs(x), Math.abs(y)]));
}

const ASPECTS = [0.45, 2 / 3, 1.6];

test.each(ASPECTS)('what is in the frame is in the view, of aspect %s', (aspect) => {
  const framed = standing(1.7, 0.4);
  let count = 0;
  for (let height = 1; height < 2.5; height += 0.05) {
    for (let reach = 0.3; reach < 1; reach += 0.05) {
      const box = standing(height, reach);
      if (!isInFrame(box, framed)) continue;
      count += 1;
      expect(farthest(box, framed, aspect)).toBeLessThan(1);
    }
  }
  expect(count).toBeGreaterThan(10);
});

test.each(ASPECTS)('who has grown is not, until the view is made for them, of aspect %s', (aspect) => {
  const [before, after] = [standing(1.7, 0.4), standing(2.2, 0.45)];
  expect(isInFrame(after, before)).toBe(false);
  expect(isInFrame(after, after)).toBe(true);
  expect(farthest(after, after, aspect)).toBeLessThan(1);
});
