import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { inspectCommand } from '../../../../converters/cli/commands/inspect.js';
import { type AvatarFormat, exportAvatars } from '../../../../converters/export/exporters.js';
import { toGlb, toGltf } from '../../../../converters/export/glb.js';
import { toVrma } from '../../../../converters/export/vrma.js';
import { captureOutput } from '../../../support/captured-output.js';
import { makeAnimation } from '../../../support/make-animation.js';
import { STANDING } from '../../../support/standing.js';
import { tinyRiggedBody } from '../../../support/tiny-body.js';

const { stdout } = captureOutput();
const folder = mkdtempSync(path.join(tmpdir(), 'photorig inspect-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array | object): string {
  const file = path.join(folder, name);
  writeFileSync(file, typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content));
  return file;
}

/** What is printed of a file, a name and its value a line. */
async function inspect(file: string): Promise<Record<string, string>> {
  expect(await inspectCommand(file, {})).toBe(0);
  const lines = stdout().trimEnd().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(/ {2,}(.*)/s).slice(0, 2)));
}

const PHOTO = fileURLToPath(new URL('../../../../samples/photos/person.jpg', import.meta.url));
const KEYPOINTS = {
  format: 'photorig-keypoints-1',
  image: { width: 640, height: 480, path: 'photorig-fit-1.jpg' },
  persons: [{ set: 'coco17', xy: STANDING, confidence: STANDING.map((_, k) => (k < 3 ? 0 : 0.5)) }],
};
const FIT = {
  format: 'photorig-fit-1',
  image: { path: 'me.jpg', width: 640, height: 480 },
  body: { name: 'neutral' },
  camera: { focalLength: 1234.5678, source: 'exif' },
  persons: [
    {
      betas: [0.123456, -1],
      translation: [0, 0.5, 3],
      reprojectionError: 2.34567,
      costByTerm: { reprojection: 10.5 },
      iterations: 42,
      termination: 'converged',
      warnings: ['one', 'two'],
    },
  ],
};

test('a photo', async () => {
  expect(await inspect(PHOTO)).toEqual({ kind: 'photo', width: '640', height: '424', focalLength: '1331' });
});

test('an animation', async () => {
  const file = write('a.gif', await makeAnimation('gif', ['red', 'lime', 'blue'], [50, 50, 50]));
  expect(await inspect(file)).toMatchObject({ kind: 'photo', width: '8', height: '8', frames: '3' });
});

test('a shipped body, by name', async () => {
  const facts = await inspect('female');
  expect(facts).toMatchObject({ kind: 'body', name: 'female', licence: 'CC0-1.0', joints: '24', betas: '10' });
  expect(facts.keypoints).toMatch(/nose .* head_top/);
  const [short, tall] = facts.heightAtBeta0.split(' ').map(Number);
  expect(Number(facts.heightMetres)).toBeGreaterThan(short);
  expect(Number(facts.heightMetres)).toBeLessThan(tall);
});

test('a GLB', async () => {
  const facts = await inspect(write('a.glb', await toGlb([tinyRiggedBody()])));
  expect(facts).toMatchObject({ kind: 'glb', generator: 'photorig' });
  expect(facts['skin Skeleton']).toMatch(/^25 joints: Root Hips/);
});

test('a .gltf', async () => {
  const facts = await inspect(write('a.gltf', await toGltf([tinyRiggedBody()])));
  expect(facts).toMatchObject({ kind: 'gltf', generator: 'photorig' });
  expect(facts['skin Skeleton']).toMatch(/^25 joints: Root Hips/);
});

test('the pose of a VRM', async () => {
  expect(await inspect(write('a.vrma', await toVrma(tinyRiggedBody())))).toMatchObject({
    kind: 'glb',
    'clip Pose': expect.stringContaining('channels'),
  });
});

test('avatars of other formats: what can be counted', async () => {
  const exported = async (format: AvatarFormat): Promise<string[]> => {
    const files = await exportAvatars(format, [tinyRiggedBody(1)], 'me');
    return files.map(({ ending, content }) => write(`me${ending}`, content));
  };
  const [obj, mtl] = await exported('obj');
  const [glb] = await exported('glb');
  const triangles = / (\d+) triangles/.exec((await inspect(glb))['mesh Body'])?.[1];
  const facts = await inspect(obj);
  expect(facts).toMatchObject({ kind: 'obj', triangles, objects: 'Body', 'material library': 'me.mtl' });
  expect((await inspect(mtl)).materials.split(', ')).toEqual(expect.arrayContaining(facts.materials.split(', ')));
  const [ply] = await exported('ply');
  expect(await inspect(ply)).toMatchObject({ vertices: facts.vertices, triangles, 'each vertex': 'x y z nx ny nz' });
  const [fbx] = await exported('fbx');
  const inFbx = await inspect(fbx);
  expect(inFbx).toMatchObject({
    kind: 'fbx 7.4',
    'bones 1': expect.stringMatching(/^25: .*LeftUpperLeg/),
    'clip 1': 'Pose',
  });
  expect(inFbx['skinned mesh 1']).toMatch(new RegExp(` ${triangles} triangles$`));
  expect(inFbx.materials).toBe(String(facts.materials.split(', ').length));
});

