import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { Vector3 } from 'three';
import { describe, expect, test } from 'vitest';
import type { FitCommandOptions } from '../../../../converters/cli/commands/fit-options.js';
import { readGlbParameters, validateGlb } from '../../../../converters/index.js';
import { downOfPitch } from '../../../../core/camera/gravity.js';
import { captureOutput } from '../../../support/captured-output.js';
import { fitCommands, PHOTO } from '../../../support/fit-commands.js';
import { playPose, readGlb, shownVertices, skinnedMeshes } from '../../../support/read-glb.js';
import { STANDING } from '../../../support/standing.js';

/** Fits from keypoints, almost without the networks; photos go through the whole command in main.test.ts. */

const { folder, at, run, keypointFile } = fitCommands();
const { stdout, stderr } = captureOutput();
const standing = keypointFile('standing.json', 1);
const two = keypointFile('two.json', 2);
const nobody = keypointFile('nobody.json', 0);
const inPhoto = keypointFile('in me.json', 1, { width: 640, height: 424, path: 'me.jpg' });
const inPng = keypointFile('in png.json', 1, { width: 640, height: 424, path: 'me.png' });
const endless = keypointFile('endless.json', 1, { width: 1e6, height: 1e6 });
cpSync(PHOTO, at('me.jpg'));
cpSync(PHOTO, at('me.png'));

test('one input: a GLB beside it, and what was done', async () => {
  expect(await run([standing])).toBe(0);
  expect(await validateGlb(readFileSync(at('standing.glb')))).toMatchObject({ valid: true, animations: ['Pose'] });
  expect(
    stderr()
      .replaceAll(folder, '')
      .replace(/\d[\d.]*/g, '#')
      .split('\n'),
  ).toEqual([
    '/standing.json: # person, focal length # px (perspective)',
    '/standing.json: fitted in # ms, # iterations, # px off the keypoints, # m away',
    '/standing.json: wrote /standing.glb',
    '',
  ]);
  expect(stdout()).toBe('');
});

test('several people are told apart', async () => {
  expect(await run([two], { person: 'all', output: [at('all.glb')] })).toBe(0);
  expect(stderr()).toContain('two.json: 2 people, focal length');
  expect(stderr()).toMatch(/two\.json: person 1 fitted in .*\n.*two\.json: person 2 fitted in /);
  expect((await validateGlb(readFileSync(at('all.glb')))).skeletons).toHaveLength(2);
});

test('--split: one GLB a person, each on the floor by itself; the rest stays one file', async () => {
  const apart = keypointFile('apart.json', 1);
  const file = JSON.parse(readFileSync(apart, 'utf8'));
  const [person] = file.persons;
  // The second one's feet are higher up in the picture: farther away, or above the first one's floor.
  file.persons.push({ ...person, xy: STANDING.map(([x, y]) => [x + 150, y - 40]) });
  writeFileSync(apart, JSON.stringify(file));

  const output = [at('split.glb'), at('split.json'), at('split.png')];
  // Without pictures: three.js cannot load them outside a browser.
  expect(await run([apart], { person: 'all', split: true, output, skin: 'plain' })).toBe(0);
  expect(
    stderr()
      .match(/wrote .*/g)
      ?.map((line) => path.basename(line)),
  ).toEqual([...['split-1.glb', 'split-2.glb', 'split.json', 'split.png']]);
  expect(existsSync(at('split.glb'))).toBe(false);
  expect(JSON.parse(readFileSync(at('split.json'), 'utf8')).persons).toHaveLength(2);
  for (const name of ['split-1.glb', 'split-2.glb']) {
    const report = await validateGlb(readFileSync(at(name)));
    expect(report).toMatchObject({ valid: true, findings: [] });
    expect(report.skeletons).toHaveLength(1);
    expect(await standsAt(name)).toEqual([expect.closeTo(0, 4), expect.closeTo(0, 4), expect.closeTo(0, 4)]);
  }
});

