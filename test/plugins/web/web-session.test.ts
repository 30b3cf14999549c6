import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { readImage } from '../../../converters/cli/node-image.js';
import { nodeRuntime } from '../../../converters/cli/node-runtime.js';
import { openSession } from '../../../converters/cli/session.js';
import type { FitResult } from '../../../converters/index.js';
import { cameraFor } from '../../../core/camera/pinhole.js';
import type { InferenceRuntime, NetworkName } from '../../../core/detect/runtime.js';
import { FitError } from '../../../core/error.js';
import { namedJoints } from '../../../core/fit/joints3d.js';
import { openWebSession, type WebFitOptions, type WebSessionOptions } from '../../../plugins/web/web-session.js';
import { blankPhoto, fakeRuntime } from '../../core/detect/fake-runtime.js';

/** The page's session on Node's networks; test/browser runs it on its own. */

const ROOT = new URL('../../../', import.meta.url);
const modelsUrl = 'https://host.example/models/';
const photo = await readImage(fileURLToPath(new URL('samples/photos/person.jpg', ROOT)));
const ours = nodeRuntime({ threads: 1 });

/** A host that serves the package's models. */
function serveModels(): void {
  vi.stubGlobal('fetch', async (url: URL) => {
    return new Response(readFileSync(new URL(url.href.replace(modelsUrl, 'models/'), ROOT)));
  });
}
serveModels();
afterAll(() => vi.unstubAllGlobals());

const open = (options: Partial<WebSessionOptions> = {}) =>
  openWebSession({ modelsUrl, runtime: ours, detail: 'fast', ...options });

const session = await open();
const plain = await session.fitImage(photo);

/** Largest distance between the same joints of two people, metres. */
function apart(a: FitResult, b: FitResult): number {
  const [A, B] = [a, b].map(({ skeleton, people: [{ fit }] }) => Object.values(namedJoints(skeleton, fit)));
  return Math.max(...A.map((joint, j) => Math.hypot(...[0, 1, 2].map((axis) => joint[axis] - B[j][axis]))));
}

/** A runtime that has no such network; counts how often it is asked for it. */
function without(missing: NetworkName) {
  const asked: NetworkName[] = [];
  const runtime: InferenceRuntime = {
    async load(name) {
      asked.push(name);
      if (name === missing) throw new FitError('not-found', `${name}.onnx`, 'the server answers 404.', 'Serve it.');
      return ours.load(name);
    },
  };
  return { runtime, asked: () => asked.filter((name) => name === missing).length };
}

describe('what Node fits of a photo', () => {
  /** Metres: the same programs on the same numbers; Node's networks may run with more threads, which sum in other orders. */
  const SAME = 1e-4;
  const known: WebFitOptions = {
    height: 1.85,
    weight: 100,
    pitch: 12,
    depths: { left_wrist: 'nearer' },
    verticalFov: 40,
  };

  test.each<[string, WebFitOptions]>([
    ['as it is', {}],
    ['with all that may be known', known],
  ])('%s', async (_, options) => {
    const node = await openSession({ detail: 'fast' });
    const found = await session.fitImage(photo, { name: 'person.jpg', ...options });
    const expected = await node.fitImage('person.jpg', photo, options);
    expect(found.people).toHaveLength(1);
    expect(apart(found, expected)).toBeLessThan(SAME);
    for (const key of ['image', 'focalSource'] as const) expect(found[key]).toEqual(expected[key]);
    expect(found.camera.focalLength / expected.camera.focalLength).toBeCloseTo(1, 4);
    expect(found.people[0].fit.warnings).toEqual(expected.people[0].fit.warnings);
    // The outline took part: without it the shape is another one.
    const { mask, ...unmasked } = found.people[0].detection;
    expect(mask).toBeDefined();
    const bare = await session.fitFound(found.image, [unmasked], cameraFor(photo, options), options);
    expect(Math.abs(bare.people[0].fit.betas[1] - found.people[0].fit.betas[1])).toBeGreaterThan(0.001);
  });
});

test('whom a visitor chose of the people found is fitted as with the search', async () => {
  const [{ detection }] = plain.people;
  const [x, y, width, height] = detection.box;
  const chosen = await session.find(photo, { at: [x + width / 2, y + height / 2] });
  expect(chosen).toHaveLength(1);
  const found = await session.fitFound(plain.image, [detection], cameraFor(photo));
  expect(found).toMatchObject({ focalSource: plain.focalSource, camera: plain.camera });
  expect(apart(found, plain)).toBe(0);
  const { camera, focalSource } = await session.fitFound(plain.image, chosen, cameraFor(photo, { focalLength: 2000 }));
  expect([camera.focalLength, focalSource]).toEqual([2000, 'flag']);
  expect((await session.fitFound(plain.image, [], cameraFor(photo))).people).toEqual([]);
});

