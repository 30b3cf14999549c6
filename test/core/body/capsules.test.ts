import { describe, expect, test } from 'vitest';
import { openBody } from '../../../converters/cli/node-models.js';
import { type Capsule, fitCapsules } from '../../../core/body/capsules.js';
import { tinyBody } from '../../support/tiny-body.js';

const body = await openBody('neutral');
const capsules = fitCapsules(body);
const part = (name: string): Capsule => capsules.parts.find((capsule) => capsule.name === name) ?? expect.fail(name);
const axisLength = ({ ends: [a, b] }: Capsule): number => Math.hypot(...a.value.map((value, i) => b.value[i] - value));

test('20 parts and 23 different pairs of them', () => {
  expect(capsules.parts.length).toBe(20);
  expect(new Set(capsules.pairs.map((pair) => [...pair].sort((a, b) => a - b).join())).size).toBe(23);
  for (const [a, b] of capsules.pairs) expect(a).not.toBe(b);
  const touching = capsules.pairs.map((pair) => pair.map((p) => capsules.parts[p].name).join(' '));
  expect(touching).toContain('left_hand spine2');
  expect(touching).toContain('right_foot left_calf');
  expect(touching).not.toContain('left_thigh left_calf');
});

describe('the capsules have the size of the limbs', () => {
  // A thigh is 14 to 22 cm thick, a calf 9 to 14, a forearm 6 to 9, a trunk 18 to 28 deep.
  test.each([
    ['left_thigh', 0.07, 0.11],
    ['right_calf', 0.045, 0.07],
    ['left_forearm', 0.03, 0.045],
    ['hip', 0.09, 0.14],
    ['spine', 0.09, 0.14],
    ['spine1', 0.09, 0.14],
    ['spine2', 0.09, 0.14],
  ])('%s', (name, least, most) => {
    expect(part(name).radius.value[0]).toBeGreaterThan(least);
    expect(part(name).radius.value[0]).toBeLessThan(most);
  });

  test('and their length: a forearm reaches from elbow to wrist', () => {
    const { radius } = part('left_forearm');
    expect(axisLength(part('left_forearm')) + 2 * radius.value[0]).toBeCloseTo(0.25, 1);
  });
});

test('left and right mirror each other', () => {
  for (const capsule of capsules.parts.filter(({ name }) => name.startsWith('left_'))) {
    const other = part(capsule.name.replace('left', 'right'));
    // The body is symmetric to float32, its skinning weights to float16.
    expect(other.radius.value[0]).toBeCloseTo(capsule.radius.value[0], 3);
    for (let i = 0; i < 3; i++) {
      expect(other.ends[0].value[i]).toBeCloseTo((i === 0 ? -1 : 1) * capsule.ends[0].value[i], 3);
    }
  }
});

test('a fuller body has thicker capsules, a taller one longer', () => {
  expect(part('hip').radius.directions[3]).toBeGreaterThan(0.01);
  const { ends } = part('left_thigh');
  // The thigh hangs along −y: its lower end goes down faster than its upper one.
  expect(ends[1].directions[10]).toBeLessThan(ends[0].directions[10] - 0.005);
});

test('neighbouring spheres are at most a radius apart', () => {
  for (const capsule of capsules.parts) {
    if (capsule.spheres === 1) continue;
    expect(axisLength(capsule) / (capsule.spheres - 1)).toBeLessThanOrEqual(capsule.radius.value[0]);
  }
});

test('any body in SMPL form will do', () => {
  for (const { ends, radius } of fitCapsules(tinyBody()).parts) {
    const numbers = [ends[0], ends[1], radius].flatMap(({ value, directions }) => [...value, ...directions]);
    expect(numbers.every(Number.isFinite)).toBe(true);
  }
});