/** Of the only body in a GLB, in its pose: x of the pelvis, y of the lowest vertex, z of the pelvis; metres. */
async function standsAt(name: string): Promise<number[]> {
  const gltf = await readGlb(readFileSync(at(name)));
  playPose(gltf);
  const lowest = skinnedMeshes(gltf.scene)
    .flatMap((mesh) => [...shownVertices(mesh)].filter((_, i) => i % 3 === 1))
    .reduce((least, y) => Math.min(least, y), Number.POSITIVE_INFINITY);
  const { x, z } = gltf.scene.getObjectByName('Hips')!.getWorldPosition(new Vector3());
  return [x, lowest, z];
}

test('--at: the person at a point of the photo', async () => {
  expect(await run([at('me.jpg')], { at: [230, 240], detail: 'fast', json: true, quiet: true })).toBe(0);
  expect(JSON.parse(stdout()).persons).toHaveLength(1);
  const offside = { at: [540, 430] as const, detail: 'fast', json: true, quiet: true } as const;
  expect(await run([at('me.jpg')], offside)).toBe(2);
  expect(stderr()).toMatch(/me\.jpg: the point 540,430 is not inside the photo, which has 640 x 424 pixels\./);
});

test('--box: the person in a box of the photo', async () => {
  const options = { detail: 'fast', json: true, quiet: true } as const;
  expect(await run([at('me.jpg')], { ...options, box: [190, 100, 90, 280] })).toBe(0);
  expect(JSON.parse(stdout()).persons).toHaveLength(1);
});

test('--json --quiet: JSON and nothing else, no file', async () => {
  const alone = keypointFile('alone.json', 1);
  expect(await run([alone], { json: true, quiet: true })).toBe(0);
  const result = JSON.parse(stdout());
  expect(result).toMatchObject({ format: 'photorig-fit-1', camera: { source: 'perspective' } });
  expect(Math.abs(Math.log(result.camera.focalLength / 800))).toBeLessThan(1); // 800 px is the diagonal
  expect(result.persons[0].keypoints.xy).toEqual(STANDING);
  expect(stderr()).toBe('');
  expect(existsSync(at('alone.glb'))).toBe(false);
});

test('a height that nobody has is obeyed, with a warning that says what the body can be', async () => {
  expect(await run([standing], { height: 0.9, weight: 30, json: true })).toBe(0);
  const [{ warnings, measurements }] = JSON.parse(stdout()).persons;
  const range = 'likely bodies are 1.38 to 2.03 m tall and weigh 33 to 136 kg';
  expect(warnings.at(-1)).toMatch(
    new RegExp(`^for 0\\.90 m and 30 kg the shape is \\d+\\.\\d standard deviations .*: ${range}$`),
  );
  expect(measurements.height).toBeLessThan(1.1);
  expect(stderr()).toContain(`warning: ${warnings.at(-1)}`);
});

describe('keypoints whose file does not tell how large the image is', () => {
  // COCO-18 of OpenPose: nose, neck, then the right side and the left, eyes and ears.
  const order = [0, null, 6, 8, 10, 5, 7, 9, 12, 14, 16, 11, 13, 15, 2, 1, 4, 3];
  const triples = order.flatMap((k) => (k === null ? [0, 0, 0] : [...STANDING[k], 1]));
  writeFileSync(at('openpose.json'), JSON.stringify({ people: [{ pose_keypoints_2d: triples }] }));
  const guessed = 'image size guessed from the keypoints; set it with --image-size';

  test('it is guessed, and that is said', async () => {
    expect(await run([at('openpose.json')], { output: [at('op.json')] })).toBe(0);
    expect(stderr().split('\n')[0]).toBe(`${at('openpose.json')}: ${guessed}`);
  });

  test('it is told, or a photo tells it', async () => {
    const output = [at('op photo.json')];
    expect(await run([at('openpose.json')], { imageSize: [640, 480], output: [at('op told.json')] })).toBe(0);
    expect(await run([at('me.jpg')], { keypoints: at('openpose.json'), output })).toBe(0);
    expect(JSON.parse(readFileSync(output[0], 'utf8')).image).toMatchObject({ width: 640, height: 424 });
    expect(stderr()).not.toContain('guessed');
  });
});

