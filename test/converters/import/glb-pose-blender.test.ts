import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { toGlb } from '../../../converters/export/glb.js';
import { readGlbParameters } from '../../../converters/import/glb-pose.js';
import { rotationAngle, rotationFromAxisAngle } from '../../../core/body/rotation.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

/** Reads a file and writes what it read; prints where each bone begins and ends. Old Blenders use numpy.bool. */
const SCRIPT = `
import sys, json, numpy
numpy.bool = bool
import bpy
source, target = sys.argv[sys.argv.index('--') + 1:]
bpy.ops.wm.read_factory_settings(use_empty=True)
bpy.ops.import_scene.gltf(filepath=source, bone_heuristic='BLENDER')
armature = [thing for thing in bpy.data.objects if thing.type == 'ARMATURE'][0]
print('BONES' + json.dumps({bone.name: [list(bone.head_local), list(bone.tail_local)] for bone in armature.data.bones}))
bpy.ops.export_scene.gltf(filepath=target, export_extras=True)
`;

function blender(...args: string[]): string | null {
  try {
    return execFileSync('blender', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return null;
  }
}

const isThere = blender('--version') !== null;
if (!isThere) console.warn('The test of the way through Blender is skipped: there is no blender here.');
const folder = mkdtempSync(path.join(tmpdir(), 'photorig-blender-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.skipIf(!isThere)(
  'y-to-child bones end at the next joint in Blender, and pose and betas come back from it',
  async () => {
    const body = tinyRiggedBody(71);
    const [script, source, target] = ['read.py', 'in.glb', 'out.glb'].map((name) => path.join(folder, name));
    writeFileSync(script, SCRIPT);
    writeFileSync(source, await toGlb([body], { boneAxes: 'y-to-child' }));
    const printed = blender('-b', '--factory-startup', '-P', script, '--', source, target) ?? '';
    const bones = JSON.parse(/^BONES(.*)$/m.exec(printed)?.[1] ?? '{}') as Record<string, [number[], number[]]>;
    for (const [from, to] of [
      ['LeftUpperArm', 'LeftLowerArm'],
      ['RightUpperLeg', 'RightLowerLeg'],
      ['Hips', 'Spine'],
    ]) {
      // Centimetres: only the direction and which joint are at stake.
      bones[from][1].forEach((value, axis) => {
        expect(value, `${from} to ${to}`).toBeCloseTo(bones[to][0][axis], 2);
      });
    }

    const { poses, betas } = await readGlbParameters(readFileSync(target));
    expect([...(betas ?? [])]).toEqual(body.metadata.betas.map((beta) => expect.closeTo(beta, 6)));
    const [A, B] = [new Float64Array(9), new Float64Array(9)];
    for (let i = 0; i < poses.length; i += 3) {
      rotationFromAxisAngle(poses[i], poses[i + 1], poses[i + 2], A);
      const [x, y, z] = body.metadata.pose.slice(i, i + 3);
      rotationFromAxisAngle(x, y, z, B);
      expect((rotationAngle(A, 0, B, 0) * 180) / Math.PI).toBeLessThan(0.1);
    }
  },
);
