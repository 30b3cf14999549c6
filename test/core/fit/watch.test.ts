import { expect, test } from 'vitest';
import type { Candidate } from '../../../core/fit/candidate.js';
import { standings } from '../../../core/fit/watch.js';

const candidate = (name: string, cost: number, minimum: Candidate['minimum']): Candidate => ({
  start: { name, orientation: [0, 0, 0] },
  params: new Float64Array(0),
  cost,
  minimum,
});

test('standings are told cheapest first, with what the solver said, and without where it has not run', () => {
  const minimum = { cost: 2, costByTerm: { reprojection: 2 }, iterations: 7, termination: 'converged' as const };
  expect(standings([candidate('untouched', 3, null), candidate('best', 2, minimum)])).toEqual([
    { start: 'best', cost: 2, costByTerm: { reprojection: 2 }, iterations: 7 },
    { start: 'untouched', cost: 3, costByTerm: {}, iterations: 0 },
  ]);
});
