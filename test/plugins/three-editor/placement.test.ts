import * as THREE from 'three';
import { describe, expect, test } from 'vitest';
import { standOnFloor } from '../../../core/body/floor.js';
import { SMPL_JOINTS, type SmplJoint } from '../../../core/body/joint-sets.js';
import { posedJoints, posedVertices } from '../../../core/body/posed-body.js';
import { rigBody } from '../../../core/body/rigged-body.js';
import { downOfPitch } from '../../../core/camera/gravity.js';
import type { Camera, Fit, RiggedBody } from '../../../core/types.js';
import { distortionOf, placementOf } from '../../../plugins/three-editor/placement.js';
import { tinyBody } from '../../support/tiny-body.js';

const CAMERA: Camera = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 };
/** Float32, some metres from the origin. */
const EXACT = 5e-6;
const model = tinyBody();

/** Somebody who stands upright in the world before a camera that looks down by `pitch` degrees, as it sees them. */
function seenBy(camera: Camera, pitch: number): { body: RiggedBody; fit: Fit } {
  const pose = new Float64Array(72);
  pose[0] = Math.PI + (pitch * Math.PI) / 180;
  const fit = { pose, betas: new Float64Array(10), translation: Float64Array.of(0.4, 0.2, 3), camera } as Fit;
  return { body: rigBody(model, fit), fit };
}

/** What the placement makes of points, n×3. */
const placed = (points: ArrayLike<number>, placement: THREE.Matrix4): THREE.Vector3[] =>
  Array.from({ length: points.length / 3 }, (_, i) =>
    new THREE.Vector3().fromArray(Array.from(points), 3 * i).applyMatrix4(placement),
  );
const lowest = (points: readonly THREE.Vector3[]): number => Math.min(...points.map(({ y }) => y));

describe('a body that nothing stands behind', () => {
  test.each([-30, 0, 25])('before a camera that knows that it looks down by %f degrees: upright on y = 0', (pitch) => {
    const { body, fit } = seenBy({ ...CAMERA, down: downOfPitch(pitch) }, pitch);
    const placement = placementOf(THREE, body, fit, null);
    const vertices = placed(posedVertices(body), placement);
    expect(lowest(vertices)).toBeCloseTo(0, 5);
    const joints = placed(posedJoints(body), placement);
    const joint = (name: SmplJoint): THREE.Vector3 => joints[SMPL_JOINTS.indexOf(name)];
    const spine = joint('head').clone().sub(joint('pelvis'));
    expect(Math.hypot(spine.x, spine.z)).toBeLessThan(EXACT);
    expect(spine.y).toBeCloseTo(0.579, 3); // the tiny body's own: true size

    // As it stands in files, but for where on the floor.
    const [standing] = standOnFloor([body]);
    const inFile = posedVertices(standing);
    const [aside] = vertices.map(({ x, z }) => [x - inFile[0], z - inFile[2]]);
    vertices.forEach(({ x, y, z }, v) => {
      expect(
        Math.hypot(x - aside[0] - inFile[3 * v], y - inFile[3 * v + 1], z - aside[1] - inFile[3 * v + 2]),
      ).toBeLessThan(EXACT);
    });
  });

  test('before a camera that does not know: as it was seen, on y = 0', () => {
    const { body, fit } = seenBy(CAMERA, 25);
    const placement = placementOf(THREE, body, fit, null);
    expect(new THREE.Matrix4().extractRotation(placement)).toEqual(new THREE.Matrix4());
    expect(lowest(placed(posedVertices(body), placement))).toBeCloseTo(0, 5);
  });
});

type Triple = [number, number, number];

