import { expect, test } from 'vitest';
import { createKinematics } from '../../../core/body/kinematics.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import {
  bringInFront,
  type Candidate,
  cheapest,
  distinct,
  startCandidate,
  startPoses,
} from '../../../core/fit/candidate.js';
import { goldenBody } from '../../support/golden-body.js';
import { smallPrior } from '../../support/mixture.js';

const kinematics = createKinematics(skeletonOf(goldenBody()));

const candidate = (name: string, cost: number, change: (params: Float64Array) => void = () => {}): Candidate => {
  const params = new Float64Array(kinematics.layout.count);
  change(params);
  const minimum = { cost, costByTerm: {}, iterations: 1, termination: 'converged' as const };
  return { start: { name, orientation: [0, 0, 0] }, params, cost, minimum };
};

test('poses to start from: the mean of the mixture, then those of its components', () => {
  const poses = startPoses(smallPrior(3).mixture);
  expect(poses.map((pose) => [...pose])).toEqual([
    [0.25, 0.25, 0.25], // means 0 and 0.5, weights equal
    [0, 0, 0],
    [0.5, 0.5, 0.5],
  ]);
});

test('a start has the given orientation and pose', () => {
  const pose = new Float64Array(69).fill(0.25);
  const none = { jointOf: new Uint16Array(0), xy: new Float64Array(0), confidence: new Float64Array(0) };
  const camera = { focalLength: 500, principalPoint: [0, 0], width: 1, height: 1 } as const;
  const { params } = startCandidate({ name: 'a', orientation: [1, 2, 3] }, pose, kinematics, none, camera);
  expect([...params.subarray(3, 6)]).toEqual([1, 2, 3]);
  expect(params.subarray(6, 75).every((value) => value === 0.25)).toBe(true);
});

test('cheapest first; those that ran into a cheaper one are dropped; another orientation or pose is another', () => {
  const kept = distinct(
    [
      candidate('same as best', 2),
      candidate('best', 1),
      candidate('turned', 3, (params) => {
        params[4] = 0.5;
      }),
      candidate('bent', 4, (params) => {
        params[30] = 0.5;
      }),
      candidate('undefined', Number.POSITIVE_INFINITY, (params) => {
        params[4] = 2;
      }),
    ],
    kinematics,
  );
  expect(kept.map(({ start }) => start.name)).toEqual(['best', 'turned', 'bent', 'undefined']);
});

test('the cheapest are kept, cheapest first', () => {
  const kept = cheapest([candidate('c', 3), candidate('a', 1), candidate('b', 2)], 2);
  expect(kept.map(({ start }) => start.name)).toEqual(['a', 'b']);
});

test('a body that reaches behind the camera is moved away along its ray', () => {
  const near = candidate('near', 1, (params) => params.set([0.1, -0.2, 0.4]));
  bringInFront(near, kinematics);
  const { joints } = kinematics.pose(near.params, false);
  expect(Math.min(...joints.filter((_, i) => i % 3 === 2))).toBeCloseTo(0.3, 6);
  expect(near.params[0] / near.params[2]).toBeCloseTo(0.25, 9);
  expect(near.params[1] / near.params[2]).toBeCloseTo(-0.5, 9);
  const far = candidate('far', 1, (params) => params.set([0.1, -0.2, 9]));
  bringInFront(far, kinematics);
  expect([...far.params.subarray(0, 3)]).toEqual([0.1, -0.2, 9]);
});