test('options that nothing heeds are told before the fit', async () => {
  expect(await run([standing], { compress: 'draco', up: 'y', imageSize: [9, 9], output: [at('idle.fbx')] })).toBe(0);
  const lines = stderr().split('\n');
  expect(lines.slice(0, 2)).toEqual([
    'warning: --compress does nothing here: it is for .glb, .gltf',
    'warning: --up does nothing here: it is for .npz',
  ]);
  expect(stderr()).toContain('warning: --image-size does nothing here: the file says 640 x 480 itself');
  expect(stderr().match(/warning/g)).toHaveLength(3);
});

test('nothing is said of heights and weights that people have', async () => {
  expect(await run([standing], { height: 1.9, weight: 95, output: [at('tall.json')] })).toBe(0);
  expect(stderr()).not.toContain('warning');
});

test('--nearer and --farther: a limb goes the way that somebody knows', async () => {
  const depthOf = async (options: Partial<FitCommandOptions>): Promise<number> => {
    const before = stdout().length;
    await run([standing], { json: true, quiet: true, ...options });
    const { left_wrist: wrist, left_elbow: elbow } = JSON.parse(stdout().slice(before)).persons[0].joints3d;
    return wrist[2] - elbow[2];
  };
  expect(await depthOf({ nearer: ['left_wrist'] })).toBeLessThan(-0.02);
  expect(await depthOf({ farther: ['left_wrist'] })).toBeGreaterThan(0.02);
});

describe('people who stand upright in the file', () => {
  const upright = keypointFile('upright.json', 1);
  /** Of the avatar and of its camera's gravity. */
  async function fitted(options: Partial<FitCommandOptions>) {
    const output = [at('upright-fit.json'), at('upright.glb')];
    expect(await run([upright], { output, skin: 'plain', ...options })).toBe(0);
    const { camera, persons } = JSON.parse(readFileSync(output[0], 'utf8'));
    const { poses } = await readGlbParameters(readFileSync(output[1]));
    const { joints3d } = persons[0];
    const { neck, left_ankle: left, right_ankle: right } = joints3d;
    const [, up, towards] = neck.map((value: number, axis: number) => (left[axis] + right[axis]) / 2 - value);
    const lean = (Math.atan2(towards, up) * 180) / Math.PI;
    const off = Math.max(...poses.map((value, i) => Math.abs(value - persons[0].pose[i])));
    return { down: camera.down, costByTerm: persons[0].costByTerm, lean, off };
  }

  test('not unless it is asked for', async () => {
    const { down, costByTerm } = await fitted({});
    expect(down).toBeUndefined();
    expect(costByTerm).not.toHaveProperty('balance');
    expect(stderr()).not.toContain('camera');
  });

  test('--pitch: by degrees', async () => {
    const { down, costByTerm, lean, off } = await fitted({ pitch: 15 });
    expect(down).toEqual(downOfPitch(15));
    expect(costByTerm).toHaveProperty('balance');
    // A camera that looks down sees people who stand upright lean towards it.
    expect(lean).toBeGreaterThan((await fitted({ pitch: -15 })).lean + 4);
    expect(off).toBeLessThan(1e-4); // the file is turned, and read back as the camera saw it
    expect(stderr()).toContain('camera looking down by 15 degrees');
  });

  test('--upright: as the people tell', async () => {
    const { down, off } = await fitted({ upright: true });
    expect(Math.hypot(...down)).toBeCloseTo(1, 9);
    expect(off).toBeLessThan(1e-4);
    expect(stderr()).toMatch(/camera (level|looking (up|down) by \d+ degrees)/);
  });

  test('--upright of half a person says that nobody tells', async () => {
    const half = keypointFile('half.json', 1);
    const file = JSON.parse(readFileSync(half, 'utf8'));
    file.persons[0].confidence.fill(0, 13);
    writeFileSync(half, JSON.stringify(file));
    expect(await run([half], { upright: true, output: [at('half.glb')] })).toBe(0);
    expect(stderr()).toContain('half.json: warning: nobody stands in full view');
  });
});

