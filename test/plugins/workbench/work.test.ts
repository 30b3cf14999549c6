import { expect, test } from 'vitest';
import type { Camera } from '../../../core/types.js';
import { removed } from '../../../plugins/workbench/work.js';
import { twoPeople } from '../../support/two-people.js';

const { signal } = new AbortController();

test('who was chosen is removed, as one step, whoever is chosen when its turn comes', async () => {
  const { workbench, events } = await twoPeople({}, 0);
  const before = workbench.state;
  const fit = workbench.fit({ person: 1 });
  const done = removed(workbench, signal); // the first
  workbench.choose(1);
  await Promise.all([fit, done]);
  expect(workbench.state.people.map(({ id }) => id)).toEqual([before.people[1].id]);
  expect(events.filter(({ type }) => type === 'step')).toHaveLength(2);
  workbench.undo();
  expect(workbench.state.people).toHaveLength(2);
  await removed(workbench, signal);
  await removed(workbench, signal);
  await removed(workbench, signal); // nobody is left
  expect(workbench.state.people).toEqual([]);
  expect(events.filter(({ type }) => type === 'problem')).toEqual([]);
  workbench.dispose();
});

test('those who stay are asked anew how the camera is tilted, where people tell it', async () => {
  const asked: number[] = [];
  const findUpright = async (requests: readonly { readonly camera: Camera }[]): Promise<Camera> => {
    asked.push(requests.length);
    return { ...requests[0].camera, down: [0, 0.8, 0.6] };
  };
  const { workbench } = await twoPeople({ findUpright }, 2);
  workbench.choose(0);
  await removed(workbench, signal);
  expect(asked).toEqual([]);
  workbench.undo();
  workbench.setOptions({ upright: true });
  await workbench.fit({ people: 'fitted' });
  await removed(workbench, signal);
  expect(asked).toEqual([2, 1]);
  expect(workbench.state.image?.down).toEqual([0, 0.8, 0.6]);
  workbench.dispose();
});
