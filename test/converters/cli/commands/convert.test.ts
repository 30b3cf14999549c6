import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type ConvertCommandOptions, convertCommand } from '../../../../converters/cli/commands/convert.js';
import { fitCommand } from '../../../../converters/cli/commands/fit.js';
import { openBody } from '../../../../converters/cli/node-models.js';
import { packageRoot } from '../../../../converters/cli/package-root.js';
import { toAmassNpz } from '../../../../converters/export/amass-npz.js';
import { toSmplifyPickle } from '../../../../converters/export/smplify-pickle.js';
import { type Parameters, restPelvis, toCameraFrame } from '../../../../converters/formats/parameters.js';
import { inspectGlb } from '../../../../converters/import/inspect-glb.js';
import { readParameters } from '../../../../converters/import/read-parameters.js';
import { downOfPitch } from '../../../../core/camera/gravity.js';
import { parseBody } from '../../../../models/load-body.js';
import { writeNpy } from '../../../../models/npy.js';
import { writeNpz } from '../../../../models/npz.js';
import { shippedFile } from '../../../../models/registry.js';
import { writeBodyPickle } from '../../../../models/write-body.js';
import { captureOutput } from '../../../support/captured-output.js';
import { points } from '../../../support/named-person.js';
import { largestDifference } from '../../../support/numeric-jacobian.js';
import { STANDING } from '../../../support/standing.js';
import { randomParameters, tinyBody } from '../../../support/tiny-body.js';

