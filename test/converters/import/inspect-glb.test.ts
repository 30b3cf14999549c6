import { type Document, type GLTF, WebIO } from '@gltf-transform/core';
import { expect, test } from 'vitest';
import { toGlb } from '../../../converters/export/glb.js';
import { riggedDocument } from '../../../converters/export/gltf-document.js';
import { toVrm } from '../../../converters/export/vrm.js';
import { inspectGlb } from '../../../converters/import/inspect-glb.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

test('a file of ours: maker, meshes, joints and clip of each person', async () => {
  const bytes = await toGlb([tinyRiggedBody(1), tinyRiggedBody(2)]);
  const facts = await inspectGlb('a.glb', bytes);
  expect(facts).toMatchObject({ kind: 'glb', bytes: bytes.length, generator: 'photorig' });
  const names = Object.keys(facts);
  expect(names.filter((name) => name.startsWith('mesh '))).toHaveLength(2);
  expect(names.filter((name) => name.startsWith('skin '))).toHaveLength(2);
  const mesh = String(facts[names.find((name) => name.startsWith('mesh '))!]);
  expect(mesh).toMatch(/^\d+ vertices, 312 triangles, \d materials, morphs PoseCorrective$/);
  expect(facts[names.find((name) => name.startsWith('skin '))!]).toMatch(/^25 joints: Root Hips /);
  // Two people: 24 rotations, a translation and a corrective each, one frame long.
  expect(facts['clip Pose']).toBe('52 channels, 0.033 s');
});

test('of people of ours: whose body, which shape, what camera', async () => {
  const seen = tinyRiggedBody(1);
  const camera = { focalLength: 800.4, principalPoint: [320, 240] as const, width: 640, height: 480 };
  const metadata = { ...seen.metadata, bodyLicence: 'CC0-1.0', camera: { ...camera, down: [0, 1, 0] as const } };
  const other = tinyRiggedBody(2);
  const blind = { ...other, metadata: { ...other.metadata, camera: null, focalLength: 500 } };
  for (const bytes of [await toGlb([{ ...seen, metadata }, blind]), await toVrm({ ...seen, metadata })]) {
    const facts = await inspectGlb('a.glb', bytes);
    expect(facts['body Body']).toBe(`${metadata.bodyName} (licence CC0-1.0)`);
    expect(facts['betas Body']).toEqual([...metadata.betas]);
    expect(facts['camera Body']).toBe('focal length 800 px, image 640 x 480, level');
  }
  const { 'camera Body_2': second } = await inspectGlb('a.glb', await toGlb([seen, blind]));
  expect(second).toBe('focal length 500 px');
});

test('metadata that another tool spoiled', async () => {
  const facts = await inspectSpoiled((document) => {
    for (const node of document.getRoot().listNodes()) node.setExtras({ photorig: null });
  });
  expect(Object.keys(facts).filter((name) => /^(body|betas|camera) /.test(name))).toEqual([]);
});

test.each(['quantize', 'meshopt', 'draco'] as const)('%s: unpacked', async (compression) => {
  const facts = await inspectGlb('a.glb', await toGlb([tinyRiggedBody(1)], { compression }));
  expect(facts['mesh Body']).toMatch(/^\d+ vertices, 312 triangles, /);
  expect(facts).toMatchObject({ generator: 'photorig', 'clip Pose': '26 channels, 0.033 s' });
});

const inspectSpoiled = async (spoil: (document: Document) => void) => {
  const document = riggedDocument([tinyRiggedBody(1), tinyRiggedBody(2)]);
  spoil(document);
  return inspectGlb('a.glb', await new WebIO().writeBinary(document));
};

test('meshes of one name are all listed, unnamed ones too', async () => {
  const sameName = await inspectSpoiled((document) => {
    for (const mesh of document.getRoot().listMeshes()) mesh.setName('Body');
  });
  expect(Object.keys(sameName)).toEqual(expect.arrayContaining(['mesh Body', 'mesh Body (2)']));
  const noName = await inspectSpoiled((document) => {
    for (const mesh of document.getRoot().listMeshes()) mesh.setName('');
  });
  expect(Object.keys(noName)).toEqual(expect.arrayContaining(['mesh', 'mesh (2)']));
});

