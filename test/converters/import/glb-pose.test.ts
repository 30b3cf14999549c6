import { type Document, type Node, WebIO } from '@gltf-transform/core';
import { describe, expect, test } from 'vitest';
import { toGlb, toGltf } from '../../../converters/export/glb.js';
import { riggedDocument } from '../../../converters/export/gltf-document.js';
import type { Compression, GltfOptions, PoseMode } from '../../../converters/export/gltf-options.js';
import { toVrma, vrmaDocument } from '../../../converters/export/vrma.js';
import { BONE_NAMES, type Naming } from '../../../converters/formats/bone-names.js';
import { VrmcVrmAnimation } from '../../../converters/formats/vrm-extension.js';
import { type GlbParameters, readGlbParameters } from '../../../converters/import/glb-pose.js';
import { standOnFloor } from '../../../core/body/floor.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { posedVertices } from '../../../core/body/posed-body.js';
import { type BodyParameters, rigBody } from '../../../core/body/rigged-body.js';
import { rigMotion } from '../../../core/body/rigged-motion.js';
import { shapeBody } from '../../../core/body/shape.js';
import type { Camera } from '../../../core/types.js';
import { largestDifference } from '../../support/numeric-jacobian.js';
import { largestAngle, withoutExtras } from '../../support/read-pose.js';
import { randomParameters, tinyBody, tinyRiggedBody } from '../../support/tiny-body.js';

/** What must survive any way through a file. Degrees. */
const TOLERANCE = 0.1;
const SEED = 31;
const model = tinyBody();
const parameters = randomParameters(SEED);
const CAMERA = parameters.camera as Camera;
const [body] = standOnFloor([rigBody(model, parameters)]);

const meshNodeOf = (document: Document): Node | undefined =>
  document
    .getRoot()
    .listNodes()
    .find((node) => node.getMesh() !== null);

/** Turns a bone without children by half a turn about y, at rest and in the clip: q·(0, 1, 0, 0). In place. */
function turnHand(document: Document): void {
  const [clip] = document.getRoot().listAnimations();
  const channel = clip.listChannels().find((one) => one.getTargetNode()?.getName() === 'RightHand');
  channel?.getTargetNode()?.setRotation([0, 1, 0, 0]);
  const keys = channel?.getSampler()?.getOutput();
  for (let i = 0; i < (keys?.getCount() ?? 0); i++) {
    const [x, y, z, w]: number[] = keys?.getElement(i, []) ?? [];
    keys?.setElement(i, [-z, w, x, -y]);
  }
}

test(`the pose of a VRM animation comes back, whatever its bones are called and how they are turned, seed ${SEED}`, async () => {
  const expected = Float64Array.from(parameters.pose).fill(0, 3 * SMPL_JOINTS.indexOf('left_hand')); // VRM has no such bones
  const document = vrmaDocument(body);
  turnHand(document);
  for (const node of document.getRoot().listNodes()) node.setName('');
  const unnamed = await new WebIO().registerExtensions([VrmcVrmAnimation]).writeBinary(document);
  for (const bytes of [await toVrma(body), unnamed]) {
    const read = await readGlbParameters(bytes);
    expect(largestAngle(read.poses, expected)).toBeLessThan(TOLERANCE);
    expect(read).toMatchObject({ betas: null, translationOf: 'pelvis', people: 1 });
  }
});

