import { expect, test } from 'vitest';
import { startDrag } from '../../../plugins/workbench/drag.js';
import type { Person } from '../../../plugins/workbench/state.js';

/** A person who is nothing but a place, and fits that are answered when the test says so. */
function host() {
  let place = 0;
  let fitted = -1;
  const answers: (() => void)[] = [];
  const asked: number[] = [];
  const settled: boolean[] = [];
  const person = (): Person => ({ place, fit: fitted }) as never;
  const drag = startDrag({
    person,
    moved: (_, [x]) => ({ place: x, fit: fitted }) as never,
    show: (shown) => {
      ({ place, fit: fitted } = shown as never as { place: number; fit: number });
    },
    refit: (moved) => {
      const at = (moved as never as { place: number }).place;
      asked.push(at);
      return new Promise((resolve) => answers.push(() => resolve(at as never)));
    },
    settle: (kept) => settled.push(kept),
  });
  const answer = async (): Promise<void> => {
    answers.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { drag, answer, asked, settled, fitted: () => fitted };
}

test('one fit at a time, and the last place is always fitted', async () => {
  const { drag, answer, asked, settled, fitted } = host();
  for (const x of [1, 2, 3]) drag.to([x, 0]);
  expect(asked).toEqual([1]);
  await answer();
  expect([asked, fitted()]).toEqual([[1, 3], 1]);
  const end = drag.end();
  await answer();
  await end;
  expect([fitted(), settled]).toEqual([3, [true]]);
  drag.to([9, 0]); // let go
  expect(asked).toEqual([1, 3]);
});

test('a fit that comes after the drag was cancelled changes nothing', async () => {
  const { drag, answer, settled, fitted } = host();
  drag.to([1, 0]);
  drag.cancel();
  await answer();
  expect([fitted(), settled]).toEqual([-1, [false]]);
});