test('of very many things of one name the first are listed, and how many more there are', async () => {
  const many = await inspectSpoiled((document) => {
    for (let i = 0; i < 1000; i++) document.createAnimation();
    for (let i = 0; i < 150; i++) document.createNode('who').setExtras({ photorig: { upright: true } });
  });
  const clips = Object.keys(many).filter((name) => name.startsWith('clip'));
  expect(clips).toHaveLength(101);
  expect(clips.slice(0, 3)).toEqual(['clip Pose', 'clip', 'clip (2)']);
  expect(many['clip ...']).toBe('and 901 more');
  expect(many['turned who (98)']).toBe('upright, by the camera');
  expect(many['person ...']).toBe('and 52 more');
});

test('a name that looks numbered keeps its line', async () => {
  const names = ['a', 'a (2)', 'a', 'a', '__proto__', 'constructor'];
  const facts = await inspectSpoiled((document) => {
    for (const clip of document.getRoot().listAnimations()) clip.dispose();
    for (const name of names) document.createAnimation(name);
  });
  const clips = Object.keys(facts).filter((name) => name.startsWith('clip'));
  expect(clips).toEqual(['clip a', 'clip a (2)', 'clip a (3)', 'clip a (4)', 'clip __proto__', 'clip constructor']);
});

test('triangles without an index count by their corners', async () => {
  const facts = await inspectSpoiled((document) => {
    for (const mesh of document.getRoot().listMeshes()) {
      mesh.setName('Body');
      for (const primitive of mesh.listPrimitives().slice(1)) mesh.removePrimitive(primitive);
      const [primitive] = mesh.listPrimitives();
      primitive.setIndices(null);
    }
  });
  const [, vertices, triangles] = /^(\d+) vertices, ([\d.]+) triangles/.exec(String(facts['mesh Body']))!;
  expect(triangles).toBe(String(Math.floor(Number(vertices) / 3)));
});

// Modes of glTF 2.0, 5.24.2: points, lines, line loop, line strip, triangles, strip, fan; of 8 corners.
test.each([0, 0, 0, 0, 2, 6, 6].map((triangles, mode) => [mode, triangles]))(
  'mode %i: %i triangles',
  async (mode, triangles) => {
    const facts = await inspectSpoiled((document) => {
      const corners = document.createAccessor().setType('VEC3').setArray(new Float32Array(24));
      for (const mesh of document.getRoot().listMeshes()) {
        mesh.setName('Body').setExtras({});
        for (const primitive of mesh.listPrimitives()) mesh.removePrimitive(primitive);
        const drawn = document.createPrimitive().setAttribute('POSITION', corners);
        mesh.addPrimitive(drawn.setMode(mode as GLTF.MeshPrimitiveMode));
      }
    });
    expect(facts['mesh Body']).toBe(`8 vertices, ${triangles} triangles, 1 materials`);
  },
);

test.each([
  ['text', new TextEncoder().encode('this is no GLB')],
  ['nothing', new Uint8Array(0)],
])('%s is refused', async (_, bytes) => {
  const refusal = { name: 'FitError', code: 'bad-input', where: 'a.glb' };
  await expect(inspectGlb('a.glb', bytes)).rejects.toMatchObject(refusal);
});

test('what is damaged is refused in words of ours', async () => {
  const bytes = new TextEncoder().encode('{"asset":{"version":"2.0"},"nodes":[{"children":7}]}');
  await expect(inspectGlb('a.gltf', bytes)).rejects.toMatchObject({
    code: 'bad-input',
    message:
      'a.gltf: the file cannot be read: nodes[0].children is no list. Write it again with its exporter, its data inside.',
  });
});

test('a GLB cut off half way is refused', async () => {
  const bytes = await toGlb([tinyRiggedBody()]);
  const refusal = { name: 'FitError', code: 'bad-input', where: 'a.glb' };
  await expect(inspectGlb('a.glb', bytes.subarray(0, bytes.length / 2))).rejects.toMatchObject(refusal);
});
