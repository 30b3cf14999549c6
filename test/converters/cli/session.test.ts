import { beforeAll, describe, expect, test } from 'vitest';
import { openSession, type Session } from '../../../converters/cli/session.js';
import { drawOverlay, rigPeople } from '../../../converters/export/fitted-people.js';
import type { KeypointFile } from '../../../converters/import/keypoints-json.js';
import { JOINT_SETS } from '../../../core/body/joint-sets.js';
import { posedVertices } from '../../../core/body/posed-body.js';
import { cameraFor } from '../../../core/camera/pinhole.js';
import { namedJoints } from '../../../core/fit/joints3d.js';
import { standing } from '../../support/standing.js';

let session: Session;
beforeAll(async () => {
  session = await openSession();
});

const FILE: KeypointFile = { width: 640, height: 480, people: [standing(), standing(150)] };

test('what is no picture is refused: another order of arguments than in a page, or a path alone', async () => {
  const fitImage = session.fitImage as unknown as (...args: readonly unknown[]) => Promise<unknown>;
  for (const given of [['photo.jpg'], [{ width: 4, height: 4 }, 'photo.jpg']]) {
    const refusal = { code: 'usage', message: 'image: this is not a picture. Give what readImage returns.' };
    await expect(fitImage(...given)).rejects.toMatchObject(refusal);
  }
});

describe('fitKeypoints', () => {
  test('fits whom the choice names', async () => {
    const chosen = async (person: 'best' | 'all' | number) =>
      (await session.fitKeypoints('k.json', FILE, { person })).people.map(({ detection }) => detection);
    expect(await chosen('best')).toEqual([FILE.people[0]]);
    expect(await chosen(2)).toEqual([FILE.people[1]]);
    expect(await chosen('all')).toEqual(FILE.people);
    await expect(chosen(3)).rejects.toThrow('k.json: person 3 was asked for');
  });

  test('the focal length: of the options, else of the file, else of the photo, else the diagonal', async () => {
    const camera = async (...args: [Partial<KeypointFile>, object?, object?]) => {
      const [file, options, photo] = args;
      const result = await session.fitKeypoints('k.json', { ...FILE, people: [], ...file }, options, photo);
      return [result.camera.focalLength, result.focalSource];
    };
    const photo = { focalLength: 900 };
    expect(await camera({})).toEqual([800, 'default']);
    expect(await camera({}, {}, photo)).toEqual([900, 'exif']);
    expect(await camera({ focalLength: 700 }, {}, photo)).toEqual([700, 'file']);
    expect(await camera({ focalLength: 700 }, { focalLength: 600 }, photo)).toEqual([600, 'flag']);
  });

  test('the principal point: of the file, else the middle', async () => {
    const point = async (file: Partial<KeypointFile>) =>
      (await session.fitKeypoints('k.json', { ...FILE, people: [], ...file })).camera.principalPoint;
    expect(await point({})).toEqual([320, 240]);
    expect(await point({ principalPoint: [300, 200] })).toEqual([300, 200]);
  });
});

test('two people stand on one floor at their distance from each other', async () => {
  const result = await session.fitKeypoints('k.json', FILE, { person: 'all' });
  const lowest = rigPeople(result).map((body) => {
    const vertices = posedVertices(body);
    return vertices.reduce((least, value, i) => (i % 3 === 1 ? Math.min(least, value) : least), Infinity);
  });
  // Float32, two metres tall.
  expect(Math.min(...lowest)).toBeCloseTo(0, 5);
  const [left, right] = rigPeople(result).map(({ rootPosition }) => rootPosition[0]);
  const [a, b] = result.people.map(({ fit }) => fit.translation[0]);
  expect(right - left).toBeCloseTo(b - a, 2); // pelvises are no more than millimetres off the origins of the bodies
  expect(right - left).toBeGreaterThan(0.5); // 150 pixels beside somebody 350 pixels tall
});

test('the overlay draws the body where the keypoints are, and leaves the rest of the photo', async () => {
  const result = await session.fitKeypoints('k.json', FILE, { person: 1 });
  const white = { width: 640, height: 480, rgba: new Uint8Array(4 * 640 * 480).fill(255) };
  const { width, height, rgba } = drawOverlay(result, white);
  expect([width, height]).toEqual([640, 480]);
  const isWhite = (x: number, y: number): boolean => rgba[4 * (640 * y + x)] === 255;
  expect([isWhite(320, 190), isWhite(320, 100)]).toEqual([false, false]); // belly, chin
  expect([isWhite(100, 190), isWhite(500, 190), isWhite(320, 470)]).toEqual([true, true, true]);
  const unseen = drawOverlay(result, white, { opacity: 0 });
  expect(unseen.rgba.every((value) => value === 255)).toBe(true);
});

test('a body that is not there is refused', async () => {
  await expect(openSession({ body: 'whale' })).rejects.toMatchObject({ name: 'FitError', code: 'usage' });
});

test('SMPLify has a camera of its own, whatever the file says', async () => {
  const smplify = await openSession({ method: 'smplify', without: ['interpenetration'] });
  const { camera, focalSource, people } = await smplify.fitKeypoints('k.json', { ...FILE, focalLength: 700 });
  expect([camera.focalLength, focalSource]).toEqual([5000, 'default']);
  expect(Object.keys(people[0].fit.costByTerm)).not.toContain('interpenetration');
});

test('what SMPLify cannot use of one person is refused, too', async () => {
  const smplify = await openSession({ method: 'smplify', without: ['interpenetration'] });
  const [{ keypoints }] = FILE.people;
  const fit = smplify.fit(keypoints, cameraFor(FILE).camera, { height: 1.5 });
  await expect(fit).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('measurements') });
  expect((await smplify.fit(keypoints, cameraFor(FILE).camera, { pinned: [] })).betas).toHaveLength(10);
});

test('the limbs that are told by depths and by orders both go their way', async () => {
  const [person] = FILE.people;
  const wrist = JOINT_SETS[person.keypoints.set].indexOf('right_wrist');
  const depthOrders = [{ keypoint: wrist, side: 'nearer' as const }];
  for (const depths of [{}, { left_wrist: 'farther' as const }]) {
    const { people, skeleton } = await session.fitKeypoints('k.json', FILE, { person: 1, depths, depthOrders });
    const joints = namedJoints(skeleton, people[0].fit);
    expect(joints.right_wrist[2]).toBeLessThan(joints.right_elbow[2]);
    if ('left_wrist' in depths) expect(joints.left_wrist[2]).toBeGreaterThan(joints.left_elbow[2]);
  }
});
