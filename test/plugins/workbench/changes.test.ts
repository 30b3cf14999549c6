import { expect, test } from 'vitest';
import { createChanges } from '../../../plugins/workbench/changes.js';
import type { WorkbenchEvent, WorkbenchState } from '../../../plugins/workbench/index.js';
import { twoPeople } from '../../support/two-people.js';
import { nodeEngine } from '../../support/workbench-engine.js';

/** First numbers of everybody's shape. */
const sizesOf = ({ people }: WorkbenchState): number[] => people.map(({ fit }) => fit?.betas[0] ?? Number.NaN);
const steps = (events: readonly WorkbenchEvent[]) => events.filter(({ type }) => type === 'step');
const problems = (events: readonly WorkbenchEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'problem' ? [event.message] : []));

test('another body is for everybody who has one, and one step', async () => {
  const { workbench, events } = await twoPeople();
  const before = workbench.state;
  await createChanges(workbench).setOptions({ body: 'male' }, { isAnew: true });
  const after = workbench.state;
  expect(after.options.body).toBe('male');
  expect(after.chosen).toBe(before.chosen);
  for (const [index, { fit }] of after.people.entries()) expect(fit).not.toBe(before.people[index].fit);
  expect(steps(events)).toEqual([{ type: 'step', before, state: after }]);
  workbench.undo();
  expect(workbench.state).toBe(before);
  workbench.redo();
  expect(workbench.state).toBe(after);
  workbench.dispose();
});

test('who has no body gets none', async () => {
  const { workbench } = await twoPeople({}, 1);
  await createChanges(workbench).setOptions({ height: 1.6 }, { isAnew: false });
  expect(workbench.state.people.map(({ fit }) => fit !== null)).toEqual([true, false]);
  workbench.dispose();
});

test('a slider that is quicker than the fits: the last value is the body’s', async () => {
  const engine = nodeEngine();
  const asked: (number | null)[] = [];
  const { workbench, events } = await twoPeople({
    refit(request, ...more) {
      asked.push(request.options.height);
      return engine.refit(request, ...more);
    },
  });
  const changes = createChanges(workbench);
  const heights = [1.5, 1.55, 1.6, 1.65, 1.7, 1.95];
  const done = heights.map((height) => changes.setOptions({ height }, { isAnew: false }));
  expect(changes.options.height).toBe(1.95); // what a field shows meanwhile
  await Promise.all(done);
  expect(asked).toEqual([1.5, 1.5, 1.95, 1.95]); // one ran, one waited; two people
  expect(workbench.state.options.height).toBe(1.95);
  const shown = sizesOf(workbench.state);
  await workbench.refit({ people: 'fitted' });
  // A warm fit of what is fitted already stays where it is; the height before is 0.45 m, some units of beta, away.
  for (const [i, beta] of sizesOf(workbench.state).entries()) expect(Math.abs(beta - shown[i])).toBeLessThan(0.05);
  expect(problems(events)).toEqual([]);
  workbench.dispose();
});

test('a change while a fit runs waits for it', async () => {
  const { workbench, events } = await twoPeople();
  const fit = workbench.fit();
  const change = createChanges(workbench).setOptions({ weight: 120 }, { isAnew: false });
  expect(workbench.state.options.weight).toBeNull();
  await Promise.all([fit, change]);
  expect((await workbench.measurements())?.weight).toBeGreaterThan(100);
  expect(steps(events)).toHaveLength(2);
  expect(problems(events)).toEqual([]);
  workbench.dispose();
});

test.each([{ height: 180 }, { height: -1 }, { weight: 0.1 }, { focalLength: -3 }])(
  'what nobody has is told once and leaves no trace: %j',
  async (options) => {
    const { workbench, events } = await twoPeople({}, 1);
    const before = workbench.state;
    const changes = createChanges(workbench);
    await changes.setOptions(options, { isAnew: false });
    expect(workbench.state).toBe(before);
    expect(changes.options).toEqual(before.options);
    expect(problems(events)).toHaveLength(1);
    workbench.undo();
    workbench.redo();
    expect(workbench.state).toBe(before);
    workbench.dispose();
  },
);

