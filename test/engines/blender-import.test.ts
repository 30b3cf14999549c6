import { describe, expect, test } from 'vitest';
import { openBody } from '../../converters/cli/node-models.js';
import { toFbx } from '../../converters/export/fbx.js';
import { splitSurfaces } from '../../converters/export/surface.js';
import { BONE_NAMES } from '../../converters/formats/bone-names.js';
import { standOnFloor } from '../../core/body/floor.js';
import { SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { posedVertices } from '../../core/body/posed-body.js';
import { rigBody } from '../../core/body/rigged-body.js';
import type { RiggedBody } from '../../core/types.js';
import { movingBody } from '../support/moving-body.js';
import { randomParameters } from '../support/tiny-body.js';
import { blenderVersion, importInBlender } from './blender-import.js';

/** Metres; Blender computes in float32, measured 5e-7. */
const TOLERANCE = 1e-4;
/** Blender starts in some seconds, more on a busy machine. */
const TIMEOUT = 300_000;

/** Largest distance between vertices in the order of our surfaces and those of the body (V×3). */
function distance(points: readonly number[], body: RiggedBody, expected: Float32Array): number {
  const vertices = splitSurfaces(body).flatMap((surface) => Array.from(surface.vertices));
  expect(points).toHaveLength(3 * vertices.length);
  return vertices.reduce((largest, vertex, i) => {
    const apart = [0, 1, 2].map((axis) => points[3 * i + axis] - expected[3 * vertex + axis]);
    return Math.max(largest, Math.hypot(...apart));
  }, 0);
}

describe.skipIf(blenderVersion() === null)('Blender imports our FBX', () => {
  test('size, facing, bones, pose and corrective of the shipped body, seed 6', { timeout: TIMEOUT }, async () => {
    const model = await openBody('neutral');
    const [body] = standOnFloor([rigBody(model, randomParameters(6, model.betaCount))]);
    const report = importInBlender(await toFbx([body], { naming: 'mixamo' }), 'fbx', [0, 1 / 30]);
    const [armature] = report.armatures;
    const names = BONE_NAMES.mixamo;
    expect([...armature.bones].sort()).toEqual([names.root, ...SMPL_JOINTS.map((joint) => names[joint])].sort());
    const heads = Float32Array.from(
      SMPL_JOINTS.flatMap((joint) => {
        const at = 3 * armature.bones.indexOf(names[joint]);
        return armature.heads.slice(at, at + 3);
      }),
    );
    heads.forEach((value, i) => {
      expect(Math.abs(value - body.restJoints[i])).toBeLessThan(TOLERANCE);
    });

    const [mesh] = report.meshes;
    expect(mesh.triangles).toBe(body.faces.length / 3);
    expect(mesh.materials).toEqual(['Skin', 'Sclera', 'Iris', 'Pupil']);
    expect(mesh.shapeKeys).toEqual(['Basis', 'PoseCorrective']);
    expect(distance(mesh.rest, body, body.restVertices)).toBeLessThan(TOLERANCE);
    for (const shown of mesh.shown) expect(distance(shown, body, posedVertices(body))).toBeLessThan(TOLERANCE);
    for (const { range } of report.clips) expect(range).toEqual([1, 2]);
  });

  test('each frame of a motion, at its own frame rate', { timeout: TIMEOUT }, async () => {
    const body = movingBody([1, 2, 3]);
    const report = importInBlender(await toFbx([body]), 'fbx', [0, 0.1, 0.2]);
    expect(report.framesASecond).toBe(10);
    report.meshes[0].shown.forEach((shown, frame) => {
      expect(distance(shown, body, posedVertices(body, frame))).toBeLessThan(TOLERANCE);
    });
  });
});