test('another body, other names, the pose applied, drawn on white paper', async () => {
  const output = [at('s.glb'), at('s.png')];
  expect(await run([standing], { output, body: 'female', naming: 'mixamo', pose: 'applied', focal: 900 })).toBe(0);
  const { valid, animations } = await validateGlb(readFileSync(at('s.glb')));
  expect([valid, animations]).toEqual([true, []]);
  expect(readFileSync(at('s.glb')).includes('mixamorig')).toBe(true);
  expect(stderr()).toContain('focal length 900 px (flag)');
  const { data, info } = await sharp(at('s.png')).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, ...data.subarray(0, 3)]).toEqual([640, 480, 255, 255, 255]);
});

describe('keypoints and their photo', () => {
  const cameraOf = async (options: Partial<FitCommandOptions>) => {
    expect(await run([at('me.jpg')], { keypoints: inPhoto, json: true, quiet: true, ...options })).toBe(0);
    return JSON.parse(stdout()).camera;
  };

  test('the EXIF focal length of the photo counts', async () => {
    // 75 mm on 35 mm film, as the photo states.
    const focalLength = expect.closeTo((75 / 43.2666) * Math.hypot(640, 424), 6);
    expect(await cameraOf({})).toEqual({ focalLength, principalPoint: [320, 212], source: 'exif' });
  });

  test('a flag counts more', async () => {
    // tan(45°) = 1: half the height.
    expect(await cameraOf({ fov: 90 })).toMatchObject({ focalLength: expect.closeTo(212, 9), source: 'flag' });
  });

  test('the photo that a keypoint file names is drawn on', async () => {
    expect(await run([inPhoto], { overlay: at('drawn.png') })).toBe(0);
    const [drawn, photo] = await Promise.all(
      [at('drawn.png'), PHOTO].map((file) => sharp(file).removeAlpha().raw().toBuffer()),
    );
    expect([...drawn.subarray(0, 30)]).toEqual([...photo.subarray(0, 30)]);
    expect(drawn.equals(photo)).toBe(false);
  });

  test('and never overwritten', async () => {
    expect(await run([inPng], { output: [at('me.png')], quiet: true })).toBe(2);
    expect(stderr()).toMatch(/me\.png: this is the photo itself\. Choose another name\.\n$/);
    expect(readFileSync(at('me.png'))).toEqual(readFileSync(PHOTO));
  });

  test('keypoints of a picture of another size are refused', async () => {
    expect(await run([at('me.jpg')], { keypoints: standing })).toBe(1);
    expect(stderr()).toMatch(/standing\.json: it is for 640 x 480 pixels, but the photo has 640 x 424\. /);
  });

  test('an overlay that would fill the memory is refused', async () => {
    expect(await run([endless], { output: [at('endless.png')], quiet: true })).toBe(1);
    expect(stderr()).toMatch(
      /^photorig: .*endless\.json: the overlay would have 1000000 x 1000000 pixels, more than 100 million\./,
    );
  });
});

describe('several inputs', () => {
  test('one JSON object a line; a failure does not stop the others and decides the exit code', async () => {
    expect(await run([standing, at('missing.json'), nobody, two], { json: true })).toBe(1);
    const lines = stdout().trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).persons.length)).toEqual([1, 0, 1]);
    expect(stderr()).toMatch(/photorig: .*missing\.json: there is no such file\./);
    expect(stderr()).toMatch(/\n2 done, 1 without people, 1 failed\n$/);
  });

  test('nobody in one of them: exit 3', async () => {
    expect(await run([standing, nobody], { output: [at('out/')], quiet: true })).toBe(3);
    expect(stderr()).toBe(`photorig: ${nobody}: nobody was found in the picture.\n`);
    expect([existsSync(at('out/standing.glb')), existsSync(at('out/nobody.glb'))]).toEqual([true, false]);
  });
});