test('a fit that fails or is stopped leaves the options as they were', async () => {
  const { workbench, events } = await twoPeople(
    {
      fit: async () => {
        throw new DOMException('stopped', 'AbortError');
      },
    },
    0,
  );
  const { workbench: fitted } = await twoPeople({}, 1);
  const before = fitted.state;
  workbench.restore(before);
  await createChanges(workbench).setOptions({ body: 'female' }, { isAnew: true });
  expect(workbench.state).toBe(before);
  expect([steps(events), problems(events)]).toEqual([[], []]);
  workbench.dispose();
  fitted.dispose();
});

test('numbers of the shape that are set at once are all set', async () => {
  const { workbench } = await twoPeople();
  const changes = createChanges(workbench);
  const ticks = [0.2, 0.4, 0.6, 0.8, 1].map((value) => changes.setBeta(0, value));
  await Promise.all([...ticks, changes.setBeta(3, -1)]);
  expect([...workbench.person!.fit!.betas].filter((_, b) => b === 0 || b === 3)).toEqual([1, -1]);
  workbench.dispose();
});

test('sliders are of whom they showed when they moved, whoever is chosen since', async () => {
  const { workbench } = await twoPeople();
  const changes = createChanges(workbench);
  workbench.choose(0);
  const fit = workbench.fit();
  const first = [changes.setBeta(0, 3), changes.setBeta(1, 0.5)];
  workbench.choose(1);
  const second = changes.setBeta(0, -2);
  await Promise.all([fit, ...first, second]);
  const shapes = workbench.state.people.map(({ fit }) => [...fit!.betas.slice(0, 2)]);
  expect(shapes[0]).toEqual([3, 0.5]);
  expect(shapes[1][0]).toBe(-2);
  expect(workbench.state.chosen).toBe(1);
  await expect(workbench.setBetas(null, { person: 2 })).rejects.toThrow('there is no person 2');
  workbench.dispose();
});

test('somebody who has been removed leaves their sliders to nobody', async () => {
  const { workbench, events } = await twoPeople();
  const changes = createChanges(workbench);
  workbench.choose(0);
  const fit = workbench.fit({ people: 'fitted' });
  const change = changes.setBeta(0, 3);
  await fit;
  workbench.removePerson(0);
  await change;
  expect(sizesOf(workbench.state)).toHaveLength(1);
  expect(sizesOf(workbench.state)[0]).toBeLessThan(2);
  expect(problems(events)).toEqual([]);
  workbench.dispose();
});

test('what is known is of whoever was chosen when it was said, in one step; the others’ bodies stay', async () => {
  const { workbench, events } = await twoPeople();
  const changes = createChanges(workbench);
  const { people } = workbench.state;
  workbench.choose(0);
  const fit = workbench.fit({ person: 0 });
  const first = [changes.setKnown({ height: 1.4 }, {}), changes.setKnown({ weight: 40 }, {})];
  expect(changes.known).toEqual({ height: 1.4, weight: 40 }); // what fields show meanwhile
  workbench.choose(1);
  expect(changes.known).toEqual({ height: null, weight: null });
  await Promise.all([fit, ...first]);
  expect(workbench.state.people[0]).toMatchObject({ height: 1.4, weight: 40 });
  expect(workbench.state.people[0].fit).not.toBe(people[0].fit);
  expect(workbench.state.people[1]).toBe(people[1]);
  expect(steps(events)).toHaveLength(3); // the fit, one that ran and one that waited
  workbench.undo();
  workbench.undo();
  expect(workbench.state.people[0]).not.toHaveProperty('height');
  expect(problems(events)).toEqual([]);
  workbench.dispose();
});

test('what nobody weighs is told once and leaves no trace; who has no body is only known', async () => {
  const { workbench, events } = await twoPeople({}, 1);
  const changes = createChanges(workbench);
  const before = workbench.state;
  await changes.setKnown({ weight: 0.1 }, {});
  expect(workbench.state).toBe(before);
  expect(changes.known.weight).toBeNull();
  expect(problems(events)).toHaveLength(1);
  workbench.choose(1);
  await changes.setKnown({ weight: 90 }, {});
  expect(workbench.person).toMatchObject({ weight: 90, fit: null });
  await expect(workbench.fit({ person: 2 })).rejects.toThrow('there is no person 2. Count from 0 to 1.');
  expect(() => workbench.setKnown({ weight: 80 }, { person: 2 })).toThrow('there is no person 2');
  workbench.dispose();
});
