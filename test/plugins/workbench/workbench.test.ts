import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pictureSkin } from '../../../converters/export/skin-texture.js';
import { JOINT_SETS } from '../../../core/body/joint-sets.js';
import { FitError } from '../../../core/error.js';
import { exchangeLimbs } from '../../../core/keypoints/sides.js';
import {
  createWorkbench,
  type Engine,
  snapshotFromJson,
  snapshotToJson,
  type Workbench,
  type WorkbenchEvent,
} from '../../../plugins/workbench/index.js';
import { nodeEngine, personPhoto } from '../../support/workbench-engine.js';

const WRIST = JOINT_SETS.blazepose33.indexOf('left_wrist');
const photo = await personPhoto();
const engine = nodeEngine();
/** Of the shipped engine, what a workbench would close: the tests share it. */
const shared: Engine = { ...engine, dispose: () => undefined };

function opened(parts: Partial<Engine> = {}): { workbench: Workbench; events: WorkbenchEvent[] } {
  const workbench = createWorkbench({ engine: { ...shared, ...parts } });
  const events: WorkbenchEvent[] = [];
  workbench.subscribe((event) => events.push(event));
  return { workbench, events };
}

const problems = (events: readonly WorkbenchEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'problem' ? [event.message] : []));

/** Distance of the body's wrist from the keypoint, pixels. */
async function wristError(workbench: Workbench): Promise<number> {
  const [x, y] = (await workbench.bodyPoints())!.left_wrist;
  const [u, v] = workbench.person!.keypoints.xy.subarray(2 * WRIST);
  return Math.hypot(x - u, y - v);
}

describe('from a photo to an avatar', () => {
  const { workbench, events } = opened();
  afterAll(() => workbench.dispose());
  beforeAll(async () => {
    await workbench.open(photo, { name: 'person.jpg' });
    await workbench.detect();
    await workbench.fit();
  });

  test('opens, finds, chooses and fits, and tells of it', () => {
    expect(workbench.state.image).toMatchObject({ name: 'person.jpg', width: photo.width, height: photo.height });
    expect(workbench.state.people).toHaveLength(1);
    expect(workbench.person?.fit?.reprojectionError).toBeLessThan(5);
    expect(events.flatMap((event) => (event.type === 'busy' ? [event.task] : []))).toEqual([
      'open',
      null,
      'detect',
      null,
      'fit',
      null,
    ]);
    expect(problems(events)).toEqual([]);
  });

  test('a wrist dragged by 40 pixels takes the arm along; undo and redo', async () => {
    const before = workbench.state;
    const [x, y] = workbench.person!.keypoints.xy.subarray(2 * WRIST);
    const drag = workbench.drag(WRIST);
    for (let step = 1; step <= 20; step++) drag.to([x, y - 2 * step]);
    await drag.end();
    const after = workbench.state;
    expect(workbench.person?.keypoints.xy[2 * WRIST + 1]).toBe(y - 40);
    // 3 pixels are what a hand sees; the pin is met to 0.0003 here.
    expect(await wristError(workbench)).toBeLessThan(3);
    workbench.undo();
    expect(workbench.state).toBe(before);
    workbench.redo();
    expect(workbench.state).toBe(after);
    workbench.undo();
  });

  test('a drag that is cancelled leaves no trace', async () => {
    const before = workbench.state;
    const drag = workbench.drag(WRIST);
    drag.to([10, 10]);
    expect(() => workbench.drag(0)).toThrow('another keypoint is being dragged');
    workbench.undo(); // not during a drag
    expect(workbench.person?.keypoints.xy[2 * WRIST]).toBe(10);
    drag.cancel();
    await drag.end();
    expect(workbench.state).toBe(before);
  });

  test('keypoints are moved, switched off, pinned and reset', async () => {
    const before = workbench.state;
    const [x, y] = workbench.person!.keypoints.xy.subarray(2 * WRIST);
    workbench.moveKeypoint(WRIST, [x + 20, y]);
    workbench.switchKeypoint(WRIST, false);
    await workbench.refit();
    expect(await wristError(workbench)).toBeGreaterThan(10);
    workbench.switchKeypoint(WRIST, true);
    workbench.pinKeypoint(WRIST, true);
    await workbench.fit();
    expect(await wristError(workbench)).toBeLessThan(3);
    workbench.resetKeypoint(WRIST);
    expect(workbench.person?.keypoints).toEqual(before.people[0].keypoints);
    expect(workbench.person?.edits).toEqual(before.people[0].edits);
    workbench.restore(before);
  });

  test('a shape set by hand is kept by fits, and as large in the picture', async () => {
    const before = workbench.state;
    const pixels = async (): Promise<number> => {
      const { head_top: top, left_heel: heel } = (await workbench.bodyPoints())!;
      return Math.hypot(top[0] - heel[0], top[1] - heel[1]);
    };
    const size = await pixels();
    const { height } = (await workbench.measurements())!;
    const betas = [2, ...Array(9).fill(0)];
    await workbench.setBetas(betas);
    expect((await workbench.measurements())!.height).toBeGreaterThan(height + 0.1);
    // Proportions change with the shape: a tenth of the size is room for them, 12 % in height would be outside.
    expect(Math.abs((await pixels()) / size - 1)).toBeLessThan(0.1);
    const drag = workbench.drag(WRIST);
    const [x, y] = workbench.person!.keypoints.xy.subarray(2 * WRIST);
    drag.to([x - 20, y]);
    await drag.end();
    expect([...workbench.person!.fit!.betas]).toEqual(betas);
    expect(await wristError(workbench)).toBeLessThan(3);
    workbench.restore(before);
  });

  test('left and right exchanged twice are as before; once, the keypoints still fit', async () => {
    const before = workbench.state;
    workbench.mirror();
    const right = JOINT_SETS.blazepose33.indexOf('right_wrist');
    expect(workbench.person?.keypoints.xy[2 * right]).toBe(before.people[0].keypoints.xy[2 * WRIST]);
    await workbench.refit();
    expect(workbench.person?.fit?.reprojectionError).toBeLessThan(10);
    workbench.restore(before);
    workbench.mirror();
    workbench.mirror();
    expect(workbench.person?.keypoints).toEqual(before.people[0].keypoints);
    workbench.person?.fit?.pose.forEach((value, i) => {
      expect(value).toBeCloseTo(before.people[0].fit!.pose[i], 9);
    });
    workbench.restore(before);
  });

  test('the state survives structuredClone and JSON, and gives the same avatar', async () => {
    expect(structuredClone(workbench.state)).toEqual(workbench.state);
    const json = JSON.parse(JSON.stringify(snapshotToJson(workbench.state)));
    const again = snapshotFromJson('scene', json);
    expect(again.people[0].fit?.pose).toEqual(workbench.person?.fit?.pose);
    const [before] = await workbench.write('glb');
    expect(before.name).toBe('person.glb');
    const jpeg = { bytes: Uint8Array.of(0xff, 0xd8, 0xff), mimeType: 'image/jpeg' } as const;
    const dressed = await workbench.write('obj', { skin: pictureSkin('dark', jpeg, jpeg) });
    expect(dressed.map(({ name }) => name)).toEqual(['person.obj', 'person.mtl', 'person-skin.jpg']);
    expect(dressed[2].bytes).toEqual(jpeg.bytes);
    workbench.restore(again);
    const [after] = await workbench.write('glb');
    expect(Buffer.compare(after.bytes, before.bytes)).toBe(0);
  });
});

