import { existsSync, readFileSync } from 'node:fs';
import { validateBytes } from 'gltf-validator';
import type { SkinnedMesh } from 'three';
import { describe, expect, test } from 'vitest';
import { toGlb } from '../../../converters/export/glb.js';
import type { GltfOptions } from '../../../converters/export/gltf-options.js';
import { BONE_NAMES, type Naming } from '../../../converters/export/names.js';
import { splitSurfaces } from '../../../converters/export/surface.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { posedVertices, rigBody, standOnFloor } from '../../../core/body/rigged-body.js';
import type { RiggedBody } from '../../../core/types.js';
import { loadBody } from '../../../models/load-body.js';
import { playPose, readGlb, shownVertices, skinnedMeshes } from '../../support/read-glb.js';
import { randomParameters, tinyRiggedBody } from '../../support/tiny-body.js';

/** Half a millimetre would be visible at an elbow; float32 of matrices in a chain of ten joints costs some 1e-6. */
const TOLERANCE = 1e-4;
const NAMINGS = Object.keys(BONE_NAMES) as Naming[];

/** Largest distance between what three shows and what we say the mesh is; also counts the vertices compared. */
function largestDistance(meshes: readonly SkinnedMesh[], body: RiggedBody, expected: Float32Array) {
  let largest = 0;
  let count = 0;
  splitSurfaces(body).forEach((surface, s) => {
    const shown = shownVertices(meshes[s]);
    expect(shown.length).toBe(3 * surface.vertices.length);
    surface.vertices.forEach((vertex, i) => {
      const [x, y, z] = [0, 1, 2].map((axis) => shown[3 * i + axis] - expected[3 * vertex + axis]);
      largest = Math.max(largest, Math.hypot(x, y, z));
      count++;
    });
  });
  return { largest, count };
}

async function expectRoundTrip(body: RiggedBody, options: GltfOptions): Promise<void> {
  const gltf = await readGlb(await toGlb([body], options));
  const meshes = skinnedMeshes(gltf.scene);
  gltf.scene.updateMatrixWorld(true);
  const atRest = options.pose === 'applied' ? posedVertices(body) : body.restVertices;
  expect(largestDistance(meshes, body, atRest).largest).toBeLessThan(TOLERANCE);

  if (gltf.animations.length === 0) return;
  playPose(gltf);
  const { largest, count } = largestDistance(meshes, body, posedVertices(body));
  expect(largest).toBeLessThan(TOLERANCE);
  expect(count).toBeGreaterThanOrEqual(body.restVertices.length / 3);
}

describe('toGlb, read by three', () => {
  for (const naming of NAMINGS) {
    test(`skins the posed mesh as we do, ${naming} names, seed 1`, async () => {
      await expectRoundTrip(tinyRiggedBody(1), { naming });
    });
  }

  test('shows the pose without a clip when it is applied, seed 2', async () => {
    await expectRoundTrip(tinyRiggedBody(2), { pose: 'applied' });
  });

  test('has neither clip nor morph target at rest, seed 2', async () => {
    const body = tinyRiggedBody(2);
    await expectRoundTrip(body, { pose: 'rest' });
    const gltf = await readGlb(await toGlb([body], { pose: 'rest' }));
    expect(gltf.animations).toHaveLength(0);
    expect(skinnedMeshes(gltf.scene)[0].morphTargetInfluences).toBeUndefined();
  });

  test('a body without part, atlas and correctives goes through', async () => {
    await expectRoundTrip({ ...tinyRiggedBody(3), part: null, uv: null, poseCorrective: null }, {});
  });

  test('25 joints, the root first, names by scheme', async () => {
    for (const naming of NAMINGS) {
      const gltf = await readGlb(await toGlb([tinyRiggedBody()], { naming }));
      const bones = skinnedMeshes(gltf.scene)[0].skeleton.bones.map((bone) => bone.name);
      const names = BONE_NAMES[naming];
      // three drops the colon of mixamorig:Hips.
      const expected = [names.root, ...SMPL_JOINTS.map((joint) => names[joint])].map((name) => name.replace(':', ''));
      expect(bones).toEqual(expected);
    }
  });

  test('one clip poses several people, each its own way, seeds 4 and 5', async () => {
    const bodies = [tinyRiggedBody(4), tinyRiggedBody(5)];
    const gltf = await readGlb(await toGlb(bodies));
    expect(gltf.animations.map((clip) => clip.name)).toEqual(['Pose']);
    playPose(gltf);
    const meshes = skinnedMeshes(gltf.scene);
    const perBody = meshes.length / 2;
    bodies.forEach((body, person) => {
      const own = meshes.slice(person * perBody, (person + 1) * perBody);
      expect(largestDistance(own, body, posedVertices(body)).largest).toBeLessThan(TOLERANCE);
    });
    expect(meshes[perBody].skeleton.bones[1].name).toBe('Hips_2');
  });

  const shipped = new URL('../../../models/body/neutral.npz', import.meta.url);
  test.skipIf(!existsSync(shipped))('the shipped body, seed 6', async () => {
    const model = loadBody('neutral.npz', readFileSync(shipped), { name: 'neutral' });
    const [body] = standOnFloor([rigBody(model, randomParameters(6, model.betaCount))]);
    await expectRoundTrip(body, {});
  });
});

describe('toGlb, read by the Khronos validator', () => {
  for (const pose of ['clip', 'rest', 'applied'] as const) {
    test(`pose ${pose}: nothing but texture coordinates without a texture`, async () => {
      const bytes = await toGlb([tinyRiggedBody(1), tinyRiggedBody(2)], { pose });
      const { issues, info } = await validateBytes(bytes);
      // Textures are the user's to add: the coordinates are there for them.
      const other = issues.messages.filter((message) => !/TEXCOORD_0$/.test(message.pointer ?? ''));
      expect(other).toEqual([]);
      expect(info.totalTriangleCount).toBe(2 * 312);
    });
  }
});

test('the same body gives the same bytes', async () => {
  expect(Buffer.compare(await toGlb([tinyRiggedBody()]), await toGlb([tinyRiggedBody()]))).toBe(0);
});

test('says whose body it is and which parameters give it back', async () => {
  const body = tinyRiggedBody();
  const gltf = await readGlb(await toGlb([body], { generator: 'photorig 1.2.3' }));
  expect(gltf.asset.generator).toBe('photorig 1.2.3');
  const { photorig } = gltf.scene.getObjectByName('Body')?.userData ?? {};
  expect(photorig.body).toEqual({ name: 'tiny', sha256: '', licence: 'CC0-1.0' });
  expect(photorig.betas).toEqual(body.metadata.betas);
  expect(photorig.pose).toEqual(body.metadata.pose);
  expect(photorig.camera.focalLength).toBe(1000);
});

test('refuses an empty list and an unknown naming', async () => {
  await expect(toGlb([])).rejects.toThrow(/no body to write/);
  await expect(toGlb([tinyRiggedBody()], { naming: 'toString' as Naming })).rejects.toThrow(/Choose one of humanoid/);
});