describe('refusals before anything is read', () => {
  test.each<[string, string[], Partial<FitCommandOptions>, RegExp]>([
    ['two focal lengths', ['a.jpg'], { focal: 500, fov: 50 }, /^--focal and --fov: they say the same thing\./],
    ['one keypoint file, two photos', ['a.jpg', 'b.jpg'], { keypoints: 'k.json' }, /^--keypoints: .* 2 inputs\./],
    ['keypoints for keypoints', ['k.json'], { keypoints: 'l.json' }, /^--keypoints: the input is a keypoint file\./],
    ['a person and a place', ['a.jpg'], { person: 'all', box: [1, 2, 3, 4] }, /^--person and --box: /],
    ['a place among keypoints', ['k.json'], { at: [1, 2] }, /^--at: --at and --box need a photo/],
    [
      'a place beside keypoints',
      ['a.jpg'],
      { keypoints: 'k.json', box: [1, 2, 3, 4] },
      /^--box: --at and --box need a photo/,
    ],
    ['one person in several files', ['a.jpg'], { split: true }, /^--split: there is only one person to write\. /],
    [
      'no GLB to split',
      ['a.jpg'],
      { split: true, person: 'all', output: ['a.json'] },
      /^--split: .* none is being written\./,
    ],
    ['a limb of two people', ['a.jpg', 'b.jpg'], { nearer: ['left_wrist'] }, /^--nearer: it applies to one person\./],
    ['a limb of everybody', ['a.jpg'], { farther: ['left_knee'], person: 'all' }, /^--farther: it applies to one/],
    ['a limb on both sides', ['a.jpg'], { nearer: ['left_knee'], farther: ['left_knee'] }, /left_knee cannot be both/],
    [
      'a limb for smplify',
      ['a.jpg'],
      { nearer: ['left_knee'], method: 'smplify' },
      /^--nearer: smplify cannot use the depth of limbs/,
    ],
    [
      'gravity for smplify',
      ['a.jpg'],
      { upright: true, method: 'smplify' },
      /^--upright: smplify cannot use the direction of gravity/,
    ],
    [
      'a pitch for smplify',
      ['a.jpg'],
      { pitch: 0, method: 'smplify' },
      /^--pitch: smplify cannot use the direction of gravity/,
    ],
    [
      'a focal length for smplify',
      ['a.jpg'],
      { focal: 900, method: 'smplify' },
      /^--focal: smplify cannot use a focal length other/,
    ],
    [
      'a height for smplify',
      ['a.jpg'],
      { height: 1.8, method: 'smplify' },
      /^--height: smplify cannot use measurements/,
    ],
    [
      'a weight for smplify',
      ['a.jpg'],
      { weight: 80, method: 'smplify' },
      /^--weight: smplify cannot use measurements/,
    ],
    ['a body of another gender', ['a.jpg'], { body: 'male', gender: 'female' }, /^--body and --gender: .* two bodies/],
    ['a body and a folder of bodies', ['a.jpg'], { body: 'male', bodyDir: 'b' }, /^--body and --body-dir: both name/],
    [
      'a tilt told twice',
      ['a.jpg'],
      { upright: true, pitch: 3 },
      /^--pitch and --upright: --pitch already states the tilt/,
    ],
    [
      'keypoints to be overwritten',
      ['a.jpg'],
      { keypoints: 'k.json', output: ['k.json'] },
      /^k\.json: this file is an input/,
    ],
  ])('%s', async (_, inputs, options, message) => {
    const attempt = run(inputs, options);
    await expect(attempt).rejects.toMatchObject({ name: 'FitError', code: 'usage' });
    await expect(attempt).rejects.toThrow(message);
  });

  test('a place that cannot be written to', async () => {
    writeFileSync(at('file.txt'), '');
    expect(await run([at('missing.jpg')], { output: [at('file.txt/a.glb')] })).toBe(1);
    expect(stderr()).toMatch(/file\.txt\/a\.glb: a part of the path is a file, not a folder\./);
  });
});
