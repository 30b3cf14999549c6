import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JOINT_SETS } from '../../../core/body/joint-sets.js';
import type { StatedCamera } from '../../../core/fit/camera-of-people.js';
import { namedJoints } from '../../../core/fit/joints3d.js';
import type { Camera } from '../../../core/types.js';
import {
  createWorkbench,
  type Engine,
  snapshotFromJson,
  snapshotToJson,
  statedCamera,
  type Workbench,
} from '../../../plugins/workbench/index.js';
import { paramsOf, shippedFitter } from '../../support/shipped.js';
import { nodeEngine, personPhoto } from '../../support/workbench-engine.js';

const photo = await personPhoto();
const engine = nodeEngine();
const keypoint = (name: string): number => (JOINT_SETS.blazepose33 as readonly (string | null)[]).indexOf(name);
const ELBOW = keypoint('left_elbow');

async function withPhoto(parts: Partial<Engine> = {}, picture = photo): Promise<Workbench> {
  const workbench = createWorkbench({ engine: { ...engine, dispose: () => undefined, ...parts } });
  await workbench.open(picture, { name: 'person.jpg' });
  await workbench.detect();
  return workbench;
}

describe('a limb that goes the other way in depth', () => {
  let workbench: Workbench;
  let before: Workbench['state'];
  beforeAll(async () => {
    workbench = await withPhoto();
    await workbench.fit();
    before = workbench.state;
  });
  afterAll(() => workbench.dispose());

  /** Metres that the left elbow is farther away than the shoulder. */
  async function behind(): Promise<number> {
    const { left_shoulder: above, left_elbow: below } = namedJoints(await workbench.skeleton(), workbench.person!.fit!);
    return above.reduce((sum, a, axis) => sum + a * (below[axis] - a), 0) / Math.hypot(...above);
  }

  test('is turned, stays so in fits and drags, and is let go of when it is turned again', async () => {
    workbench.restore(before);
    const free = await behind();
    const side = Math.sign(free);
    await workbench.turnKeypoint(ELBOW);
    await workbench.fit();
    expect(side * (await behind())).toBeLessThan(-0.02);
    expect(workbench.person!.fit!.reprojectionError).toBeLessThan(before.people[0].fit!.reprojectionError + 3);
    const wrist = keypoint('left_wrist');
    const [x, y] = workbench.person!.keypoints.xy.subarray(2 * wrist);
    const drag = workbench.drag(wrist);
    drag.to([x + 5, y]);
    await drag.end();
    expect(side * (await behind())).toBeLessThan(-0.02);
    workbench.undo();

    await workbench.turnKeypoint(ELBOW);
    await workbench.fit();
    expect(workbench.person?.edits[ELBOW].depth).toBeNull();
    // Noise is estimated anew from where the fit stood before.
    expect(await behind()).toBeCloseTo(free, 2);

    await workbench.turnKeypoint(ELBOW);
    workbench.resetKeypoint(ELBOW);
    expect(workbench.person?.edits).toEqual(before.people[0].edits);
  });

  test('a joint that is left out takes part again when it is turned', async () => {
    workbench.restore(before);
    workbench.switchKeypoint(ELBOW, false);
    await workbench.turnKeypoint(ELBOW);
    expect(workbench.person?.edits[ELBOW]).toMatchObject({ off: false });
    expect(workbench.person?.edits[ELBOW].depth).toBeTruthy();
    workbench.switchKeypoint(ELBOW, false);
    await workbench.turnKeypoint(ELBOW);
    expect(workbench.person?.edits[ELBOW].off).toBe(false);
    expect(workbench.person?.edits[ELBOW].depth).toBeTruthy();
  });

  test('belongs to the person for whom it was meant, however long the body takes to come', async () => {
    const skeleton: Engine['skeleton'] = (...asked) =>
      new Promise((resolve) => setTimeout(() => resolve(engine.skeleton(...asked)), 20));
    const slow = createWorkbench({ engine: { ...engine, dispose: () => undefined, skeleton } });
    slow.restore({ ...before, people: [before.people[0], before.people[0]] });
    const turned = slow.turnKeypoint(ELBOW);
    slow.choose(1);
    await turned;
    expect(slow.state.people.map(({ edits }) => edits[ELBOW].depth)).toEqual([undefined, undefined]);
    const mirrored = slow.turnKeypoint(ELBOW);
    slow.mirror();
    await mirrored;
    expect(slow.person?.edits.every(({ depth }) => !depth)).toBe(true);
    slow.undo();
    await Promise.all([slow.turnKeypoint(ELBOW), slow.turnKeypoint(ELBOW)]);
    expect(slow.person?.edits[ELBOW].depth).toBeNull();
    slow.dispose();
  });

  test('is kept by files; in a mirrored person it is the other limb and the other way', async () => {
    workbench.restore(before);
    await workbench.turnKeypoint(ELBOW);
    const { depth } = workbench.person!.edits[ELBOW];
    const again = snapshotFromJson('scene', JSON.parse(JSON.stringify(snapshotToJson(workbench.state))));
    expect(again.people[0].edits[ELBOW].depth).toBe(depth);
    workbench.mirror();
    expect(workbench.person!.edits[ELBOW].depth).toBeUndefined();
    const mirrored = workbench.person!.edits[keypoint('right_elbow')].depth;
    expect([depth, mirrored].sort()).toEqual(['farther', 'nearer']);
  });

  test('needs a body, and a bone', async () => {
    workbench.restore(before);
    await expect(workbench.turnKeypoint(keypoint('nose'))).rejects.toThrow('no other way in depth');
    await expect(workbench.turnKeypoint(99)).rejects.toThrow('there is no keypoint 99');
    const fresh = await withPhoto();
    await expect(fresh.turnKeypoint(ELBOW)).rejects.toThrow('no body yet');
    fresh.dispose();
  });
});

