import { expect, test } from 'vitest';
import { createKinematics } from '../../../core/body/kinematics.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { type Finished, reportFit } from '../../../core/fit/report.js';
import type { LimbsSeen } from '../../../core/fit/unseen-limbs.js';
import { goldenBody } from '../../support/golden-body.js';

const kinematics = createKinematics(skeletonOf(goldenBody()));
const camera = { focalLength: 1000, principalPoint: [320, 240], width: 640, height: 480 } as const;
const params = new Float64Array(kinematics.layout.count);
params[2] = 5;

/** Observations that are each `off` pixels to the right of where the joint projects. */
function observationsOff(off: number, confidence: number[]) {
  const { joints } = kinematics.pose(params, false);
  const jointOf = Uint16Array.from(confidence, (_, k) => k);
  const xy = Float64Array.from(
    [...jointOf].flatMap((j) => [
      (1000 * joints[3 * j]) / joints[3 * j + 2] + 320 + off,
      (1000 * joints[3 * j + 1]) / joints[3 * j + 2] + 240,
    ]),
  );
  return { jointOf, xy, confidence: Float64Array.from(confidence) };
}

const finished = (
  off: number,
  confidence: number[],
  missing: string[] = [],
  size = 100,
  limbs?: LimbsSeen,
): Finished => ({
  best: {
    start: { name: 'a', orientation: [0, 0, 0] },
    params,
    cost: 7,
    minimum: { cost: 7, costByTerm: { a: 7 }, iterations: 3, termination: 'converged' },
  },
  kinematics,
  observations: observationsOff(off, confidence),
  missing,
  camera,
  iterations: 12,
  size,
  ...(limbs && { limbs }),
});

const report = (...all: Parameters<typeof finished>) => reportFit(finished(...all));

test('a body far from keypoints that are all unsure is said to be far from them', () => {
  const unsure = report(40, [0.29, 0.2, 0.1, 0.05, 0.02, 0.29]);
  expect(unsure.reprojectionError).toBeCloseTo(40, 9);
  expect(unsure.warnings).toEqual([
    'no keypoint is sure: most of the pose is a guess',
    'the body is 40 pixels off the keypoints on average',
  ]);
  expect(report(0, [0.29, 0.29], [], 0.5).warnings[1]).toContain('too few to tell a pose');
});

test('strays are named', () => {
  const warningsOf = (strays: string[]) => reportFit({ ...finished(0, [1, 1, 1, 1, 1, 1]), strays }).warnings;
  expect(warningsOf([])).toEqual([]);
  expect(warningsOf(['left_wrist'])).toEqual(['left_wrist is nowhere near the other keypoints: not used']);
  expect(warningsOf(['nose', 'left_eye'])[0]).toContain('nose, left_eye are nowhere near');
});

test('the reprojection error is the mean over the keypoints that were seen', () => {
  const fit = report(8, [1, 1, 1, 1, 1, 1, 0.05]);
  expect(fit.reprojectionError).toBeCloseTo(8, 9);
  expect(fit).toMatchObject({ cost: 7, iterations: 12, termination: 'converged', warnings: [] });
  expect([...fit.translation]).toEqual([0, 0, 5]);
  expect(fit.betas.length).toBe(3);
});

test('it warns of few keypoints, of a poor match, and of points that the body lacks', () => {
  expect(report(2, [1, 1, 0.1]).warnings).toEqual(['only 2 keypoints are sure: most of the pose is a guess']);
  expect(report(2, [1]).warnings).toEqual(['only one keypoint is sure: most of the pose is a guess']);
  expect(report(0, [1, 1, 1, 1, 1, 1], [], 0.5).warnings[0]).toContain('too few to tell a pose');
  expect(report(40, [1, 1, 1, 1, 1, 1]).warnings).toEqual(['the body is 40 pixels off the keypoints on average']);
  expect(report(2, [1, 1, 1, 1, 1, 1], ['nose']).warnings[0]).toContain('no vertex for nose');
});

test('it warns of limbs that are not seen, unless nothing is sure at all', () => {
  const seen = { upper: true, lower: true };
  const limbs = { legs: { upper: false, lower: false }, arms: { left: seen, right: seen } };
  const guess = 'the legs are not seen: their pose is a guess';
  expect(report(2, [1, 1, 1, 1, 1, 1], [], 100, limbs).warnings).toEqual([guess]);
  expect(report(2, [1, 0.1], [], 100, limbs).warnings).toEqual([expect.stringMatching(/^only one/), guess]);
  expect(report(2, [0.1, 0.1], [], 100, limbs).warnings).toHaveLength(1);
});
