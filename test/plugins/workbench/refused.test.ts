import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createWorkbench, type Engine, snapshotFromJson, snapshotToJson } from '../../../plugins/workbench/index.js';
import { twoPeople } from '../../support/two-people.js';

/** What a host may give by mistake is refused in a sentence, before it is part of the state. */

const { workbench, events } = await twoPeople({}, 1);
const fitted = workbench.state;
beforeEach(() => {
  workbench.restore(fitted);
  events.length = 0;
});
afterAll(() => workbench.dispose());
const problems = (): string[] => events.flatMap((event) => (event.type === 'problem' ? [event.message] : []));
const ten = (...first: number[]): number[] => [...first, ...new Array<number>(10 - first.length).fill(0)];

describe('a shape', () => {
  test.each<[string, number[], string]>([
    ['too short', [1, 2], 'shape: there are 2 numbers of the shape, the body has 10.'],
    ['too long', [...ten(), ...ten()], 'shape: there are 20 numbers of the shape, the body has 10.'],
    ['no number', ten(0, Number.NaN), 'shape: beta 2 is NaN, which is the shape of nobody.'],
    ['endless', ten(Number.NEGATIVE_INFINITY), 'shape: beta 1 is -Infinity, which is the shape of nobody.'],
    ['97 km tall', ten(1e6), 'shape: beta 1 is 1000000, which is the shape of nobody.'],
  ])('%s', async (_, betas, sentence) => {
    await expect(workbench.setBetas(betas)).rejects.toThrow(sentence);
    expect(workbench.state).toBe(fitted);
    expect(problems()).toEqual([expect.stringContaining(sentence)]);
  });

  test('at the bound, and beyond it where a fit went so far itself, is taken', async () => {
    await workbench.setBetas(ten(10, -10));
    expect(workbench.person?.fit?.translation.every(Number.isFinite)).toBe(true);
    const [person, ...others] = fitted.people;
    const far = { ...person, fit: { ...person.fit!, betas: Float64Array.from(ten(-14)) } };
    workbench.restore({ ...fitted, people: [far, ...others] });
    await workbench.setBetas(ten(-14, 1));
    expect(workbench.person?.betas).toEqual(ten(-14, 1));
    await expect(workbench.setBetas(ten(-15))).rejects.toThrow('the shape of nobody');
  });

  test('of a body with another number of betas, set by hand before, is told by the fit', async () => {
    const [person, ...others] = fitted.people;
    workbench.restore({ ...fitted, people: [{ ...person, betas: [1, 2] }, ...others] });
    await expect(workbench.fit()).rejects.toThrow('shape: betas has 2 numbers, expected 10.');
  });
});

describe('options', () => {
  const refused: [object, string][] = [
    [{ posePrior: Number.NaN }, 'posePrior: NaN is not the strength of a prior.'],
    [{ posePrior: -3 }, 'posePrior: -3 is not the strength of a prior.'],
    [{ shapePrior: 0 }, 'shapePrior: 0 is not the strength of a prior.'],
    [{ shapePrior: Number.POSITIVE_INFINITY }, 'shapePrior: Infinity is not the strength of a prior.'],
    [{ shapePrior: '2' }, 'shapePrior: 2 is not the strength of a prior.'],
    [{ detail: 'careful' }, 'detail: there is no detail called careful.'],
    [{ body: undefined }, 'body: undefined is not a string.'],
    [{ height: '1.8' }, 'height: "1.8" is not a number.'],
    [{ upright: 'yes' }, 'upright: "yes" is not a boolean.'],
    [{ pitch: 200 }, 'pitch: a camera does not look down by 200 degrees'],
    [{ focalLength: -5 }, 'camera: the focal length -5 is not'],
    [{ weight: 7000 }, 'weight: 7000 is not the weight of a person.'],
  ];
  test.each(refused)('%o are refused when they are set', (options, sentence) => {
    expect(() => workbench.setOptions(options)).toThrow(sentence);
    expect(workbench.state).toBe(fitted);
    expect(problems()).toEqual([expect.stringContaining(sentence)]);
  });

  test.each(refused)('%o are refused when a workbench is made', (options, sentence) => {
    const idle = { listen: () => () => undefined } as unknown as Engine;
    expect(() => createWorkbench({ engine: idle, options })).toThrow(sentence);
  });

  test('the ends of what a prior may weigh can be fitted by and kept', async () => {
    for (const strength of [1e-3, 1e3]) {
      workbench.setOptions({ posePrior: strength, shapePrior: strength });
      await workbench.fit();
      expect(workbench.person?.fit?.cost).toBeLessThan(Number.POSITIVE_INFINITY);
      expect(snapshotFromJson('scene', JSON.parse(JSON.stringify(snapshotToJson(workbench.state))))).toBeDefined();
    }
  });

  test('a body that the engine has not is told by the fit, and can be taken back', async () => {
    workbench.setOptions({ body: 'giant' });
    await expect(workbench.fit()).rejects.toThrow(/giant/);
    expect(problems()).toEqual([expect.stringContaining('giant')]);
    workbench.undo();
    expect(workbench.state.options.body).toBe('neutral');
    await workbench.fit();
  });
});

describe('a keypoint', () => {
  const nowhere = [
    [Number.NaN, Number.NaN],
    [3, Number.POSITIVE_INFINITY],
  ] as const;
  test.each(nowhere)('is not moved to [%d, %d]', (...xy) => {
    expect(() => workbench.moveKeypoint(3, xy)).toThrow(`keypoint: [${xy}] is no place in a picture.`);
    expect(workbench.state).toBe(fitted);
    expect(problems()).toHaveLength(1);
  });

  test('in the hand stays where it was meanwhile', async () => {
    const drag = workbench.drag(3);
    drag.to([10, 20]);
    for (const xy of nowhere) drag.to(xy);
    await drag.end();
    expect([...workbench.person!.keypoints.xy.subarray(6, 8)]).toEqual([10, 20]);
    expect(problems()).toEqual([]);
  });

  test.each([-1, 99, 0.5, Number.NaN])('that there is not, %d, is refused by all that take one', async (k) => {
    const sentence = `keypoint: there is no keypoint ${k}.`;
    const tasks = [
      () => workbench.moveKeypoint(k, [1, 1]),
      () => workbench.switchKeypoint(k, false),
      () => workbench.pinKeypoint(k, true),
      () => workbench.resetKeypoint(k),
      () => workbench.drag(k),
    ];
    for (const task of tasks) expect(task).toThrow(sentence);
    await expect(workbench.turnKeypoint(k)).rejects.toThrow(sentence);
    expect(workbench.state).toBe(fitted);
    expect(problems()).toHaveLength(6);
  });
});