test('keypoints from elsewhere, one of them placed by hand, are fitted as in Node', async () => {
  const [{ detection }] = plain.people;
  const { keypoints, mask, ...rest } = detection;
  const { width, height } = photo;
  const file = { width, height, focalLength: 900, people: [{ ...rest, keypoints }] };
  const options = { pinned: [15], verticalFov: 40 };
  const node = await openSession({ detail: 'fast' });
  const found = await session.fitKeypoints(file, { name: 'me.json', ...options });
  const expected = await node.fitKeypoints('me.json', file, options);
  expect(apart(found, expected)).toBe(0);
  expect(found).toMatchObject({ image: expected.image, camera: expected.camera, focalSource: 'flag' });
  expect(apart(found, await session.fitKeypoints(file, { verticalFov: 40 }))).toBeGreaterThan(0); // the pin counts
  expect((await session.fitKeypoints(file)).focalSource).toBe('file');
  const third = session.fitKeypoints(file, { name: 'me.json', person: 3 });
  await expect(third).rejects.toThrow(/^me\.json: person 3 was asked for/);
});

test('a pose lifted by the session is the one that its fit begins with', async () => {
  const [{ detection }] = plain.people;
  const { keypoints, worldLandmarks } = detection;
  const { camera } = cameraFor(photo, { focalLength: 1000 });
  const evidence = worldLandmarks ? { worldLandmarks } : {};
  const lifted = await session.lift(keypoints, camera, evidence);
  if (lifted === null) throw new Error('too few keypoints');
  const begun = session.fitter.fit(keypoints, camera, { ...evidence, lifted });
  expect(begun.pose).toEqual((await session.fit(keypoints, camera, evidence)).pose);
});

test('options that no photo suits are refused before a network is loaded', async () => {
  const { runtime, asked } = without('pose_detection');
  const fresh = await open({ runtime });
  await expect(fresh.fitImage(photo, { name: 'me.jpg', at: [-1, 5] })).rejects.toThrow(
    /^me\.jpg: the point -1,5 is not/,
  );
  for (const options of [{ focalLength: -1 }, { height: 178 }, { weight: Number.NaN }, { person: 0 }]) {
    await expect(fresh.fitImage(photo, options)).rejects.toMatchObject({ code: 'usage' });
  }
  expect(asked()).toBe(0);
});

test('an abort is heard between two networks, and between two fits', async () => {
  const reason = new Error('stopped');
  const during = async (run: (signal: AbortSignal) => Promise<unknown>): Promise<void> => {
    const controller = new AbortController();
    const running = run(controller.signal);
    setTimeout(() => controller.abort(reason)); // as a click comes
    await expect(running).rejects.toBe(reason);
  };
  // Neither these networks nor the fits give way to other events by themselves.
  const scene = { width: 400, height: 300, people: [{ x: 280, y: 150, size: 256, score: 0.9 }] };
  const faked = await open({ runtime: fakeRuntime(scene) });
  await during((signal) => faked.find(blankPhoto(scene), { signal }));
  const people = plain.people.map(({ detection }) => detection);
  const poor = await open({ runtime: without('lifter').runtime });
  await during((signal) => poor.fitFound(plain.image, [...people, ...people], cameraFor(photo), { signal }));
  await expect(session.fitImage(photo, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test('a host without the lifting network: fits go on, once told for each photo, and asked again with the next', async () => {
  const { runtime, asked } = without('lifter');
  const onNotice = vi.fn();
  const poor = await open({ runtime, onNotice });
  const { people } = await poor.fitImage(photo);
  expect(people).toHaveLength(1);
  expect(people[0].fit.costByTerm).not.toHaveProperty('anchor');
  const sentence = 'lifter.onnx: the server answers 404. Serve it. Fits go on without it, slower and less sure.';
  expect(onNotice.mock.calls).toEqual([[sentence]]);
  await poor.prepare();
  expect(asked()).toBe(2);
});

test('a page without https: the neutral body is known by its name', async () => {
  vi.stubGlobal('crypto', {});
  const plainHttp = await open();
  vi.unstubAllGlobals();
  serveModels();
  expect(plainHttp.body.sha256).toBe('');
  const people = plain.people.map(({ detection }) => detection);
  expect(apart(await plainHttp.fitFound(plain.image, people, cameraFor(photo)), plain)).toBe(0);
});

test('a body of one’s own, and one that is not shipped', async () => {
  const { body } = await open({ body: 'female' });
  expect(body.name).toBe('female');
  expect((await open({ body })).body).toBe(body);
  await expect(open({ body: 'whale' })).rejects.toMatchObject({ code: 'not-found' });
});
