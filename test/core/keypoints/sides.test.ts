import { expect, test } from 'vitest';
import { JOINT_SETS } from '../../../core/body/joint-sets.js';
import { exchangeLimbs, LIMBS, pairsOf } from '../../../core/keypoints/sides.js';
import type { Limb } from '../../../core/types.js';
import { standing } from '../../support/standing.js';

const NAMES = JOINT_SETS.coco17 as readonly string[];
const worldLandmarks = Float64Array.from({ length: 51 }, (_, i) => i);

test.each(Object.keys(LIMBS) as Limb[])('%s change sides, everything else stays', (limb) => {
  const { keypoints } = standing();
  const confidence = Float64Array.from(NAMES, (_, k) => k / 20);
  const given = { keypoints: { ...keypoints, confidence }, worldLandmarks };
  const exchanged = exchangeLimbs(given, [limb]);
  const parts: readonly string[] = LIMBS[limb];
  NAMES.forEach((name, k) => {
    const [, side, part] = /^(left|right)_(.*)$/.exec(name) ?? [];
    const from =
      part !== undefined && parts.includes(part) ? NAMES.indexOf(`${side === 'left' ? 'right' : 'left'}_${part}`) : k;
    expect(exchanged.keypoints.xy[2 * k + 1]).toBe(keypoints.xy[2 * from + 1]);
    expect(exchanged.keypoints.xy[2 * k]).toBe(keypoints.xy[2 * from]);
    expect(exchanged.keypoints.confidence[k]).toBe(confidence[from]);
    expect(exchanged.worldLandmarks?.[3 * k + 2]).toBe(worldLandmarks[3 * from + 2]);
  });
  expect(exchangeLimbs(exchanged, [limb])).toEqual(given);
});

test('pairs are those that the set has', () => {
  expect(pairsOf('coco17', 'lower legs').map((pair) => pair.map((k) => NAMES[k]))).toEqual([
    ['left_knee', 'right_knee'],
    ['left_ankle', 'right_ankle'],
  ]);
});