describe('what goes wrong ends in a sentence, and the state is as it was', () => {
  const found = async (parts: Partial<Engine> = {}) => {
    const made = opened(parts);
    await made.workbench.open(photo, { name: 'person.jpg' });
    await made.workbench.detect();
    return made;
  };

  test('nobody in the picture', async () => {
    const { workbench, events } = await found();
    const before = workbench.state;
    const empty = { ...workbench.engine, detect: async () => [] };
    const second = createWorkbench({ engine: empty });
    second.restore(before);
    const heard: WorkbenchEvent[] = [];
    second.subscribe((event) => heard.push(event));
    await expect(second.detect()).rejects.toThrow(/^person.jpg: no person was found/);
    expect(problems(heard)).toHaveLength(1);
    expect(second.state).toBe(before);
    expect(problems(events)).toEqual([]);
  });

  test('a second fit while one runs is refused, the first one arrives', async () => {
    const { workbench, events } = await found();
    const first = workbench.fit();
    await expect(workbench.fit()).rejects.toThrow('fit: a fit is still running. Wait for it, or stop it first.');
    await first;
    expect(workbench.person?.fit).not.toBeNull();
    expect(problems(events)).toHaveLength(1);
  });

  test('an abort is no problem', async () => {
    const { workbench, events } = await found();
    const before = workbench.state;
    const controller = new AbortController();
    const detect = workbench.detect({ signal: controller.signal });
    controller.abort();
    await expect(detect).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(workbench.state).toBe(before);
    expect(workbench.busy).toBeNull();

    await workbench.fit();
    const fitted = workbench.state;
    const stop = new AbortController();
    const again = workbench.fit({ signal: stop.signal });
    setImmediate(() => stop.abort()); // while the network computes
    await expect(again).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(workbench.state).toBe(fitted);
    expect(problems(events)).toEqual([]);
  });

  test('a broken picture, and calls before there is anything', async () => {
    const decode = async (): Promise<never> => {
      throw new FitError('bad-input', 'a.jpg', 'this is not an image.', 'Give a JPEG.');
    };
    const broken = createWorkbench({ engine: nodeEngine({ decode }) });
    await expect(broken.open(photo)).rejects.toThrow('a.jpg: this is not an image.');
    expect(broken.state.image).toBeNull();
    await expect(broken.detect()).rejects.toThrow('there is no picture');
    await expect(broken.fit()).rejects.toThrow('nobody is chosen');
    await expect(broken.rig()).rejects.toThrow('nobody is chosen');
  });

  test('a body that is missing; keypoints and formats that do not exist', async () => {
    const { workbench } = await found();
    workbench.setOptions({ body: 'giant' });
    await expect(workbench.fit()).rejects.toThrow(/giant/);
    workbench.undo();
    await workbench.fit();
    expect(() => workbench.moveKeypoint(99, [0, 0])).toThrow('there is no keypoint 99');
    await expect(workbench.write('docx')).rejects.toThrow(/the format docx is not known. Known are: glb/);
    const before = workbench.state;
    expect(() => workbench.setOptions({ focalLength: -1 })).toThrow('the focal length -1 is not from 1 to');
    expect(workbench.state).toBe(before);
  });
});