describe(`pose and betas come back, seed ${SEED}`, () => {
  for (const naming of Object.keys(BONE_NAMES) as Naming[]) {
    for (const boneAxes of ['identity', 'y-to-child'] as const) {
      for (const pose of ['clip', 'applied', 'rest'] as PoseMode[]) {
        test(`${naming}, ${boneAxes}, ${pose}`, async () => {
          const read = await readGlbParameters(await toGlb([body], { naming, boneAxes, pose }));
          expect(largestAngle(read.poses, parameters.pose)).toBeLessThan(TOLERANCE);
          expect([...(read.betas ?? [])]).toEqual([...Array.from(parameters.betas)]);
          expect(largestDifference(read.translations, parameters.translation)).toBeLessThan(1e-6);
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
  expect(largestDifference(translations, expected)).toBeLessThan(1e-5);
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
      expect(largestDifference(read.translations, translations)).toBeLessThan(1e-5);
      expect(read.frameRate).toBe(29.97);
    });
  }
});

describe('people who were turned upright come back as the camera saw them', () => {
  // Looks down by 25 degrees, is rolled by some, and does not say it in a vector of length one.
  const down = [0.3, 1.9, 0.9] as const;
  const tilted: BodyParameters = { ...parameters, camera: { ...CAMERA, down } };
  const [upright] = standOnFloor([rigBody(model, tilted)]);
  const rigged = (read: GlbParameters): BodyParameters => ({
    betas: read.betas ?? [],
    pose: read.poses,
    translation: read.translations,
    ...(read.camera && { camera: read.camera }),
  });

  test('the file is upright: its skeleton alone is another pose than the camera saw', async () => {
    expect(upright.metadata).toMatchObject({ upright: true, camera: { down } });
    const bare = await readGlbParameters(await withoutExtras(riggedDocument([upright])));
    expect(largestAngle(bare.poses.subarray(0, 3), Array.from(tilted.pose).slice(0, 3))).toBeGreaterThan(20);
    expect(largestAngle(bare.poses.subarray(3), Array.from(tilted.pose).slice(3))).toBeLessThan(TOLERANCE);
  });

  for (const pose of ['clip', 'applied', 'rest'] as PoseMode[]) {
    for (const boneAxes of ['identity', 'y-to-child'] as const) {
      test(`${pose}, ${boneAxes}; written again they are turned once`, async () => {
        const read = await readGlbParameters(await toGlb([upright], { pose, boneAxes }));
        expect(largestAngle(read.poses, tilted.pose)).toBeLessThan(TOLERANCE);
        expect(largestDifference(read.translations, tilted.translation)).toBeLessThan(1e-6);
        expect(read.camera).toEqual(tilted.camera);
        expect(read.translationOf).toBe('body');

        const [again] = standOnFloor([rigBody(model, rigged(read))]);
        expect(largestDifference(posedVertices(again), posedVertices(upright))).toBeLessThan(1e-5); // float32 on both ways
        const back = await readGlbParameters(await toGlb([again], { pose, boneAxes }));
        expect(largestAngle(back.poses, tilted.pose)).toBeLessThan(TOLERANCE);
        expect(largestDifference(back.translations, tilted.translation)).toBeLessThan(1e-6);
      });
    }
  }

  test('a pose that a tool changed is turned back with all the rest', async () => {
    const document = riggedDocument([upright], { pose: 'applied' });
    const spine = document
      .getRoot()
      .listNodes()
      .find((node) => node.getName() === 'Spine');
    spine?.setRotation([0, 0, 0, 1]);
    const { poses } = await readGlbParameters(await new WebIO().writeBinary(document));
    expect(largestAngle(poses.subarray(0, 3), Array.from(tilted.pose).slice(0, 3))).toBeLessThan(TOLERANCE);
    expect(largestAngle(poses, tilted.pose)).toBeGreaterThan(5);
  });

  test('a body that stands where the camera saw it is not turned, though its camera is tilted', async () => {
    const read = await readGlbParameters(await toGlb([rigBody(model, tilted)]));
    expect(largestAngle(read.poses, tilted.pose)).toBeLessThan(TOLERANCE);
    expect(read.camera).toEqual(tilted.camera);
  });

  describe('files of which a tool lost half of the word', () => {
    type Word = { readonly upright?: unknown; readonly camera?: object };
    async function readWith(change: (word: Word) => Word, pose: PoseMode = 'clip'): Promise<GlbParameters> {
      const document = riggedDocument([upright], { pose });
      const node = meshNodeOf(document);
      node?.setExtras({ photorig: change(node.getExtras().photorig as Word) });
      return readGlbParameters(await new WebIO().writeBinary(document));
    }
    const bare = async () => readGlbParameters(await withoutExtras(riggedDocument([upright])));

    test.each<[string, (word: Word) => Word]>([
      ['the camera', ({ camera: _, ...rest }) => rest],
      ['its focal length', ({ camera, ...rest }) => ({ ...rest, camera: { ...camera, focalLength: null } })],
    ])('%s: as the skeleton stands, before no camera', async (_, change) => {
      const read = await readWith(change);
      expect(read).not.toHaveProperty('camera');
      expect(largestAngle(read.poses, (await bare()).poses)).toBeLessThan(TOLERANCE);
      expect(largestDifference(read.translations, tilted.translation)).toBeLessThan(1e-6);
    });

    test.each([[undefined], [false], ['true'], [1]])('upright is %j: as the skeleton stands', async (value) => {
      const read = await readWith(({ upright: _, ...rest }) => ({
        ...rest,
        ...(value !== undefined && { upright: value }),
      }));
      expect(read.camera).toEqual(tilted.camera);
      expect(largestAngle(read.poses, (await bare()).poses)).toBeLessThan(TOLERANCE);
    });

    test('a camera that no longer knows how things fall: as the skeleton stands', async () => {
      const read = await readWith(({ camera, ...rest }) => ({ ...rest, camera: { ...camera, down: [0, 0, 0] } }));
      expect(read.camera).toEqual(CAMERA);
      expect(largestAngle(read.poses, (await bare()).poses)).toBeLessThan(TOLERANCE);
    });

    test('a skeleton in the rest pose needs neither: the metadata have the pose', async () => {
      for (const change of [({ camera: _, ...rest }: Word) => rest, ({ upright: _, ...rest }: Word) => rest]) {
        expect(largestAngle((await readWith(change, 'rest')).poses, tilted.pose)).toBeLessThan(TOLERANCE);
      }
    });
  });

  test('every frame of a motion', async () => {
    const all = Array.from({ length: 5 }, (_, t) => randomParameters(SEED + t));
    const poses = all.flatMap(({ pose }) => Array.from(pose));
    const translations = all.flatMap(({ translation }) => Array.from(translation));
    const movement = { betas: parameters.betas, poses, translations, camera: { ...CAMERA, down } };
    const standing = standOnFloor([rigMotion(model, movement, 25)]);
    const read = await readGlbParameters(await toGlb(standing));
    expect(largestAngle(read.poses, poses)).toBeLessThan(TOLERANCE);
    expect(largestDifference(read.translations, translations)).toBeLessThan(1e-5);
    expect(read.camera).toEqual(movement.camera);

    const again = standOnFloor([rigMotion(model, { ...movement, ...read, betas: parameters.betas }, 25)]);
    const back = await readGlbParameters(await toGlb(again));
    expect(largestAngle(back.poses, poses)).toBeLessThan(TOLERANCE);
    expect(largestDifference(back.translations, translations)).toBeLessThan(1e-5);
  });

  test.each([['yes'], [[0, 1]], [[0, 0, 0]], [[0, 'x', 1]], [null]])(
    'uprightBy %j counts as absent',
    async (uprightBy) => {
      const document = riggedDocument([body]);
      const node = meshNodeOf(document);
      const photorig = node?.getExtras().photorig as { readonly camera: object };
      node?.setExtras({ photorig: { ...photorig, uprightBy, camera: { ...photorig.camera, down: uprightBy } } });
      const read = await readGlbParameters(await new WebIO().writeBinary(document));
      expect(largestAngle(read.poses, parameters.pose)).toBeLessThan(TOLERANCE);
      expect(read.camera).toEqual(parameters.camera);
    },
  );
});

test.each([
  { focalLength: 1e300 },
  { focalLength: 0.5 },
  { focalLength: '800' },
  { principalPoint: [1e308, 0] },
  { principalPoint: [320] },
  { width: 640.5 },
  { height: 1e12 },
  { height: 0 },
])('metadata with a camera that none of our readers takes, %j: no camera', async (changes) => {
  const document = riggedDocument([body]);
  const node = meshNodeOf(document);
  const photorig = node?.getExtras().photorig as { readonly camera: object };
  node?.setExtras({ photorig: { ...photorig, camera: { ...photorig.camera, ...changes } } });
  expect(await readGlbParameters(await new WebIO().writeBinary(document))).not.toHaveProperty('camera');
});

test('a focal length that is all there is of a camera', async () => {
  const readWith = async (changes: Record<string, unknown>): Promise<GlbParameters> => {
    const document = riggedDocument([body]);
    const node = meshNodeOf(document);
    node?.setExtras({ photorig: { ...(node.getExtras().photorig as object), ...changes } });
    return readGlbParameters(await new WebIO().writeBinary(document));
  };
  expect(await readWith({ camera: null, focalLength: 800 })).toMatchObject({ focalLength: 800 });
  expect(await readWith({ focalLength: 800 })).not.toHaveProperty('focalLength');
  expect(await readWith({ camera: null, focalLength: 'long' })).not.toHaveProperty('focalLength');
});

test('several people, each by number', async () => {
  const others = [tinyRiggedBody(41), tinyRiggedBody(42)];
  const bytes = await toGlb(others, { naming: 'mixamo' });
  const second = await readGlbParameters(bytes, { person: 1 });
  expect(largestAngle(second.poses, others[1].metadata.pose)).toBeLessThan(TOLERANCE);
  expect(second.people).toBe(2);
  await expect(readGlbParameters(bytes, { person: 2, where: 'two.glb' })).rejects.toThrow(
    /two.glb: there is no person 2; the file has 2/,
  );
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
    await expect(readGlbParameters(bytes)).rejects.toThrow(/declares \d+ numbers, more than/);
  });

  test('nodes that are no tree, which would hang whoever walks them', async () => {
    const json = JSON.parse(new TextDecoder().decode(await toGltf([body])));
    const hips = json.nodes.findIndex(({ name }: { name: string }) => name === 'Hips');
    json.nodes[hips].children.push(hips);
    const bytes = new TextEncoder().encode(JSON.stringify(json));
    await expect(readGlbParameters(bytes, { where: 'x.gltf' })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(`x.gltf: the file is damaged: nodes[${hips}] has two parents.`),
    });
  });

  test('a loop of bones in a VRM animation, whose rest pose is walked to', async () => {
    const bytes = await toVrma(body);
    const { json, resources } = await new WebIO().binaryToJSON(bytes);
    const nodes = json.nodes ?? [];
    const below = new Set(nodes.flatMap(({ children = [] }) => children));
    const top = nodes.findIndex((_, i) => !below.has(i));
    nodes[nodes.findIndex(({ children }) => children === undefined)].children = [top];
    const uri = `data:application/octet-stream;base64,${Buffer.from(Object.values(resources)[0]).toString('base64')}`;
    const looped = { ...json, buffers: [{ ...json.buffers?.[0], uri }] };
    const text = new TextEncoder().encode(JSON.stringify(looped));
    await expect(readGlbParameters(text)).rejects.toThrow(/nodes\[\d+\] is below itself/);
  });

  test('metadata that somebody broke: they count as absent', async () => {
    const document = riggedDocument([body]);
    const node = meshNodeOf(document);
    node?.setExtras({ photorig: { betas: [1, 'x'], pose: 'yes', translation: [1, 2], camera: 7, body: null } });
    const read = await readGlbParameters(await new WebIO().writeBinary(document));
    expect(read).toMatchObject({ betas: null, body: null, translationOf: 'pelvis' });
    expect(largestAngle(read.poses, parameters.pose)).toBeLessThan(TOLERANCE);
  });
});
