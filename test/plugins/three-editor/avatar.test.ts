import * as THREE from 'three';
import { describe, expect, test } from 'vitest';
import { standOnFloor } from '../../../core/body/floor.js';
import { SMPL_JOINTS, type SmplJoint } from '../../../core/body/joint-sets.js';
import { posedJoints, posedVertices } from '../../../core/body/posed-body.js';
import { rigBody } from '../../../core/body/rigged-body.js';
import { downOfPitch } from '../../../core/camera/gravity.js';
import type { Camera, Fit, RiggedBody } from '../../../core/types.js';
import { placementOf } from '../../../plugins/three-editor/avatar.js';
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

test('before a plane it covers the person, however the camera is tilted', () => {
  const plane = new THREE.Mesh(new THREE.PlaneGeometry(4, 3));
  const placements = [CAMERA, { ...CAMERA, down: downOfPitch(25) }].map((camera) => {
    const { body, fit } = seenBy(camera, 25);
    return placementOf(THREE, body, fit, plane);
  });
  expect(placements[1]).toEqual(placements[0]);
});
