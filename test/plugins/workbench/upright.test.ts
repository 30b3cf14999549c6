import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readGlbParameters } from '../../../converters/import/glb-pose.js';
import { downOfPitch, pitchOf } from '../../../core/camera/gravity.js';
import type { Camera, Fit } from '../../../core/types.js';
import {
  createWorkbench,
  DEFAULT_OPTIONS,
  type Engine,
  seenNow,
  snapshotFromJson,
  snapshotToJson,
  statedCamera,
  type Workbench,
  type WorkbenchEvent,
  type WorkbenchState,
} from '../../../plugins/workbench/index.js';
import { nodeEngine, personPhoto } from '../../support/workbench-engine.js';

const photo = await personPhoto();
const engine = nodeEngine();

describe('people who stand upright in files', () => {
  let workbench: Workbench;
  let asked: number;
  let notices: string[];

  async function withPhoto(findUpright: Engine['findUpright'] = engine.findUpright): Promise<Workbench> {
    asked = 0;
    notices = [];
    const counted: Engine['findUpright'] = (...parameters) => {
      asked++;
      return findUpright(...parameters);
    };
    const made = createWorkbench({ engine: { ...engine, dispose: () => undefined, findUpright: counted } });
    made.subscribe((event: WorkbenchEvent) => {
      if (event.type === 'notice') notices.push(event.message);
    });
    await made.open(photo, { name: 'person.jpg' });
    await made.detect();
    return made;
  }
  beforeEach(async () => {
    workbench = await withPhoto();
  });
  afterEach(() => workbench.dispose());

  const down = () => statedCamera(workbench.state)?.camera.down;
  const written = async () => readGlbParameters((await workbench.write('glb'))[0].bytes);

  test('nobody asks: no gravity', async () => {
    await workbench.fit();
    expect([asked, down()]).toEqual([0, undefined]);
    expect(workbench.person?.fit?.camera).not.toHaveProperty('down');
  });

  test('the people are asked once; their file is turned, and read back as the camera saw them', async () => {
    workbench.setOptions({ upright: true });
    expect(down()).toBeUndefined();
    await workbench.fit();
    await workbench.fit();
    expect(asked).toBe(1);
    expect(down()).toBeDefined();
    const { fit } = workbench.person!;
    expect(fit?.camera.down).toEqual(down());
    expect(fit?.costByTerm).toHaveProperty('balance');
    const { poses, camera } = await written();
    expect(camera?.down).toEqual(down());
    expect(Math.max(...poses.map((value, i) => Math.abs(value - fit!.pose[i])))).toBeLessThan(1e-4);
    const again = snapshotFromJson('scene', JSON.parse(JSON.stringify(snapshotToJson(workbench.state))));
    expect(statedCamera(again)).toEqual(statedCamera(workbench.state));
    expect(again.options).toEqual(workbench.state.options);
  });

  test('a pitch that is known is not asked for, and nobody need be fitted again for the file', async () => {
    await workbench.fit();
    const before = await workbench.rig();
    workbench.setOptions({ pitch: 12 });
    expect(pitchOf(down()!)).toBeCloseTo(12, 9);
    expect((await workbench.rig()).metadata.camera?.down).toEqual(down());
    expect((await written()).camera?.down).toEqual(down());
    await workbench.fit();
    expect(asked).toBe(0);
    workbench.setOptions({ pitch: null });
    expect((await workbench.rig()).metadata.camera).toEqual(before.metadata.camera);
  });

  test('other people are asked anew', async () => {
    workbench.setOptions({ upright: true });
    await workbench.fit();
    await workbench.detect();
    expect(down()).toBeUndefined();
    await workbench.fit();
    expect(asked).toBe(2);
  });

  test('somebody mirrored leans the other way: they are asked anew; undo knows what they told', async () => {
    workbench.setOptions({ upright: true });
    await workbench.fit();
    const told = down();
    workbench.mirror();
    expect(down()).toBeUndefined();
    expect((await workbench.rig()).metadata.camera).not.toHaveProperty('down');
    await workbench.refit(); // what the editors' Mirror does
    expect(asked).toBe(2);
    expect(down()).toBeDefined();
    workbench.undo();
    workbench.undo();
    expect(down()).toEqual(told);
  });

  test('switched off nobody stands upright; switched on again they are asked anew', async () => {
    workbench.setOptions({ upright: true });
    await workbench.fit();
    const told = down();
    workbench.setOptions({ upright: false });
    expect(down()).toBeUndefined();
    expect((await written()).camera).not.toHaveProperty('down');
    workbench.setOptions({ upright: true });
    expect(down()).toBeUndefined();
    await workbench.fit();
    expect(asked).toBe(2);
    expect(down()).toEqual(told); // the same person, the same answer
    workbench.setOptions({ upright: true, posePrior: 2 });
    expect(down()).toEqual(told); // it was on
    await workbench.fit();
    expect(asked).toBe(2);
  });

  test('where nobody tells, that is said', async () => {
    workbench.dispose();
    workbench = await withPhoto(async () => null);
    workbench.setOptions({ upright: true });
    await workbench.fit();
    expect(down()).toBeUndefined();
    expect(notices.join()).toContain('Nobody stands in full view');
    await workbench.fit();
    await workbench.fit();
    expect(asked).toBe(3); // somebody may have been put right meanwhile
    expect(notices.filter((message) => message.startsWith('Nobody stands'))).toHaveLength(1);
    expect(workbench.person?.fit?.camera).not.toHaveProperty('down');
  });

  test('a pitch at which nobody stands is a problem, not a crash', async () => {
    const before = workbench.state;
    expect(() => workbench.setOptions({ pitch: 200 })).toThrow('does not look down by 200 degrees');
    expect(workbench.state).toBe(before);
    workbench.setOptions({ pitch: 20 });
    await workbench.fit();
    expect(workbench.person?.fit).not.toBeNull();
  });
});

describe('a fit as it is seen by now', () => {
  const image = { name: 'a.jpg', width: 640, height: 480, focalLength: 800 };
  const camera: Camera = { focalLength: 700, principalPoint: [300, 200], width: 640, height: 480 };
  const fitBefore = (own: Camera): Fit => ({ cost: 1, pose: new Float64Array(72), camera: own }) as Fit;
  const told = [0, 0.9, 0.4] as const;
  const upright = { ...DEFAULT_OPTIONS, upright: true };

  test.each<[string, Pick<WorkbenchState, 'image' | 'options'>, Camera['down']]>([
    ['what people told', { image: { ...image, down: told }, options: upright }, told],
    ['not where nobody asks any more', { image: { ...image, down: told }, options: DEFAULT_OPTIONS }, undefined],
    ['not where nobody could tell', { image: { ...image, down: null }, options: upright }, undefined],
    ['not before anybody was asked', { image, options: upright }, undefined],
    [
      'the pitch that is known',
      { image: { ...image, down: told }, options: { ...upright, pitch: 10 } },
      downOfPitch(10),
    ],
    ['a pitch without people', { image, options: { ...DEFAULT_OPTIONS, pitch: 0 } }, [0, 1, 0]],
    ['no picture', { image: null, options: upright }, undefined],
  ])('%s', (_, state, down) => {
    for (const before of [camera, { ...camera, down: [0, 1, -1] as const }]) {
      const fit = fitBefore(before);
      // Its lens stays the one that it was fitted with.
      expect(seenNow(state, fit)).toEqual({ ...fit, camera: down === undefined ? camera : { ...camera, down } });
      expect(fit.camera).toBe(before);
    }
  });
});