test('a person whom nobody found is placed by hand', async () => {
  const { workbench } = opened();
  await workbench.open(photo, { name: 'person.jpg' });
  workbench.addPerson('coco17');
  const { id } = await workbench.engine.open(photo, 'person.jpg');
  const [{ keypoints }] = await workbench.engine.detect({ picture: id });
  JOINT_SETS.coco17.forEach((name, k) => {
    const from = (JOINT_SETS.blazepose33 as readonly (string | null)[]).indexOf(name);
    workbench.moveKeypoint(k, [keypoints.xy[2 * from], keypoints.xy[2 * from + 1]]);
  });
  await workbench.fit();
  expect(workbench.person?.fit?.reprojectionError).toBeLessThan(10);
});

describe('a person whose legs the detector took for each other', () => {
  const exchangedLegs = async (...given: Parameters<Engine['detect']>) => {
    const people = await shared.detect(...given);
    return people.map((person) => ({ ...person, ...exchangeLimbs(person, ['legs']) }));
  };
  async function foundWrong(): Promise<Workbench> {
    const { workbench } = opened({ detect: exchangedLegs });
    await workbench.open(photo, { name: 'person.jpg' });
    await workbench.detect();
    return workbench;
  }
  const ankles = JOINT_SETS.blazepose33.flatMap((name, k) => (/^(left|right)_ankle$/.test(name ?? '') ? [k] : []));
  const placeOf = (workbench: Workbench, k: number): number[] => [
    ...workbench.person!.keypoints.xy.subarray(2 * k, 2 * k + 2),
  ];

  test('keypoints and fit change sides together', async () => {
    const workbench = await foundWrong();
    const found = ankles.map((k) => placeOf(workbench, k));
    await workbench.fit();
    expect(workbench.person?.fit?.exchanged).toEqual(['legs']);
    expect(ankles.map((k) => placeOf(workbench, k))).toEqual([...found].reverse());
    // Whoever takes an edit back gets the keypoint on the side where it now is.
    workbench.moveKeypoint(ankles[0], [1, 1]);
    workbench.resetKeypoint(ankles[0]);
    expect(placeOf(workbench, ankles[0])).toEqual(found[1]);
    workbench.dispose();
  });

  test('an exchange that is undone is not made again; redo brings it back', async () => {
    const workbench = await foundWrong();
    const found = ankles.map((k) => placeOf(workbench, k));
    await workbench.fit();
    const exchanged = workbench.state;
    workbench.undo();
    expect(ankles.map((k) => placeOf(workbench, k))).toEqual(found);
    workbench.redo();
    expect(workbench.state).toBe(exchanged);
    workbench.undo();
    await workbench.fit();
    expect(workbench.person?.fit?.exchanged).toBeUndefined();
    expect(ankles.map((k) => placeOf(workbench, k))).toEqual(found);
    workbench.dispose();
  });

  test('hosts with a history of their own take an exchange back, too, also by way of a file', async () => {
    const workbench = await foundWrong();
    const before = workbench.state;
    await workbench.fit();
    const after = workbench.state;
    const file = snapshotFromJson('scene', JSON.parse(JSON.stringify(snapshotToJson(before))));
    workbench.restore(file, { isUndo: true });
    expect(workbench.person?.sidesKnown).toBe(true);
    workbench.restore(after);
    expect(workbench.state).toBe(after);
    workbench.restore(before); // a task that failed, say: nobody said anything
    expect(workbench.person?.sidesKnown).toBeUndefined();
    workbench.dispose();
  });

  test('other steps that are undone say nothing about sides', async () => {
    const workbench = await foundWrong();
    workbench.mirror();
    workbench.undo();
    await workbench.fit();
    expect(workbench.person?.fit?.exchanged).toEqual(['legs']);
    const fitted = workbench.state;
    const changes = [
      () => workbench.mirror(),
      () => workbench.moveKeypoint(ankles[0], [1, 1]),
      () => workbench.detect(),
    ];
    for (const change of changes) {
      await change();
      workbench.undo();
      expect(workbench.state).toBe(fitted);
    }
    workbench.dispose();
  });

  test('what a hand has placed stays on its side', async () => {
    const workbench = await foundWrong();
    const [x, y] = [placeOf(workbench, ankles[0])[0] + 3, placeOf(workbench, ankles[0])[1]];
    workbench.moveKeypoint(ankles[0], [x, y]);
    await workbench.fit();
    expect(workbench.person?.fit?.exchanged).toBeUndefined();
    expect(placeOf(workbench, ankles[0])).toEqual([x, y]);
    workbench.dispose();
  });
});
