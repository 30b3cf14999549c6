import { type Document, WebIO } from '@gltf-transform/core';
import { describe, expect, test } from 'vitest';
import { toGlb, toGltf } from '../../../converters/export/glb.js';
import { riggedDocument } from '../../../converters/export/gltf-document.js';
import type { Compression, GltfOptions, PoseMode } from '../../../converters/export/gltf-options.js';
import { BONE_NAMES, type Naming } from '../../../converters/export/names.js';
import { readGlbParameters } from '../../../converters/import/glb-pose.js';
import { rigBody, standOnFloor } from '../../../core/body/rigged-body.js';
import { rigMotion } from '../../../core/body/rigged-motion.js';
import { rotationAngle, rotationFromAxisAngle } from '../../../core/body/rotation.js';
import { shapeBody } from '../../../core/body/shape.js';
import { randomParameters, tinyBody, tinyRiggedBody } from '../../support/tiny-body.js';

/** What must survive any way through a file. Degrees. */
const TOLERANCE = 0.1;
const SEED = 31;
const model = tinyBody();
const parameters = randomParameters(SEED);
const [body] = standOnFloor([rigBody(model, parameters)]);

/** The largest angle between joints of two poses, T×J×3; degrees. */
function largestAngle(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  const [A, B] = [new Float64Array(9), new Float64Array(9)];
  let largest = 0;
  for (let i = 0; i < a.length; i += 3) {
    rotationFromAxisAngle(a[i], a[i + 1], a[i + 2], A);
    rotationFromAxisAngle(b[i], b[i + 1], b[i + 2], B);
    largest = Math.max(largest, rotationAngle(A, 0, B, 0));
  }
  return (180 / Math.PI) * largest;
}

/** The file as a tool leaves it that knows nothing of our metadata. */
async function withoutExtras(document: Document): Promise<Uint8Array> {
  for (const node of document.getRoot().listNodes()) node.setExtras({});
  return new WebIO().writeBinary(document);
}

const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));

describe(`pose and betas come back, seed ${SEED}`, () => {
  for (const naming of Object.keys(BONE_NAMES) as Naming[]) {
    for (const boneAxes of ['identity', 'y-to-child'] as const) {
      for (const pose of ['clip', 'applied', 'rest'] as PoseMode[]) {
        test(`${naming}, ${boneAxes}, ${pose}`, async () => {
          const read = await readGlbParameters(await toGlb([body], { naming, boneAxes, pose }));
          expect(largestAngle(read.poses, parameters.pose)).toBeLessThan(TOLERANCE);
          expect([...(read.betas ?? [])]).toEqual([...Array.from(parameters.betas)]);
          expect(distance(read.translations, parameters.translation)).toBeLessThan(1e-6);
          expect(read.camera).toEqual(parameters.camera);
          expect(read).toMatchObject({ naming, people: 1, body: { name: 'tiny' }, translationOf: 'body' });
          expect(read.frameRate).toBeUndefined();
        });
      }
    }
  }

  for (const compression of ['quantize', 'meshopt', 'draco'] as Compression[]) {
    test(`compressed: ${compression}`, async () => {
      const read = await readGlbParameters(await toGlb([body], { compression, boneAxes: 'y-to-child' }));
      expect(largestAngle(read.poses, parameters.pose)).toBeLessThan(TOLERANCE);
    });
  }

  test('from .gltf, and from the skeleton alone', async () => {
    const fromText = await readGlbParameters(await toGltf([body]));
    expect(largestAngle(fromText.poses, parameters.pose)).toBeLessThan(TOLERANCE);
    const bare = await readGlbParameters(await withoutExtras(riggedDocument([body], { boneAxes: 'y-to-child' })));
    expect(largestAngle(bare.poses, parameters.pose)).toBeLessThan(TOLERANCE);
    expect(bare).toMatchObject({ betas: null, body: null, translationOf: 'pelvis' });
  });
});

test('without metadata the translation is the place of the pelvis', async () => {
  const [rigged] = [rigBody(model, parameters)];
  const { translations } = await readGlbParameters(await withoutExtras(riggedDocument([rigged])));
  const { joints } = shapeBody(model, parameters.betas);
  const expected = Array.from(parameters.translation, (value, axis) => value + joints[axis]);
  expect(distance(translations, expected)).toBeLessThan(1e-5);
});

describe('a motion', () => {
  const T = 9;
  const all = Array.from({ length: T }, (_, t) => randomParameters(SEED + t));
  const poses = all.flatMap(({ pose }) => Array.from(pose));
  const translations = all.flatMap(({ translation }) => Array.from(translation));
  const moving = rigMotion(model, { betas: parameters.betas, poses, translations }, 29.97);

  for (const options of [
    {},
    { boneAxes: 'y-to-child', naming: 'unreal' },
    { compression: 'meshopt' },
  ] as GltfOptions[]) {
    test(`every frame, the way and the rate: ${JSON.stringify(options)}`, async () => {
      const read = await readGlbParameters(await toGlb(standOnFloor([moving]), options));
      expect(largestAngle(read.poses, poses)).toBeLessThan(TOLERANCE);
      expect(distance(read.translations, translations)).toBeLessThan(1e-5);
      expect(read.frameRate).toBe(29.97);
    });
  }
});

