import { expect, test } from 'vitest';
import { skeletonOf } from '../../../core/body/skeleton.js';
import type { Engine } from '../../../plugins/workbench/index.js';
import { foundPerson } from '../../../plugins/workbench/keypoint-edits.js';
import { EMPTY_STATE, type Person } from '../../../plugins/workbench/state.js';
import { createSession } from '../../../samples/web/session.js';
import { createShapeMovements } from '../../../samples/web/shape-movement.js';
import { standing } from '../../support/standing.js';
import { tinyBody } from '../../support/tiny-body.js';

const skeleton = skeletonOf(tinyBody());
/** Between two multiples of a slider's step, and one beyond its reach. */
const BETAS = [0.447, -1.234, 6.3, ...new Array<number>(7).fill(0.111)];

const person: Person = {
  ...foundPerson(standing()),
  fit: {
    betas: Float64Array.from(BETAS),
    pose: new Float64Array(72),
    translation: Float64Array.of(0, 0, 3),
    camera: { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 },
    cost: 1,
    costByTerm: {},
    iterations: 1,
    termination: 'converged',
    reprojectionError: 1,
    warnings: [],
  },
};

/** Two people, sliders in the hand, and an engine that takes its time. */
function hands() {
  const engine = {
    listen: () => () => undefined,
    dispose: () => undefined,
    skeleton: async () => {
      await pause();
      return skeleton;
    },
  } as unknown as Engine;
  const session = createSession(engine);
  const image = { name: 'photo', width: 640, height: 480 };
  session.workbench.restore({ ...EMPTY_STATE, image, people: [person, { ...person, id: 2 }], chosen: 0 });
  const movements = createShapeMovements(session, () => undefined);
  return {
    session,
    movements,
    betas: () => Array.from(session.workbench.person!.fit!.betas),
    /** What is still being done is done. */
    settled: () => session.inTurn(async () => undefined),
    async steps() {
      let count = 0;
      for (; session.canUndo; count++) await session.undo();
      return count;
    },
  };
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));
const changed = (b: number, value: number): number[] => BETAS.map((beta, i) => (i === b ? value : beta));

test('repeated keys are one step, which ends where the last one was; the other betas stay as the fit had them', async () => {
  const { movements, betas, settled, steps } = hands();
  for (let n = 1; n <= 20; n++) {
    movements.move(0, 0.4 + 0.05 * n, 0.45 + 0.05 * n);
    if (n % 3 === 0) await pause();
  }
  movements.letGo();
  await settled();
  expect(betas()).toEqual(changed(0, 1.45));
  expect(movements.wanted(0)).toBeUndefined();
  expect(await steps()).toBe(1);
  expect(betas()).toEqual(BETAS);
});

test('the body follows while the slider is in the hand', async () => {
  const { movements, betas } = hands();
  movements.move(1, -1.25, 2);
  movements.move(1, 2, 3);
  await expect.poll(betas).toEqual(changed(1, 3));
});

test('taps that are quicker than the body are each a step, and none is lost', async () => {
  const { movements, betas, settled, steps } = hands();
  const values = [0.5, 0.55, 0.6, 0.65];
  values.forEach((value, i) => {
    movements.move(0, values[i - 1] ?? 0.45, value);
    movements.letGo();
    expect(movements.wanted(0)).toBe(value);
  });
  await settled();
  expect(betas()).toEqual(changed(0, 0.65));
  expect(await steps()).toBe(4);
  expect(betas()).toEqual(BETAS);
});

test('what is done while something else is at work waits for its turn, and is a step of its own', async () => {
  const { session, movements, betas, settled } = hands();
  let [endSearch, endWait] = [() => {}, () => {}];
  const search = new Promise<void>((resolve) => {
    endSearch = resolve;
  });
  const wait = new Promise<void>((resolve) => {
    endWait = resolve;
  });
  session.workbench.engine.detect = () => search.then(() => []);
  const nobody = session.workbench.detect().catch(() => undefined);
  void session.inTurn(() => wait);
  movements.move(0, 0.45, 2); // a search is at work: the body does not follow
  movements.letGo();
  endSearch();
  await nobody;
  movements.move(1, -1.25, 2); // the first is still waiting
  movements.letGo();
  await pause();
  expect(betas()).toEqual(BETAS);
  endWait();
  await settled();
  expect(betas().slice(0, 3)).toEqual([2, 2, 6.3]);
  await session.undo();
  expect(betas()).toEqual(changed(0, 2));
});

test('back where it was is no step, and leaves the fit as it was', async () => {
  const { session, movements, settled } = hands();
  const before = session.workbench.state;
  movements.move(0, 0.45, 1);
  await pause();
  movements.move(0, 1, 0.45);
  await pause();
  movements.letGo();
  await settled();
  expect(session.canUndo).toBe(false);
  expect(session.workbench.state).toBe(before);
});

test('a movement ends where somebody else is chosen, who keeps their shape', async () => {
  const { session, movements, betas, settled } = hands();
  const before = session.workbench.state;
  movements.move(0, 0.45, 2);
  movements.move(0, 2, 3);
  await pause();
  session.workbench.choose(1);
  await settled();
  expect(betas()).toEqual(BETAS);
  await session.undo();
  expect([session.workbench.state, session.canUndo]).toEqual([before, false]);
});

test('another photo: nothing of a movement before it is done, or can be undone', async () => {
  const { session, movements, settled } = hands();
  movements.move(0, 0.45, 2);
  await pause();
  void session.inTurn(async () => {
    session.workbench.restore({ ...EMPTY_STATE, people: [person], chosen: 0 });
    session.workbench.addPerson();
    session.forget();
  });
  movements.letGo();
  const of = movements.wanted(0);
  await settled();
  expect([of, movements.wanted(0)]).toEqual([2, undefined]);
  expect(session.canUndo).toBe(false);
});
