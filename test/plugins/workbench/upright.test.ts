import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readGlbParameters } from '../../../converters/import/glb-pose.js';
import { pitchOf } from '../../../core/camera/gravity.js';
import {
  createWorkbench,
  type Engine,
  snapshotFromJson,
  snapshotToJson,
  statedCamera,
  type Workbench,
  type WorkbenchEvent,
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

  test('where nobody tells, that is said', async () => {
    workbench.dispose();
    workbench = await withPhoto(async () => null);
    workbench.setOptions({ upright: true });
    await workbench.fit();
    expect(down()).toBeUndefined();
    expect(notices.join()).toContain('Nobody stands in full view');
  });

  test('a pitch at which nobody stands is a problem, not a crash', async () => {
    workbench.setOptions({ pitch: 200 });
    await expect(workbench.fit()).rejects.toThrow('does not look down by 200 degrees');
    workbench.setOptions({ pitch: 20 });
    await workbench.fit();
    expect(workbench.person?.fit).not.toBeNull();
  });
});
