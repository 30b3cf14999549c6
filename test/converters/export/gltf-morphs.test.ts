import type { SkinnedMesh } from 'three';
import { expect, test } from 'vitest';
import { toGlb } from '../../../converters/export/glb.js';
import { simplifyBody } from '../../../converters/export/lod.js';
import { splitSurfaces } from '../../../converters/export/surface.js';
import { posedVertices } from '../../../core/body/posed-body.js';
import { rigBody } from '../../../core/body/rigged-body.js';
import { shapeBody } from '../../../core/body/shape.js';
import { goldenBody } from '../../support/golden-body.js';
import { playPose, readGlb, shownVertices, skinnedMeshes } from '../../support/read-glb.js';
import { randomParameters, tinyBody } from '../../support/tiny-body.js';

const SEED = 61;
const model = tinyBody();
const parameters = randomParameters(SEED);
const body = rigBody(model, parameters);

async function read(options: object): Promise<SkinnedMesh[]> {
  const gltf = await readGlb(await toGlb([body], { shapeMorphs: { model }, ...options }));
  gltf.scene.updateMatrixWorld(true);
  if (gltf.animations.length > 0) playPose(gltf);
  return skinnedMeshes(gltf.scene);
}

test('ten betas by name, after the corrective, all 0 but the corrective in the pose', async () => {
  const [mesh] = await read({});
  const names = Object.entries(mesh.morphTargetDictionary ?? {}).sort(([, a], [, b]) => a - b);
  expect(names.map(([name]) => name)).toEqual([
    'PoseCorrective',
    ...Array.from({ length: 10 }, (_, b) => `Shape00${b}`),
  ]);
  expect(mesh.morphTargetInfluences).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test(`at rest a weight adds to its beta, seed ${SEED}`, async () => {
  const [mesh] = await read({ pose: 'rest' });
  expect(mesh.morphTargetInfluences).toHaveLength(10);
  mesh.morphTargetInfluences?.splice(1, 1, 1.5);
  const betas = Array.from(parameters.betas);
  const before = shapeBody(model, betas).vertices;
  betas[1] += 1.5;
  const after = shapeBody(model, betas).vertices;
  const shown = shownVertices(mesh);
  splitSurfaces(body)[0].vertices.forEach((vertex, i) => {
    for (let axis = 0; axis < 3; axis++) {
      const expected = body.restVertices[3 * vertex + axis] + after[3 * vertex + axis] - before[3 * vertex + axis];
      expect(shown[3 * i + axis]).toBeCloseTo(expected, 5); // float32
    }
  });
});

test('the pose stays as it was', async () => {
  const meshes = await read({ pose: 'applied' });
  const expected = posedVertices(body);
  splitSurfaces(body).forEach((surface, s) => {
    const shown = shownVertices(meshes[s]);
    surface.vertices.forEach((vertex, i) => {
      expect(shown[3 * i + 1]).toBeCloseTo(expected[3 * vertex + 1], 4);
    });
  });
});

test('a lighter mesh takes the directions of the vertices that it keeps', async () => {
  const light = await simplifyBody({ ...body, uv: null, part: null }, 0);
  const some = { ...light, sourceVertices: light.sourceVertices.map((v) => (v + 8) % model.vertexCount) };
  const gltf = await readGlb(await toGlb([some], { shapeMorphs: { model }, pose: 'rest' }));
  const [mesh] = skinnedMeshes(gltf.scene);
  const target = mesh.geometry.morphAttributes.position?.[0];
  // Without an atlas each vertex comes once, in the order of the faces: the first corner first.
  const source = some.sourceVertices[body.faces[0]];
  expect(target?.getY(0)).toBeCloseTo(model.shapeDirs[(3 * source + 1) * model.betaCount], 6);
});

test('another model is refused', async () => {
  await expect(toGlb([body], { shapeMorphs: { model: goldenBody() } })).rejects.toThrow(
    /was not made with the given model/,
  );
});
