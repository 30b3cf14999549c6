import { existsSync, readFileSync } from 'node:fs';
import { validateBytes } from 'gltf-validator';
import { AnimationMixer, type SkinnedMesh } from 'three';
import { describe, expect, test } from 'vitest';
import { toGlb, toGltf } from '../../../converters/export/glb.js';
import { riggedDocument } from '../../../converters/export/gltf-document.js';
import type { Compression, GltfOptions } from '../../../converters/export/gltf-options.js';
import { splitSurfaces } from '../../../converters/export/surface.js';
import { BONE_NAMES, type Naming } from '../../../converters/formats/bone-names.js';
import { standOnFloor } from '../../../core/body/floor.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { posedVertices } from '../../../core/body/posed-body.js';
import { rigBody } from '../../../core/body/rigged-body.js';
import { rigMotion } from '../../../core/body/rigged-motion.js';
import type { RiggedBody } from '../../../core/types.js';
import { loadBody } from '../../../models/load-body.js';
import { playPose, readGlb, shownVertices, skinnedMeshes } from '../../support/read-glb.js';
import { randomParameters, tinyBody, tinyRiggedBody } from '../../support/tiny-body.js';

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
    await expectRoundTrip(body, { boneAxes: 'y-to-child', pose: 'applied' });
    // 14,709 vertices of 64 bytes, 27,036 triangles of 6, the clip, the JSON.
    expect((await toGlb([body])).length).toBeLessThan(1.5e6);
  });
});

/** Severities: 0 error, 1 warning, 2 information. */
async function khronosMessages(bytes: Uint8Array): Promise<{ severity: number; code: string; pointer?: string }[]> {
  const { issues } = await validateBytes(bytes, { maxIssues: 0 });
  // Textures are the user's to add: the coordinates are there for them. Photos have the sides they have.
  return issues.messages.filter(
    ({ code, pointer }) => code !== 'IMAGE_NPOT_DIMENSIONS' && !/TEXCOORD_0$/.test(pointer ?? ''),
  );
}

describe('toGlb, read by the Khronos validator', () => {
  const people = [tinyRiggedBody(1), tinyRiggedBody(2)];
  const { betas, pose, translation } = randomParameters(7);
  const moving = rigMotion(
    tinyBody(),
    {
      betas,
      poses: [...Array.from(pose), ...people[0].metadata.pose],
      translations: [...Array.from(translation), 0, 0, 3],
    },
    30,
  );
  const photo = {
    bytes: readFileSync(new URL('../../../samples/photos/person.jpg', import.meta.url)),
    mimeType: 'image/jpeg',
    camera: { focalLength: 1000, principalPoint: [0, 0], width: 640, height: 424 },
  } as const;
  const shapeMorphs = { model: tinyBody() };

  for (const pose of ['clip', 'rest', 'applied'] as const) {
    for (const boneAxes of ['identity', 'y-to-child'] as const) {
      for (const more of [{}, { shapeMorphs, photo }]) {
        test(`${[pose, boneAxes, ...Object.keys(more)].join(', ')}: nothing to say, of a motion neither`, async () => {
          const bytes = await toGlb([...people, moving], { pose, boneAxes, ...more });
          expect(await khronosMessages(bytes)).toEqual([]);
        });
      }
    }
  }

  for (const compression of ['quantize', 'meshopt', 'draco'] as const) {
    test(`${compression}: no error, no warning; the texture coordinates stay`, async () => {
      const bytes = await toGlb([...people, moving], { compression, shapeMorphs, boneAxes: 'y-to-child' });
      const messages = await khronosMessages(bytes);
      expect(messages.filter(({ severity }) => severity < 2)).toEqual([]);
      const { info } = await validateBytes(bytes);
      expect(info.totalTriangleCount).toBe(3 * 312);
      expect(new TextDecoder().decode(bytes)).toContain('TEXCOORD_0');
    });
  }

  test('a single .gltf with everything inside', async () => {
    const bytes = await toGltf(people, { photo });
    expect(await khronosMessages(bytes)).toEqual([]);
    const json = JSON.parse(new TextDecoder().decode(bytes));
    for (const { uri } of [...json.buffers, ...json.images]) expect(uri).toMatch(/^data:/);
    const [image] = json.images;
    expect(Buffer.from(image.uri.slice(image.uri.indexOf(',') + 1), 'base64').equals(photo.bytes)).toBe(true);
  });
});

test('a motion plays frame by frame, all tracks on one set of times', async () => {
  const all = [1, 2, 3].map((seed) => randomParameters(seed));
  const body = rigMotion(
    tinyBody(),
    {
      betas: all[0].betas,
      poses: all.flatMap(({ pose }) => Array.from(pose)),
      translations: all.flatMap(({ translation }) => Array.from(translation)),
    },
    10,
  );
  const gltf = await readGlb(await toGlb([body]));
  const [clip] = gltf.animations;
  expect([clip.name, clip.duration]).toEqual(['Motion', Math.fround(0.2)]);
  expect(
    new Set(
      riggedDocument([body, body])
        .getRoot()
        .listAnimations()[0]
        .listSamplers()
        .map((s) => s.getInput()),
    ).size,
  ).toBe(1);
  const mixer = new AnimationMixer(gltf.scene);
  mixer.clipAction(clip).play();
  for (const frame of [0, 1]) {
    mixer.setTime(frame / 10);
    gltf.scene.updateMatrixWorld(true);
    const { largest } = largestDistance(skinnedMeshes(gltf.scene), body, posedVertices(body, frame));
    expect(largest).toBeLessThan(TOLERANCE);
  }
  expect(gltf.scene.getObjectByName('Body')?.userData.photorig).toMatchObject({
    frameRate: 10,
    correctives: 'dropped',
  });
});

describe('compressed, read by three', () => {
  const body = tinyRiggedBody(8);
  test('quantised vertices lie within a fifth of a millimetre', async () => {
    const gltf = await readGlb(await toGlb([body], { compression: 'quantize' }));
    playPose(gltf);
    const { largest } = largestDistance(skinnedMeshes(gltf.scene), body, posedVertices(body));
    // 14 bits on 1.9 m and on the corrective, 16 on the weights.
    expect(largest).toBeLessThan(2e-4);
  });

  test('an unknown compression is refused', async () => {
    const compression = 'zip' as Compression;
    await expect(toGlb([body], { compression })).rejects.toThrow(/Choose one of none, quantize, meshopt, draco/);
  });
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