test('a motion that states no shape says so', async () => {
  const [{ content }] = await exportAvatars('bvh', [tinyRiggedBody(1)], 'me');
  expect(await inspect(write('me.bvh', content))).toMatchObject({ kind: 'parameters', 'person 1 betas': 'not given' });
});

test('keypoints, even when they mention a fit', async () => {
  expect(await inspect(write('k.json', KEYPOINTS))).toEqual({
    kind: 'photorig-keypoints-1',
    width: '640',
    height: '480',
    focalLength: 'not given',
    'person 1': 'coco17, 14 of 17 keypoints seen',
  });
});

test('keypoints whose file does not tell how large the image is', async () => {
  const pose = STANDING.flatMap(([x, y]) => [x, y, 1]);
  const openpose = write('op.json', { people: [{ pose_keypoints_2d: [...pose, 300, 100, 1] }] });
  const facts = await inspect(openpose);
  expect(facts.note).toBe('image size guessed from the keypoints; set it with --image-size');
  expect(Object.keys(facts).slice(0, 4)).toEqual(['kind', 'width', 'height', 'note']);
});

test('a fit', async () => {
  expect(await inspect(write('fit.json', FIT))).toEqual({
    kind: 'photorig-fit-1',
    photo: 'me.jpg (640 x 480)',
    body: 'neutral',
    focalLength: '1235 px (exif)',
    'person 1 betas': '0.1235 -1',
    'person 1 translation': '0 0.5 3',
    'person 1 reprojection': '2.346 px',
    'person 1 solver': '42 iterations, converged',
    'person 1 cost reprojection': '10.5',
    'person 1 warnings': 'one; two',
  });
});

test('a fit that tells sizes, and how sure it is', async () => {
  const measurements = { height: 1.7512, inseam: 0.8, armLength: 0.6, chest: 0.9, waist: 0.75, hip: 1, weight: 65 };
  const person = { ...FIT.persons[0], measurements, confidence: { overall: 0.79487, joints: {} } };
  expect(await inspect(write('sizes.json', { ...FIT, persons: [person] }))).toMatchObject({
    'person 1 heightMetres': '1.751',
    'person 1 inseamArmMetres': '0.8 0.6',
    'person 1 chestWaistHipMetres': '0.9 0.75 1',
    'person 1 weightKilograms': '65',
    'person 1 confidence': '0.7949',
  });
});

test.each<[unknown, string | undefined]>([
  [[0, 2, 2], 'looking down by 45 degrees'],
  [[0, 1, -0.017], 'looking up by 1 degree'],
  [[0, 1, 0], 'level'],
  [[0, 0, 0], undefined],
  ['down', undefined],
  [null, undefined],
])('a fit whose camera has down %j', async (down, words) => {
  const facts = await inspect(write('tilted.json', { ...FIT, camera: { ...FIT.camera, down } }));
  expect(facts).toMatchObject({ kind: 'photorig-fit-1', focalLength: '1235 px (exif)' });
  expect(facts.camera).toBe(words);
});

test('--json: one object, numbers unrounded', async () => {
  const file = write('fit.json', FIT);
  expect(await inspectCommand(file, { json: true })).toBe(0);
  expect(JSON.parse(stdout())).toMatchObject({ file, kind: 'photorig-fit-1', 'person 1 betas': [0.123456, -1] });
});

describe('refusals name the file', () => {
  test.each<[string, string | object, RegExp]>([
    ['text.json', 'hello', /this is not JSON/],
    ['null.json', 'null', /not in a known form/],
    ['other.json', { format: 'other' }, /not in a known form/],
    ['half.json', { format: 'photorig-fit-1' }, /this photorig-fit-1 file lacks fields\./],
    ['text.glb', 'hello', /neither GLB nor JSON/],
    ['text.npz', 'hello', /this is not JSON/],
    ['text.txt', 'hello', /this is not an image/],
    ['walk.mp4', 'hello', /it is a video\. Make a moving avatar of it: photorig fit --sequence/],
    ['a.FBX', 'hello', /this is not a binary FBX file/],
    ['a.obj', 'hello', /this is not an OBJ file: it has no vertices/],
    ['a.mtl', 'hello', /this is not an MTL file: it has no materials/],
    ['a.ply', 'hello', /the file is damaged: its header has no end/],
  ])('%s', async (name, content, message) => {
    const file = write(name, content);
    const attempt = inspectCommand(file, {});
    await expect(attempt).rejects.toMatchObject({ name: 'FitError', code: 'bad-input', where: file });
    await expect(attempt).rejects.toThrow(message);
  });

  test('a file that is not there', async () => {
    const file = path.join(folder, 'nope.glb');
    await expect(inspectCommand(file, {})).rejects.toMatchObject({ code: 'not-found', where: file });
  });
});