describe('a focal length that nobody states', () => {
  const { focalLength: _, ...unstated } = photo;

  test('is the one that the people’s perspective tells, from the first fit on', async () => {
    // Somebody at 1.5 m, seen with twice the focal length of the guess: by a camera at breast height, looking down a little.
    const { width, height } = unstated;
    const guess = Math.hypot(width, height);
    const seen: Camera = { focalLength: 2 * guess, principalPoint: [width / 2, height / 2], width, height };
    const hanging = { left_shoulder: [0, 0, -1.2], right_shoulder: [0, 0, 1.2] };
    const truth = paramsOf([0, 0, 1.5], { ...hanging, pelvis: [Math.PI - 0.15, 0, 0] });
    const keypoints = (await shippedFitter()).project(truth, seen);
    const workbench = await withPhoto({ detect: async () => [{ box: [0, 0, 9, 9], score: 1, keypoints }] }, unstated);
    expect(statedCamera(workbench.state)).toMatchObject({ camera: { focalLength: guess }, source: 'default' });
    await workbench.fit();
    const { camera, source } = statedCamera(workbench.state)!;
    expect(source).toBe('perspective');
    expect(camera.focalLength / (2 * guess)).toBeGreaterThan(0.7);
    expect(camera.focalLength / (2 * guess)).toBeLessThan(1.4);
    expect(workbench.person?.fit?.camera).toEqual(camera);
    const again = snapshotFromJson('scene', JSON.parse(JSON.stringify(snapshotToJson(workbench.state))));
    expect(statedCamera(again)).toEqual({ camera, source });
    workbench.undo();
    expect(statedCamera(workbench.state)?.source).toBe('default');
    workbench.dispose();
  });

  test('is found once; a stated one is not looked for', async () => {
    let asked = 0;
    const findCamera = async ([{ camera }]: Parameters<Engine['findCamera']>[0]): Promise<StatedCamera> => {
      asked++;
      return { camera: { ...camera, focalLength: 1234 }, source: 'perspective' };
    };
    const workbench = await withPhoto({ findCamera }, unstated);
    workbench.setOptions({ focalLength: 700 });
    await workbench.fit();
    expect([asked, workbench.camera()?.focalLength]).toEqual([0, 700]);
    workbench.undo();
    workbench.undo();
    await workbench.fit();
    await workbench.fit();
    expect([asked, workbench.camera()?.focalLength]).toEqual([1, 1234]);
    workbench.setOptions({ focalLength: 700 });
    expect(statedCamera(workbench.state)).toMatchObject({ camera: { focalLength: 700 }, source: 'flag' });
    workbench.dispose();

    // A number that is taken back says nothing any more; other people may tell another focal length.
    const again = await withPhoto({ findCamera }, unstated);
    again.setOptions({ focalLength: 700 });
    await again.fit();
    again.setOptions({ focalLength: null });
    await again.fit();
    expect([asked, again.camera()?.focalLength]).toEqual([2, 1234]);
    await again.detect();
    expect(statedCamera(again.state)?.source).toBe('default');
    await again.fit();
    expect([asked, again.camera()?.focalLength]).toEqual([3, 1234]);
    again.dispose();

    const stated = await withPhoto({ findCamera }, { ...unstated, focalLength: 1000 });
    await stated.fit();
    expect([asked, statedCamera(stated.state)?.source]).toEqual([3, 'exif']);
    stated.dispose();
  });
});
