import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Logger, WebIO } from '@gltf-transform/core';
import { expect, test } from 'vitest';
import * as photorig from '../converters/cli/library.js';
import { standing } from './support/standing.js';
import { tinyRiggedBody } from './support/tiny-body.js';

const ROOT = new URL('..', import.meta.url);
const PHOTO = fileURLToPath(new URL('samples/photos/person.jpg', ROOT));

interface Run {
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly lines: readonly (readonly unknown[])[];
}

/** Runs the only TypeScript example of a document as it is printed; what it reads is given, what it writes is kept. */
async function runExample(document: string, inputs: Readonly<Record<string, Uint8Array>> = {}): Promise<Run> {
  const [example] = /(?<=```ts\n).*?(?=```)/s.exec(readFileSync(new URL(document, ROOT), 'utf8')) ?? [''];
  const files: Record<string, Uint8Array> = {};
  const lines: unknown[][] = [];
  const fs = {
    readFile: async (name: string) => inputs[name],
    writeFile: async (name: string, content: Uint8Array) => {
      files[name] = content;
    },
  };
  const modules = { photorig, 'node:fs/promises': fs };
  const code = example
    .replace(/^import (\{.*?\}) from ('.*?');$/gms, 'const $1 = modules[$2];')
    .replaceAll("'photo.jpg'", JSON.stringify(PHOTO));
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  await new AsyncFunction('modules', 'console', code)(modules, { log: (...line: unknown[]) => lines.push(line) });
  return { files, lines };
}

test("README.md's: two files with painted skins", async () => {
  const { files, lines } = await runExample('README.md');
  expect(Object.keys(files)).toEqual(['avatars.glb', 'avatar.glb']);
  for (const glb of Object.values(files)) {
    expect(await photorig.validateGlb(glb)).toMatchObject({ valid: true, findings: [] });
    expect(glb.length).toBeGreaterThan(1e6); // the pictures alone have 0.2 MB, the body without them 1.1
    expect(new TextDecoder().decode(glb)).toContain('image/jpeg');
  }
  expect(lines.map(([, what]) => what)).toContain('px off,');
});

test("docs/render.md's: joints in pixels, on the person's own skin", async () => {
  const { lines } = await runExample('docs/render.md');
  const found = new Map(lines.map(([name, ...values]) => [name, values]));
  const [x, y, , depth, , part] = found.get('spine3') as number[];
  expect([x > 0 && x < 640, y > 0 && y < 424, depth > 1, part > 0]).toEqual([true, true, true, true]);
  expect(found.size).toBeGreaterThan(24);
});

test("docs/formats.md's: a BVH stands upright in the VRM animation", async () => {
  const rest = { ...tinyRiggedBody(1), rotations: Float32Array.from({ length: 96 }, (_, i) => Number(i % 4 === 3)) };
  const bvh = new TextEncoder().encode(photorig.toBvh(rest));
  const { files } = await runExample('docs/formats.md', { 'walk.bvh': bvh });
  expect(Object.keys(files)).toEqual(['walk.vrm', 'walk.vrma']);
  for (const [name, content] of Object.entries(files))
    expect(await photorig.validateFile(content, name)).toMatchObject({ valid: true });
  expect(await uprightness(files['walk.vrma'])).toBeCloseTo(1, 3);
});

test('readBvh says its frame: in place of readParameters it gives the same motion', async () => {
  const text = photorig.toBvh(tinyRiggedBody(1));
  const model = await photorig.openBody('neutral');
  const [stored] = await photorig.readParameters('a.bvh', new TextEncoder().encode(text));
  const own = { betas: new Float64Array(10), ...photorig.readBvh('a.bvh', text) };
  const [poses, expected] = [own, stored].map((one) => photorig.toCameraFrame(one, model).poses);
  expect(poses).toEqual(expected);
  // @ts-expect-error: the frame of a BVH is not the camera's.
  expect(() => photorig.rigMotion(model, own, 30)).toThrow(/toCameraFrame/);
});

test('docs/formats.md describes every field of a fit', async () => {
  const [, section] = readFileSync(new URL('docs/formats.md', ROOT), 'utf8').split(/^## photorig-fit-1.*$/m);
  const [described] = section.split(/^## /m);
  const { keypoints } = standing();
  const camera = photorig.cameraFor({ width: 640, height: 480 });
  const { persons, ...photo } = photorig.toFitJson(
    await photorig.fitKeypoints(keypoints, camera, { upright: true }),
  ) as {
    persons: { measurements: object; confidence: object; timings: object }[];
  };
  const [person] = persons;
  const fields = [photo, person, person.measurements, person.confidence, person.timings].flatMap(Object.keys);
  expect(fields.length).toBeGreaterThan(25);
  expect(fields.filter((field) => !described.includes(`"${field}"`))).toEqual([]);
});

/** How far up the hips' own y axis points in the first frame: of R(x, y, z, w)·(0, 1, 0) the second number. */
async function uprightness(vrma: Uint8Array): Promise<number> {
  const document = await new WebIO().setLogger(new Logger(Logger.Verbosity.SILENT)).readBinary(vrma);
  const [clip] = document.getRoot().listAnimations();
  const channel = clip
    .listChannels()
    .find((one) => one.getTargetNode()?.getName() === 'Hips' && one.getTargetPath() === 'rotation');
  const [x, , z]: readonly number[] = channel?.getSampler()?.getOutput()?.getElement(0, []) ?? [];
  return 1 - 2 * (x * x + z * z);
}
