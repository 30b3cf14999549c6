import { beforeAll, describe, expect, test } from 'vitest';
import type { SmplJoint } from '../../../../core/body/joint-sets.js';
import { type PoseSets, poseSets } from '../../../../models/build/lifter/poses.js';
import type { Clip } from '../../../../models/build/prior/clips.js';
import { coordinate } from '../../../../models/build/prior/floors.js';

const SEED = 3;

/** A clip whose pelvis and elbows turn further with every frame. */
function clip(subject: string, heldOut: boolean): Clip {
  const F = 20;
  const poses = new Float64Array(72 * F);
  for (let f = 0; f < F; f++) {
    poses[72 * f + 1] = 0.1 * f;
    for (const name of ['left_elbow', 'right_elbow'] as const) poses[72 * f + 3 + coordinate(name, 1)] = 0.5 + 0.09 * f;
    poses[72 * f + 3 + coordinate('left_knee', 0)] = heldOut ? 0.77 : 0.5;
  }
  return { file: subject, subject, heldOut, poses, frameTime: 0.05 };
}

let sets: { train: PoseSets; heldOut: PoseSets };
beforeAll(() => {
  sets = poseSets([clip('01', false), clip('02', true)], SEED);
});

/** One number of a joint in every pose of a set. */
const numbers = (poses: Float32Array, joint: SmplJoint, axis: number): number[] =>
  Array.from({ length: poses.length / 72 }, (_, n) => poses[72 * n + 3 + coordinate(joint, axis)]);

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;

describe('poseSets', () => {
  test('held-out subjects are in no set that is trained on', () => {
    expect(new Set(numbers(sets.train.captured, 'left_knee', 0))).toEqual(new Set([0.5]));
    expect(new Set(numbers(sets.heldOut.captured, 'left_knee', 0))).toEqual(new Set([Math.fround(0.77)]));
    expect(numbers(sets.train.raised, 'left_knee', 0)).not.toContain(Math.fround(0.77));
  });

  test('captured poses keep their pelvis, made ones stand upright', () => {
    const pelvis = (poses: Float32Array): number[] => [...poses.filter((_, i) => i % 72 === 1)];
    expect(Math.max(...pelvis(sets.train.captured))).toBeGreaterThan(0.5);
    for (const kind of ['seated', 'standing', 'raised'] as const) {
      expect(pelvis(sets.train[kind]).every((value) => value === 0)).toBe(true);
    }
  });

  test('who stands has nearly straight legs, and in half of the poses hanging arms', () => {
    const knees = numbers(sets.train.standing, 'right_knee', 0);
    expect(Math.min(...knees)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...knees)).toBeLessThan(0.5);
    const hanging = numbers(sets.train.standing, 'left_shoulder', 2).filter((z) => z < -0.7).length;
    // 4000 draws of a half: ± 3 % is four standard deviations.
    expect(hanging / (sets.train.standing.length / 72)).toBeCloseTo(0.5, 1);
    expect(mean(numbers(sets.train.standing, 'left_hip', 2))).toBeCloseTo(0.05, 1);
    expect(mean(numbers(sets.train.standing, 'right_hip', 2))).toBeCloseTo(-0.05, 1);
  });

  test('raised arms rise to their own side', () => {
    const raised = (side: 'left' | 'right'): number[] => numbers(sets.train.raised, `${side}_shoulder`, 2);
    expect(Math.max(...raised('left'))).toBeGreaterThan(1.2);
    expect(Math.min(...raised('left'))).toBeGreaterThanOrEqual(-0.1001);
    expect(Math.min(...raised('right'))).toBeLessThan(-1.2);
  });

  test('the same seed gives the same poses', () => {
    const again = poseSets([clip('01', false), clip('02', true)], SEED);
    expect(again.train.seated.every((value, i) => value === sets.train.seated[i])).toBe(true);
    const other = poseSets([clip('01', false), clip('02', true)], SEED + 1);
    const shoulders = (poses: Float32Array): number => mean(numbers(poses, 'left_shoulder', 2));
    expect(shoulders(other.train.raised)).not.toBe(shoulders(sets.train.raised));
  });
});
