import { expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { standOnFloor } from '../../../core/body/floor.js';
import { posedVertices } from '../../../core/body/posed-body.js';
import { rigBody } from '../../../core/body/rigged-body.js';
import { seededRandom } from '../../../models/build/random.js';
import { goldenBody, goldenCases } from '../../support/golden-body.js';

const body = goldenBody();
const [, parameters] = goldenCases;
const rigged = rigBody(body, parameters);

test('several people share one floor and keep their places', () => {
  const other = rigBody(body, { ...parameters, translation: [1, 0.5, 3] });
  const [a, b] = standOnFloor([rigged, other]);
  const lowest = Math.min(...[a, b].flatMap((one) => [...posedVertices(one)].filter((_, i) => i % 3 === 1)));
  expect(lowest).toBeCloseTo(0, 5);
  expect((a.rootPosition[0] + b.rootPosition[0]) / 2).toBeCloseTo(0, 6);
  for (let axis = 0; axis < 3; axis++) {
    const before = rigged.rootPosition[axis] - other.rootPosition[axis];
    expect(a.rootPosition[axis] - b.rootPosition[axis]).toBeCloseTo(before, 5);
  }
});

const SEED = 5;

test(`the lowest of all vertices stands on the floor, whichever part it is of: any pose at all, seed ${SEED}`, async () => {
  const model = await openBody('neutral');
  const { normal } = seededRandom(SEED);
  for (let round = 0; round < 20; round++) {
    const pose = Float64Array.from({ length: 72 }, (_, i) => (i < 3 ? 2 : 0.8) * normal());
    const [standing] = standOnFloor([rigBody(model, { betas: [], pose, translation: [0, 0, 3] })]);
    const lowest = posedVertices(standing).reduce((low, y, i) => (i % 3 === 1 ? Math.min(low, y) : low), 9);
    expect(lowest).toBeCloseTo(0, 6);
  }
});
