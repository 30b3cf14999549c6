import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WebIO } from '@gltf-transform/core';
import { afterAll, expect, test } from 'vitest';
import { convertCommand } from '../../../../converters/cli/commands/convert.js';
import { fitCommand } from '../../../../converters/cli/commands/fit.js';
import type { FitCommandOptions } from '../../../../converters/cli/commands/fit-options.js';
import { inspectCommand } from '../../../../converters/cli/commands/inspect.js';
import { packageRoot } from '../../../../converters/cli/package-root.js';
import { SEQUENCE_FORMAT } from '../../../../converters/formats/format-names.js';
import { readParameters } from '../../../../converters/import/read-parameters.js';
import { readGlbParameters, validateGlb } from '../../../../converters/index.js';
import { downOfPitch } from '../../../../core/camera/gravity.js';
import { MAX_FRAMES } from '../../../../core/sequence/sequence.js';
import { captureOutput } from '../../../support/captured-output.js';
import { hasFfmpeg, makeVideo } from '../../../support/make-video.js';
import { STANDING } from '../../../support/standing.js';

const { stdout, stderr } = captureOutput();
const folder = mkdtempSync(path.join(tmpdir(), 'photorig sequence-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => path.join(folder, name);

/** Keypoints of people who stand so far to the right. */
function frame(name: string, rights: readonly number[], width = 640): string {
  mkdirSync(path.dirname(at(name)), { recursive: true });
  const persons = rights.map((right) => ({
    set: 'coco17',
    xy: STANDING.map(([x, y]) => [x + right, y]),
    confidence: Array(17).fill(1),
  }));
  writeFileSync(at(name), JSON.stringify({ format: 'photorig-keypoints-1', image: { width, height: 480 }, persons }));
  return at(name);
}

// Named so that only a natural order is the right one, and given in another.
const walk = [10, 9, 8, 7].map((n) => frame(`walk_${n}.json`, [6 * n]));

const run = (inputs: string[], options: Partial<FitCommandOptions> = {}) =>
  fitCommand(inputs, { body: 'neutral', sequence: true, ...options });

test('frames in the order of their numbers: a clip, a motion file, and every fit', async () => {
  const output = [at('walk.glb'), at('walk.npz'), at('walk.json')];
  expect(await run(walk, { output, fps: 10 })).toBe(0);
  const report = await validateGlb(readFileSync(at('walk.glb')));
  expect(report).toMatchObject({ valid: true, animations: ['Motion'] });

  const [motion] = await readParameters('walk.npz', readFileSync(at('walk.npz')));
  expect(motion.frameRate).toBe(10);
  expect(motion.translations).toHaveLength(12);

  const json = JSON.parse(readFileSync(at('walk.json'), 'utf8'));
  expect(json).toMatchObject({ format: SEQUENCE_FORMAT, frameRate: 10, first: 0, warnings: [] });
  expect(json.frames.map((own: { image: { path: string } }) => path.basename(own.image.path))).toEqual(
    [7, 8, 9, 10].map((n) => `walk_${n}.json`),
  );
  for (const own of json.frames) {
    expect(own.format).toBe('photorig-fit-1');
    expect(own.persons[0].betas).toEqual(json.betas);
  }
  const x = json.frames.map((own: { persons: { translation: number[] }[] }) => own.persons[0].translation[0]);
  expect([...x].sort((a, b) => a - b)).toEqual(x); // walking to the right
  expect(stderr()).toContain('4 frames fitted in ');
});

test('its JSON is read again as the motion: the GLB made of it is the one written directly', async () => {
  for (const options of [{}, { pitch: 15 }]) {
    const [glb, json, again, copy] = ['p.glb', 'p.json', 'again.glb', 'copy.json'].map(at);
    expect(await run(walk, { output: [glb, json], fps: 12.5, quiet: true, ...options })).toBe(0);
    expect(await convertCommand([json], { output: [again, copy], quiet: true })).toBe(0);
    // JSON keeps every digit of the numbers, so that nothing is rounded on the way: bytes, not a tolerance.
    expect(readFileSync(again).equals(readFileSync(glb))).toBe(true);
    expect(JSON.parse(readFileSync(copy, 'utf8'))).toEqual(JSON.parse(readFileSync(json, 'utf8')));
  }
  expect(await inspectCommand(at('p.json'), {})).toBe(0);
  expect(stdout()).toMatch(/^kind +photorig-sequence-1\nbody +neutral\nframes +4\nframes a second +12\.5\n/);
  expect(await run([at('p.json')])).toBe(1);
  expect(stderr()).toContain('p.json: it is a fit already (photorig-sequence-1). Give it to photorig convert');
});

test('--upright and --pitch: one camera for all frames, and the clip turned by it', async () => {
  const output = [at('upright.glb'), at('upright.json')];
  for (const options of [{ upright: true }, { pitch: 15 }]) {
    expect(await run(walk, { output, ...options })).toBe(0);
    const { frames } = JSON.parse(readFileSync(output[1], 'utf8'));
    const { down } = frames[0].camera;
    expect(Math.hypot(...down)).toBeCloseTo(1, 9);
    if (options.pitch) expect(down).toEqual(downOfPitch(options.pitch));
    for (const own of frames) expect(own.camera.down).toEqual(down);
    const { poses } = await readGlbParameters(readFileSync(output[0]));
    const truth: number[] = frames.flatMap((own: { persons: { pose: number[] }[] }) => own.persons[0].pose);
    const off = Math.max(...truth.map((value, i) => Math.abs(value - poses[i])));
    expect(off).toBeLessThan(1e-4);
  }
  expect(stderr()).toContain('camera looking down by 15 degrees');
});

test('without -o: a GLB named after the frames; --json alone writes none', async () => {
  expect(await run(walk, { quiet: true })).toBe(0);
  expect((await validateGlb(readFileSync(at('walk.glb')))).valid).toBe(true);
  expect(await run(walk, { json: true, quiet: true })).toBe(0);
  expect(JSON.parse(stdout()).frames).toHaveLength(4);
});

test('--person follows the second one, --at the one who stands there', async () => {
  const crowd = [0, 1, 2].map((n) => frame(`crowd/${n}.json`, n === 1 ? [120, 0] : [0, 120]));
  const xOf = (): number => JSON.parse(stdout()).frames.at(-1).persons[0].translation[0];
  expect(await run(crowd, { person: 2, json: true, quiet: true })).toBe(0);
  const second = xOf();
  expect(await run(crowd, { at: [440, 200], json: true, quiet: true })).toBe(0);
  expect(stdout().trim().endsWith('}')).toBe(true);
  expect(second).toBeGreaterThan(0.3);
  expect(await run(crowd, { person: 3, quiet: true })).toBe(1);
  expect(stderr()).toContain('person 3 was asked for, but the frames show only 2.');
  expect(await run(crowd, { at: [5, 5], quiet: true })).toBe(3);
});

test('nobody in any frame: exit code 3', async () => {
  expect(await run([frame('empty/1.json', []), frame('empty/2.json', [])], { quiet: true })).toBe(3);
});

test('the error that is told is that of frames with somebody in them', async () => {
  const gap = [5, 6, 7, 8, 9].map((n) => frame(`gap_${n}.json`, n === 6 || n === 7 ? [] : [6 * n]));
  expect(await run(gap, { output: [at('gap.json')] })).toBe(0);
  const { frames } = JSON.parse(readFileSync(at('gap.json'), 'utf8'));
  const errors: number[] = frames.map(
    (own: { persons: { reprojectionError: number }[] }) => own.persons[0].reprojectionError,
  );
  const seen = errors.filter((_, t) => t !== 1 && t !== 2);
  const mean = seen.reduce((sum, error) => sum + error, 0) / 3;
  expect(mean).toBeGreaterThan(0.2); // or one decimal could not tell
  expect(stderr()).toContain(`5 frames fitted in `);
  expect(stderr()).toContain(` ms each, ${mean.toFixed(1)} px off the keypoints`);
});

test('the picture beside an OBJ is not written over a frame', async () => {
  const photo = path.join(packageRoot(), 'samples/photos/person.jpg');
  cpSync(photo, at('me-skin.jpg'));
  expect(await run([at('me-skin.jpg')], { output: [at('me.obj')], detail: 'fast' })).toBe(2);
  expect(stderr()).toMatch(/me-skin\.jpg: it is an input, and would be overwritten/);
  expect(readFileSync(at('me-skin.jpg')).equals(readFileSync(photo))).toBe(true);
});

test('frames of different sizes are refused', async () => {
  expect(await run([walk[0], frame('wide.json', [0], 800)], { quiet: true })).toBe(1);
  expect(stderr()).toMatch(
    /it has \d+ x 480 pixels, but the first frame has \d+ x 480\. Give the frames of one video\./,
  );
});

if (!hasFfmpeg) console.warn('the test of a video is skipped: there is no ffmpeg (apt-get install ffmpeg).');

test.skipIf(!hasFfmpeg)('a video: its own frames a second, its own length, frames named by their times', async () => {
  // A camera that pans over a picture.
  const picture = path.join(packageRoot(), 'samples', 'rendered', 'walking.jpg');
  const pan = ['-vf', "scale=-2:480,crop=iw-60:480:'10*n':0", '-frames:v', '6'];
  const video = makeVideo(at("-it's a: walk %d.mp4"), ['-loop', '1', '-r', '30000/1001', '-i', picture], pan);
  expect(await run([video], { output: [at('video.glb'), at('video.json')], fps: 40 })).toBe(0);
  const json = JSON.parse(readFileSync(at('video.json'), 'utf8'));
  expect(json.frameRate).toBeCloseTo(30000 / 1001, 10);
  expect(json.frames.map((own: { image: { path: string } }) => own.image.path)).toEqual(
    ['0.000', '0.033', '0.067', '0.100', '0.133', '0.167'].map((time) => `${video}#t=${time}`),
  );
  expect(stderr()).toContain(`took 6 frames of ${video}, 29.97 a second\n`);
  expect(stderr()).toContain('has only 29.97 frames a second; --fps 40 takes them all');
  const glb = await new WebIO().readBinary(readFileSync(at('video.glb')));
  const times = glb.getRoot().listAnimations()[0].listSamplers()[0].getInput()?.getArray() ?? [];
  expect(times).toHaveLength(6);
  expect(times[5]).toBeCloseTo(5 / json.frameRate, 6); // float32
});

test.skipIf(!hasFfmpeg)('a part of a video', async () => {
  const picture = path.join(packageRoot(), 'samples', 'rendered', 'walking.jpg');
  const video = makeVideo(at('long.mp4'), ['-loop', '1', '-r', '25', '-i', picture], ['-frames:v', '40', '-g', '40']);
  expect(await run([video], { output: [at('part.json')], from: 1, to: 1.1 })).toBe(0);
  const { frames, first, frameRate } = JSON.parse(readFileSync(at('part.json'), 'utf8'));
  expect({ first, frameRate }).toEqual({ first: 0, frameRate: 25 });
  expect(frames.map((own: { image: { path: string } }) => own.image.path)).toEqual(
    ['1.000', '1.040', '1.080'].map((time) => `${video}#t=${time}`),
  );
  expect(stderr()).toContain(`took 3 frames of ${video}, from 1 to 1.08 s, 25 a second\n`);
  expect(await run([video], { json: true, from: 1.6 })).toBe(1);
  expect(stderr()).toContain('long.mp4: it ends before 1.6 s. Give an earlier --from.\n');
});

test('more frames than can be fitted are refused before any is read', async () => {
  const names = Array.from({ length: MAX_FRAMES + 1 }, (_, n) => at(`none/${n}.jpg`));
  const message = /--sequence: there are 3001 frames, more than 3000\. Give them in several parts\./;
  await expect(run(names)).rejects.toMatchObject({ code: 'unsupported', message: expect.stringMatching(message) });
  await expect(run(names.map((name) => name.replace('jpg', 'json')))).rejects.toThrow(message);
  mkdirSync(at('many'));
  for (const name of names) writeFileSync(path.join(at('many'), path.basename(name)), '');
  await expect(run([at('many')])).rejects.toThrow(/many: there are 3001 frames, more than 3000\./);
});

test('a keypoint file of too many images is refused before any is looked at', async () => {
  const image = { width: 640, height: 480 };
  const json = { images: [] as object[], annotations: [] as object[] };
  for (let id = 0; id <= MAX_FRAMES; id++) {
    json.images.push({ id, ...image, file_name: `${id}.jpg` });
    const keypoints = STANDING.flatMap(([x, y]) => [x, y, 2]);
    json.annotations.push({ id, image_id: id, category_id: 1, keypoints, bbox: [0, 0, 640, 480] });
  }
  writeFileSync(at('coco.json'), JSON.stringify(json));
  expect(await run([at('coco.json')])).toBe(1);
  expect(stderr()).toMatch(
    /^photorig: .*coco\.json: there are 3001 frames, more than 3000\. Give them in several parts\.\n$/,
  );
});

test.each<[string, Partial<FitCommandOptions>, RegExp]>([
  ['everybody', { person: 'all' }, /--person: a sequence follows one person/],
  ['an overlay', { overlay: 'x.png' }, /--overlay: it is for photos/],
  ['the photo', { withPhoto: true }, /--with-photo: it is for photos/],
  ['a format of one pose', { output: ['x.pkl'] }, /cannot be written as pkl/],
  ['a part of photos', { from: 2 }, /--from: this option needs a video\. Give only the frames you want\./],
  ['the end of photos', { to: 2 }, /--to: this option needs a video/],
  [
    'a part of a photo',
    { sequence: false, from: 2, to: 3 },
    /--from: this option needs a video\. Give a video and --seq/,
  ],
  ['the end of a photo', { sequence: false, to: 3 }, /--to: this option needs a video/],
  ['frames a second of a photo', { sequence: false, fps: 10 }, /--fps: a photo has no frames/],
])('%s: a sequence refuses it before any work', async (_, options, message) => {
  await expect(run(walk, options)).rejects.toThrow(message);
});

test.each<[from: number | undefined, to: number, message: string]>([
  [3, 2.5, '--to: 2.5 s is not after the start at 3 s. Give a later time.'],
  [2, 2, '--to: 2 s is not after the start at 2 s.'],
  [undefined, 0, '--to: 0 s is not after the start at 0 s.'],
])('a part from %s to %s', async (from, to, message) => {
  await expect(run([at('none.mp4')], { to, ...(from !== undefined && { from }) })).rejects.toThrow(message);
});