const folder = mkdtempSync(path.join(tmpdir(), 'photorig-convert-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => path.join(folder, name);
const read = (name: string): Uint8Array => readFileSync(at(name));

const body = parseBody('tiny.pkl', writeBodyPickle(tinyBody()));
const frames = [1, 2, 3].map((seed) => randomParameters(seed));
const motion: Parameters = {
  betas: Float64Array.from(frames[0].betas),
  poses: Float64Array.from(frames.flatMap(({ pose }) => [2.9, 0.1, 0.2, ...Array.from(pose).slice(3)])),
  translations: Float64Array.from(frames.flatMap(({ translation }) => Array.from(translation))),
  frameRate: 24,
};
const photo: Parameters = {
  ...motion,
  poses: motion.poses.slice(0, 72),
  translations: motion.translations.slice(0, 3),
};
const pelvis = restPelvis(body, motion.betas);
writeFileSync(at('tiny.pkl'), writeBodyPickle(body));
writeFileSync(at('motion.npz'), toAmassNpz(motion, { pelvis }));
writeFileSync(at('result.pkl'), toSmplifyPickle(photo));

const { stderr } = captureOutput();
const convert = (input: string, options: ConvertCommandOptions): Promise<number> =>
  convertCommand([at(input)], options);
const tiny = at('tiny.pkl');
const parametersIn = async (name: string): Promise<Parameters> => (await readParameters(name, read(name)))[0];

describe('results', () => {
  test('from SMPLify to AMASS and back they are the same', async () => {
    expect(await convert('result.pkl', { output: [at('there.npz')], body: tiny })).toBe(0);
    expect(await convert('there.npz', { output: [at('back.pkl')], body: tiny })).toBe(0);
    const back = await parametersIn('back.pkl');
    expect(largestDifference(back.poses, photo.poses)).toBeLessThan(1e-12);
    expect(largestDifference(back.translations, photo.translations)).toBeLessThan(1e-12);
    expect(back.betas).toEqual(photo.betas);
  });

  test('a motion becomes an animation and comes back', async () => {
    expect(await convert('motion.npz', { output: [at('motion.glb')], body: tiny })).toBe(0);
    expect(await convert('motion.glb', { output: [at('again.npz')], body: tiny })).toBe(0);
    const again = await parametersIn('again.npz');
    const first = await parametersIn('motion.npz');
    expect(again.frameRate).toBe(24);
    expect(largestDifference(again.poses, first.poses)).toBeLessThan(1e-5); // float32 quaternions
    expect(largestDifference(again.translations, first.translations)).toBeLessThan(1e-5);
  });

  test('as a mesh it is one frame, which is said', async () => {
    expect(await convert('motion.npz', { output: [at('one.obj'), at('all.bvh')], body: tiny })).toBe(0);
    expect(stderr()).toContain(`motion.npz: warning: ${at('one.obj')} holds one frame of 3: OBJ cannot move\n`);
    expect(stderr().split('warning:')).toHaveLength(2);
  });

  test('a focal length goes through avatars, of a photo or a motion, where no image is known', async () => {
    for (const [name, parameters] of Object.entries({ photo, motion })) {
      const model = { body: tiny };
      writeFileSync(at('seen.pkl'), toSmplifyPickle({ ...photo, focalLength: 800 }));
      writeFileSync(at('seen.npz'), toAmassNpz({ ...parameters, focalLength: 800 }, { pelvis }));
      const input = name === 'photo' ? 'seen.pkl' : 'seen.npz';
      expect(await convert(input, { ...model, output: [at('seen.glb')] })).toBe(0);
      expect(await convert('seen.glb', { ...model, output: [at('back.pkl')] })).toBe(0);
      expect((await parametersIn('back.pkl')).focalLength).toBe(800);
    }
  });

  test('y up on request, and another frame rate', async () => {
    expect(await convert('result.pkl', { output: [at('y.npz')], body: tiny, up: 'y', frameRate: 60 })).toBe(0);
    expect(await parametersIn('y.npz')).toMatchObject({ up: 'y', frameRate: 60 });
  });

  test('a motion without a shape has the mean one: as many betas as smplx multiplies', async () => {
    expect(await convert('motion.npz', { output: [at('walk.bvh')], body: tiny })).toBe(0);
    expect(await convert('walk.bvh', { output: [at('walk.npz'), at('walk.pkl')], body: tiny })).toBe(0);
    for (const name of ['walk.npz', 'walk.pkl']) expect((await parametersIn(name)).betas).toEqual(new Float64Array(10));
  });

  test('a rate that nothing moves at is refused, unless --frame-rate says another', async () => {
    expect(await convert('motion.npz', { output: [at('motion.bvh')], body: tiny })).toBe(0);
    const bvh = new TextDecoder().decode(read('motion.bvh'));
    for (const time of ['1e-12', '1e300']) {
      writeFileSync(at('odd.bvh'), bvh.replace(/Frame Time: .*/, `Frame Time: ${time}`));
      expect(await convert('odd.bvh', { output: [at('odd.npz')], body: tiny })).toBe(1);
      expect(stderr()).toMatch(/odd\.bvh: \S+ is not a frame rate\. Give --frame-rate\./);
      expect(existsSync(at('odd.npz'))).toBe(false);
    }
    expect(await convert('odd.bvh', { output: [at('odd.npz')], body: tiny, frameRate: 60 })).toBe(0);
    expect((await parametersIn('odd.npz')).frameRate).toBe(60);
  });

  test('a rate of the file that is none matters only when none is given', async () => {
    const poses = writeNpy(motion.poses, [3, 72]);
    writeFileSync(at('odd.npz'), writeNpz({ poses, fps: writeNpy(Float64Array.of(-30), []) }));
    expect(await convert('odd.npz', { output: [at('odd.pkl')], body: tiny })).toBe(1);
    expect(stderr()).toContain('-30 is not a frame rate. Give --frame-rate.');
    expect(await convert('odd.npz', { output: [at('even.npz')], body: tiny, frameRate: 30 })).toBe(0);
    expect((await parametersIn('even.npz')).frameRate).toBe(30);
    expect(stderr()).toContain('odd.npz: no translation under a known name');
  });

  test('a motion in the camera frame, on request', async () => {
    const stored = { poses: writeNpy(motion.poses, [3, 72]), trans: writeNpy(motion.translations, [3, 3]) };
    writeFileSync(at('seen.npz'), writeNpz(stored));
    expect(await convert('seen.npz', { output: [at('seen.pkl')], body: tiny, inputUp: 'camera' })).toBe(0);
    const seen = await parametersIn('seen.pkl');
    expect(largestDifference(seen.poses, photo.poses)).toBe(0);
    expect(largestDifference(seen.translations, photo.translations)).toBe(0);
  });

  test('the body of the gender that the file names', async () => {
    writeFileSync(at('him.pkl'), toSmplifyPickle({ ...photo, gender: 'male' }));
    writeFileSync(at('SMPL_MALE.pkl'), writeBodyPickle(body));
    expect(await convert('him.pkl', { output: [at('him.obj')], bodyDir: folder })).toBe(0);
    expect(await convert('result.pkl', { output: [at('it.obj')], bodyDir: folder })).toBe(1);
    expect(stderr()).toContain('there is no neutral body in this folder');
  });

  test('on another body than their file names, the shape is left out, which is said', async () => {
    const said = () => stderr().split('the shape is left out').length - 1;
    const before = said();
    expect(await convert('motion.npz', { output: [at('on-tiny.glb')], body: tiny })).toBe(0);
    writeFileSync(at('renamed.pkl'), read('tiny.pkl'));
    expect(await convert('on-tiny.glb', { output: [at('same.npz')], body: at('renamed.pkl') })).toBe(0);
    expect((await parametersIn('same.npz')).betas).toEqual(motion.betas);
    expect(said()).toBe(before);
    expect(await convert('on-tiny.glb', { output: [at('other.npz')] })).toBe(0);
    expect((await parametersIn('other.npz')).betas).toEqual(new Float64Array(10));
    expect(stderr()).toMatch(
      /on-tiny\.glb: warning: the file is of the body tiny \(SHA-256 \w{12}…\), not of neutral:/,
    );
    expect(said()).toBe(before + 1);
  });

  test('an axis that points up, of a file that knows its own, does nothing, which is said', async () => {
    const line = (name: string) => `${name}: warning: --input-up does nothing here`;
    for (const name of ['result.pkl', 'on-tiny.glb', 'motion.npz']) {
      expect(await convert(name, { output: [at('turned.npz')], body: tiny, inputUp: 'y' })).toBe(0);
    }
    expect(await convert('tiny.pkl', { output: [at('turned.npz')], inputUp: 'y' })).toBe(0);
    for (const name of ['result.pkl', 'on-tiny.glb', 'tiny.pkl']) expect(stderr()).toContain(line(name));
    expect(stderr()).not.toContain(line('motion.npz'));
  });

  test('what was not fitted to keypoints is no fit', async () => {
    expect(await convert('result.pkl', { output: [at('fit.json')], body: tiny })).toBe(1);
    expect(stderr()).toContain('only people fitted to keypoints can be written as a fit');
  });

  test('somebody who is not in it', async () => {
    expect(await convert('result.pkl', { output: [at('x.glb')], body: tiny, person: 2 })).toBe(1);
    expect(stderr()).toContain('person 2 was asked for, but the file has only 1.');
  });
});

test('a body: in the other form, and in the rest pose', async () => {
  expect(await convert('tiny.pkl', { output: [at('tiny.npz'), at('rest.glb')] })).toBe(0);
  expect(parseBody('tiny.npz', read('tiny.npz'))).toEqual(body);
  const rest = await parametersIn('rest.glb');
  expect(largestDifference(rest.poses.subarray(3), new Float64Array(69))).toBe(0);
});

test('a body by its name, unless a file has it', async () => {
  const here = process.cwd();
  process.chdir(folder);
  try {
    expect(await convertCommand(['female'], { output: [at('female.npz')], quiet: true })).toBe(0);
    expect(parseBody('female.npz', read('female.npz')).vertexCount).toBe((await openBody('female')).vertexCount);
    writeFileSync('male', 'this is text');
    expect(await convertCommand(['male'], { output: [at('male.npz')] })).toBe(1);
    expect(stderr()).toContain('photorig: male: this is not JSON');
    expect(await convertCommand(['child'], { output: [at('child.npz')] })).toBe(1);
    expect(stderr()).toContain('photorig: child: there is no such file.');
  } finally {
    process.chdir(here);
  }
});

test('a body on another one is a usage error, and nothing is written', async () => {
  const others: ConvertCommandOptions[] = [{ body: 'male' }, { bodyDir: folder }, { gender: 'female' }];
  for (const [input, options] of [tiny, 'neutral'].flatMap((file) => others.map((other) => [file, other] as const))) {
    expect(await convertCommand([input], { ...options, output: [at('unsaid.npz')] })).toBe(2);
    expect(existsSync(at('unsaid.npz'))).toBe(false);
  }
  const said = ['--body', '--body-dir', '--gender'].map((option) => `${option}: neutral is itself the body`);
  for (const words of said) expect(stderr()).toContain(words);
});

test('genders by the image are a usage error where there are no images', async () => {
  writeFileSync(at('genders.csv'), '0,female\n');
  for (const input of [tiny, 'neutral', at('result.pkl')]) {
    expect(await convertCommand([input], { genderCsv: at('genders.csv'), output: [at('unsaid.npz')] })).toBe(2);
    expect(stderr()).toContain(`--gender-csv: ${input} holds no keypoints`);
    expect(existsSync(at('unsaid.npz'))).toBe(false);
  }
});

test('no file of a run is written over another', async () => {
  const tinyBytes = read('tiny.pkl');
  const overBody = convert('result.pkl', { output: [tiny], body: tiny });
  await expect(overBody).rejects.toMatchObject({ code: 'usage', where: tiny });
  expect(read('tiny.pkl')).toEqual(tinyBytes);

  const person = { set: 'coco17', xy: STANDING, confidence: Array(17).fill(1) };
  const image = { width: 640, height: 480, path: 'group-skin.jpg' };
  const keypoints = (persons: object[]) => JSON.stringify({ format: 'photorig-keypoints-1', image, persons });
  writeFileSync(at('group.json'), keypoints([person, person]));
  writeFileSync(at('group-1.json'), keypoints([person]));
  writeFileSync(at('group-skin.jpg'), 'a photo');
  const inputs = [at('group.json'), at('group-1.json')];
  expect(await convertCommand(inputs, { output: [at('people/')], format: ['pkl'] })).toBe(0);
  expect(readdirSync(at('people'))).toEqual(['group-1-2.pkl', 'group-1.pkl', 'group-2.pkl']);
  expect(await convertCommand([inputs[0]], { output: [at('group.obj')] })).toBe(2);
  expect(stderr()).toMatch(/group-skin\.jpg: it is an input, and would be overwritten/);
  expect(readFileSync(at('group-skin.jpg'), 'utf8')).toBe('a photo');
});

test('a body that we ship, by its path, keeps its licence', async () => {
  const shipped = path.join(packageRoot(), shippedFile('body', 'female').path);
  expect(await convertCommand([shipped], { output: [at('her.glb')], skin: 'plain', pose: 'rest' })).toBe(0);
  const facts = await inspectGlb('her.glb', read('her.glb'));
  expect(facts).toMatchObject({ 'body Body': 'female (licence CC0-1.0)' });
});

test('a pickle that wants to run something is refused by name', async () => {
  writeFileSync(at('evil.pkl'), '\x80\x02cos\nsystem\nU\x02ls\x85R.', 'latin1');
  expect(await convert('evil.pkl', { output: [at('evil.glb')] })).toBe(1);
  expect(stderr()).toContain('it wants the class or function os.system');
  expect(existsSync(at('evil.glb'))).toBe(false);
});

test('the body named twice is a usage error, before anything is read', async () => {
  await expect(convert('nothing.pkl', { output: [at('x.glb')], body: 'male', bodyDir: folder })).rejects.toThrow(
    '--body and --body-dir: both name the body',
  );
});

test('a pose applied to FBX is a usage error, before anything is read', async () => {
  const output = [at('x.glb'), at('x.fbx')];
  const usage = { code: 'usage', where: at('x.fbx'), todo: 'Give --pose clip, or write a .glb.' };
  await expect(convert('nothing.pkl', { output, pose: 'applied' })).rejects.toMatchObject(usage);
  for (const sequence of [false, true]) {
    const attempt = fitCommand([at('nothing.json')], { output, pose: 'applied', detail: 'fast', sequence });
    await expect(attempt).rejects.toMatchObject(usage);
  }
});

describe('keypoints whose camera is tilted', () => {
  const persons = [{ set: 'coco17', xy: STANDING, confidence: Array(17).fill(1) }];
  const image = { width: 640, height: 480 };
  writeFileSync(at('standing.json'), JSON.stringify({ format: 'photorig-keypoints-1', image, persons }));
  async function fitted(options: ConvertCommandOptions) {
    expect(
      await convert('standing.json', { output: [at('tilted.json'), at('tilted.npz')], focal: 800, ...options }),
    ).toBe(0);
    const { camera, persons: found } = JSON.parse(new TextDecoder().decode(read('tilted.json')));
    const model = await openBody('neutral');
    return { camera, found, motion: toCameraFrame(await parametersIn('tilted.npz'), model) };
  }

  test('not unless it is asked for', async () => {
    const { camera, found } = await fitted({});
    expect(camera).not.toHaveProperty('down');
    expect(found[0].costByTerm).not.toHaveProperty('balance');
  });

  test.each<[string, ConvertCommandOptions]>([
    ['--pitch', { pitch: -10 }],
    ['--upright', { upright: true }],
  ])('%s: known to the fit, and the motion is turned and finds back', async (_, options) => {
    const { camera, found, motion: back } = await fitted(options);
    const { pitch } = options;
    expect(camera.down).toEqual(pitch === undefined ? [0, expect.any(Number), expect.any(Number)] : downOfPitch(pitch));
    expect(found[0].costByTerm).toHaveProperty('balance');
    expect(back.camera?.down).toEqual(camera.down);
    expect(largestDifference(back.poses, found[0].pose)).toBeLessThan(1e-6);
    expect(largestDifference(back.translations, found[0].translation)).toBeLessThan(1e-6);
  });

  test('both are a usage error, before anything is read', async () => {
    const attempt = convert('nothing.json', { output: [at('x.glb')], pitch: 3, upright: true });
    await expect(attempt).rejects.toMatchObject({ name: 'FitError', code: 'usage', where: '--pitch and --upright' });
  });
});

describe('keypoints, as `fit` treats them', () => {
  const image = { width: 640, height: 480 };
  const person = (seen: number, right = 0) => ({
    set: 'coco17',
    xy: STANDING.map(([x, y]) => [x + right, y]),
    confidence: STANDING.map((_, k) => (k < seen ? 1 : 0)),
  });
  const written = (name: string, persons: readonly object[]): string => {
    writeFileSync(at(name), JSON.stringify({ format: 'photorig-keypoints-1', image, persons }));
    return name;
  };
  const peopleIn = (name: string): unknown[] => JSON.parse(new TextDecoder().decode(read(name))).persons;

  test('what the fit has to say is said', async () => {
    const three = written('three.json', [person(3)]);
    expect(await convert(three, { output: [at('three.glb')], body: tiny })).toBe(0);
    expect(stderr()).toMatch(/three\.json: 1 person, focal length \d+ px/);
    expect(stderr()).toMatch(/three\.json: fitted in \d+ ms, .* px off the keypoints/);
    expect(stderr()).toContain('three.json: warning: only 3 keypoints are sure: most of the pose is a guess\n');
    expect(await convert(three, { output: [at('three.glb')], body: tiny, quiet: true })).toBe(0);
    expect(stderr().split('warning: only')).toHaveLength(2); // --quiet is quiet
  });

  test('everybody, unless --person says who', async () => {
    const two = written('pair.json', [person(17), person(17, 150)]);
    const output = [at('fitted.json')];
    expect(await convert(two, { output, body: tiny })).toBe(0);
    expect(peopleIn('fitted.json')).toHaveLength(2);
    expect(await convert('fitted.json', { output: [at('same.json')], body: tiny })).toBe(0);
    expect(read('same.json')).toEqual(read('fitted.json'));
    expect(await convert('fitted.json', { output: [at('second.json')], body: tiny, person: 2 })).toBe(0);
    expect(peopleIn('second.json')).toEqual(peopleIn('fitted.json').slice(1));
    expect(await convert(two, { output, body: tiny, person: 'best' })).toBe(0);
    expect(peopleIn('fitted.json')).toHaveLength(1);
  });

  test('who has no keypoint is nobody, for `fit`, too', async () => {
    writeFileSync(at('zeros.json'), JSON.stringify({ people: [{ pose_keypoints_2d: Array(75).fill(0) }] }));
    writeFileSync(at('empty.json'), '[]');
    for (const name of ['zeros.json', 'empty.json', written('unseen.json', [person(0)])]) {
      const output = [at('nobody.glb')];
      expect(await convert(name, { output, body: tiny })).toBe(3);
      expect(await fitCommand([at(name)], { output, body: tiny, detail: 'fast' })).toBe(3);
      expect(stderr().split(`${name}: nobody was found in the picture.`)).toHaveLength(3);
      expect(existsSync(output[0])).toBe(false);
    }
  });
});

const LSP = `r_ankle r_knee r_hip l_hip l_knee l_ankle r_wrist r_elbow r_shoulder l_shoulder l_elbow l_wrist neck head_top`;

test('est_joints.npz and lsp_gender.csv: an avatar an image, each on the body of its gender', async () => {
  const N = 2;
  const data = new Float64Array(5 * 14 * N).fill(1);
  points(LSP).forEach(([x, y], k) => {
    for (let n = 0; n < N; n++) {
      data[k * N + n] = x;
      data[(14 + k) * N + n] = y;
    }
  });
  writeFileSync(at('est_joints.npz'), writeNpz({ est_joints: writeNpy(data, [5, 14, N]) }));
  writeFileSync(at('lsp_gender.csv'), '0,female\n1,male\n');
  const format = ['obj', 'json', 'pkl'] as const;
  const options = {
    output: [`${folder}/out/`],
    format,
    genderCsv: at('lsp_gender.csv'),
    imageSize: [640, 480] as const,
  };
  expect(await convert('est_joints.npz', options)).toBe(0);
  const names = [0, 1].map((i) => JSON.parse(new TextDecoder().decode(read(`out/est_joints-${i}.json`))).body.name);
  expect(names).toEqual(['female', 'male']);
  expect((await parametersIn('out/est_joints-1.pkl')).gender).toBe('male');
  expect(existsSync(at('out/est_joints-0.obj')) && existsSync(at('out/est_joints-1.mtl'))).toBe(true);

  expect(stderr()).toContain('est_joints.npz: image 1: fitted in');
  expect(stderr()).toContain('2 of 2 images done, 0 without people, 0 failed');

  for (let row = 0; row < 5 * 14; row++) data[row * N + 1] = Number.NaN;
  writeFileSync(at('half.npz'), writeNpz({ est_joints: writeNpy(data, [5, 14, N]) }));
  expect(await convert('half.npz', { ...options, format: ['json'] })).toBe(3);
  expect(stderr()).toContain('half.npz: image 1: nobody was found in the picture.');
  expect(stderr()).toContain('half.npz: 1 of 2 images done, 1 without people, 0 failed');
  expect(existsSync(at('out/half-0.json')) && !existsSync(at('out/half-1.json'))).toBe(true);

  const { format: _, ...one } = options;
  expect(await convert('est_joints.npz', { ...one, output: [at('one.json')], index: 1 })).toBe(0);
  expect(JSON.parse(new TextDecoder().decode(read('one.json'))).body.name).toBe('male');
});