describe('before a plane', () => {
  const camera: Camera = { ...CAMERA, principalPoint: [300, 260] };
  /** The body's vertices and the places on the plane where the picture shows them, as seen by the placement's camera. */
  function rays(plane: THREE.Mesh, width: number, height: number) {
    const { body, fit } = seenBy(camera, 25);
    const placement = placementOf(THREE, body, fit, plane);
    const eye = new THREE.Vector3().setFromMatrixPosition(placement);
    const seen = posedVertices(body);
    const vertices = placed(seen, placement).map((vertex) => vertex.sub(eye));
    const points = vertices.map((_, v) => {
      const [x, y, depth] = [seen[3 * v], seen[3 * v + 1], -seen[3 * v + 2]];
      const u = (camera.principalPoint[0] + (camera.focalLength * x) / depth) / camera.width;
      const down = (camera.principalPoint[1] - (camera.focalLength * y) / depth) / camera.height;
      return plane.localToWorld(new THREE.Vector3((u - 0.5) * width, (0.5 - down) * height, 0)).sub(eye);
    });
    return { placement, vertices, points };
  }

  test.each([
    ['of the picture’s shape', [4, 3], [1, 1, 1], [0, 0, 0]],
    ['turned and large', [4, 3], [3, 3, 3], [0.3, 2, -1]],
    ['mirrored', [4, 3], [-1, 1, 1], [0, 0.4, 0]],
    ['upside down', [4, 3], [1, -2, 1], [0, 0, 0]],
    ['mirrored by its depth', [4, 3], [1, 1, -1], [0, 0, 0]],
    ['a square that is scaled', [1, 1], [2, 2, 1], [0, 0, 0]],
    ['squeezed and mirrored', [4, 3], [-0.5, 1, 1], [-1, 0.2, 0.5]],
  ] as [string, [number, number], Triple, Triple][])(
    '%s, the body covers the person',
    (_, [width, height], scale, turn) => {
      const plane = new THREE.Mesh(new THREE.PlaneGeometry(width, height));
      plane.position.set(1, 2, 3);
      plane.rotation.set(...turn);
      plane.scale.set(...scale);
      const { placement, vertices, points } = rays(plane, width, height);
      vertices.forEach((vertex, v) => {
        expect(vertex.angleTo(points[v])).toBeLessThan(1e-5);
        expect(vertex.length() / points[v].length()).toBeLessThan(1 + 1e-5);
      });
      expect(Math.max(...vertices.map((vertex, v) => vertex.length() / points[v].length()))).toBeCloseTo(1, 4);
      // From the plane's front, and so that an object's own place, turn and scale say it.
      const front = new THREE.Vector3(0, 0, 1).transformDirection(plane.matrixWorld);
      expect(points.every((point) => point.dot(front) < 0)).toBe(true);
      const object = new THREE.Object3D();
      object.applyMatrix4(placement);
      object.updateMatrix();
      const apart = object.matrix.elements.map((value, i) => Math.abs(value - placement.elements[i]));
      expect(Math.max(...apart)).toBeLessThan(EXACT);
    },
  );

  test('however the camera is tilted', () => {
    const plane = new THREE.Mesh(new THREE.PlaneGeometry(4, 3));
    const placements = [CAMERA, { ...CAMERA, down: downOfPitch(25) }].map((tilted) => {
      const { body, fit } = seenBy(tilted, 25);
      return placementOf(THREE, body, fit, plane);
    });
    expect(placements[1]).toEqual(placements[0]);
  });

  test('of another shape than the picture, or skewed, a sentence tells', () => {
    const picture = { name: 'two', width: 640, height: 480 };
    const plane = new THREE.Mesh(new THREE.PlaneGeometry(4, 3));
    plane.scale.set(-2, 2, 1);
    expect(distortionOf(THREE, plane, picture)).toBeNull();
    plane.scale.set(1, 2, 1);
    expect(distortionOf(THREE, plane, picture)).toContain(
      'it 0.67 times as wide as high, it is 1.33 times: the bodies',
    );
    const group = new THREE.Group();
    group.scale.set(1, 2, 1);
    group.add(plane);
    plane.scale.set(1, 1, 1);
    plane.rotation.z = 0.5;
    expect(distortionOf(THREE, plane, picture)).toContain('two: the plane is skewed');
  });
});