test('several people, each by number', async () => {
  const others = [tinyRiggedBody(41), tinyRiggedBody(42)];
  const bytes = await toGlb(others, { naming: 'mixamo' });
  const second = await readGlbParameters(bytes, { person: 1 });
  expect(largestAngle(second.poses, others[1].metadata.pose)).toBeLessThan(TOLERANCE);
  expect(second.people).toBe(2);
  await expect(readGlbParameters(bytes, { person: 2, where: 'two.glb' })).rejects.toThrow(
    /two.glb: there is no person 2, the file has 2/,
  );
});

test('a skeleton in other units, turned and moved by a node above it', async () => {
  const document = riggedDocument([body]);
  const [scene] = document.getRoot().listScenes();
  const root = document
    .getRoot()
    .listNodes()
    .find((node) => node.getName() === 'Root');
  const above = document.createNode('Armature').setTranslation([5, 1, 0]).setScale([0.01, 0.01, 0.01]);
  if (root) scene.addChild(above.addChild(root));
  const read = await readGlbParameters(await new WebIO().writeBinary(document));
  expect(largestAngle(read.poses, parameters.pose)).toBeLessThan(TOLERANCE);
});

test('keys that other tools write: cubic splines and steps hit the same poses', async () => {
  for (const interpolation of ['CUBICSPLINE', 'STEP'] as const) {
    const document = riggedDocument([body]);
    const [animation] = document.getRoot().listAnimations();
    for (const sampler of animation.listSamplers()) {
      sampler.setInterpolation(interpolation);
      const output = sampler.getOutput();
      if (interpolation === 'STEP' || output === null) continue;
      const size = output.getElementSize();
      const values = Array.from({ length: output.getCount() }, (_, key) => output.getElement(key, []));
      const none = new Array<number>(size).fill(0);
      output.setArray(Float32Array.from(values.flatMap((value) => [...none, ...value, ...none])));
    }
    // A rest pose would be filled from the metadata.
    const read = await readGlbParameters(await withoutExtras(document));
    expect(largestAngle(read.poses, parameters.pose)).toBeLessThan(TOLERANCE);
  }
});

describe('refuses', () => {
  test('what is no glTF', async () => {
    await expect(readGlbParameters(new Uint8Array(10), { where: 'x.glb' })).rejects.toMatchObject({
      code: 'bad-input',
    });
    await expect(readGlbParameters(new TextEncoder().encode('null'))).rejects.toMatchObject({ code: 'bad-input' });
  });

  test('bones without a known name', async () => {
    const document = riggedDocument([body]);
    for (const node of document.getRoot().listNodes()) node.setName(`bone ${node.getName()}`);
    const bytes = await new WebIO().writeBinary(document);
    await expect(readGlbParameters(bytes)).rejects.toMatchObject({ code: 'unsupported' });
  });

  test('claims of more numbers than the file could mean, before making room for them', async () => {
    const json = JSON.parse(new TextDecoder().decode(await toGltf([body])));
    json.accessors.push({ type: 'MAT4', componentType: 5126, count: 2 ** 31 });
    const bytes = new TextEncoder().encode(JSON.stringify(json));
    await expect(readGlbParameters(bytes)).rejects.toThrow(/claims/);
  });

  test('a circle of nodes does not hang it', async () => {
    const json = JSON.parse(new TextDecoder().decode(await toGltf([body])));
    const hips = json.nodes.findIndex(({ name }: { name: string }) => name === 'Hips');
    json.nodes.find(({ name }: { name: string }) => name === 'Head').children = [hips];
    const bytes = new TextEncoder().encode(JSON.stringify(json));
    await expect(readGlbParameters(bytes)).resolves.toMatchObject({ people: 1 });
  });

  test('metadata that somebody broke: they count as absent', async () => {
    const document = riggedDocument([body]);
    const node = document
      .getRoot()
      .listNodes()
      .find((candidate) => candidate.getMesh() !== null);
    node?.setExtras({ photorig: { betas: [1, 'x'], pose: 'yes', translation: [1, 2], camera: 7, body: null } });
    const read = await readGlbParameters(await new WebIO().writeBinary(document));
    expect(read).toMatchObject({ betas: null, body: null, translationOf: 'pelvis' });
    expect(largestAngle(read.poses, parameters.pose)).toBeLessThan(TOLERANCE);
  });
});
