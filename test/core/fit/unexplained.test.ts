import { beforeAll, expect, test } from 'vitest';
import { JOINT_SETS } from '../../../core/body/joint-sets.js';
import type { Camera, Keypoints } from '../../../core/types.js';
import { paramsOf, shippedFitter, type TestFitter } from '../../support/shipped.js';

const camera: Camera = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 };
const params = paramsOf([0, 0, 4], { pelvis: [Math.PI, 0, 0] });
const order = JOINT_SETS.coco17 as readonly string[];
const [WRIST, ANKLE] = ['left_wrist', 'right_ankle'].map((name) => order.indexOf(name));

let shipped: TestFitter;
beforeAll(async () => {
  shipped = await shippedFitter();
});

/** What is far off the body at `params`, all of whose keypoints are exact but those moved, pixels to the right. */
function farOff(moved: Readonly<Record<number, number>>, confidence = 1, pinned: readonly number[] = []) {
  const exact = shipped.project(params, camera);
  const keypoints: Keypoints = {
    ...exact,
    xy: exact.xy.map((value, i) => value + (i % 2 === 0 ? (moved[i / 2] ?? 0) : 0)),
    confidence: exact.confidence.map((own, k) => (k in moved ? confidence : own)),
  };
  const { layout } = shipped.kinematics;
  const fit = {
    camera,
    costByTerm: {},
    translation: params.subarray(0, 3),
    pose: params.subarray(layout.pose, layout.betas),
    betas: params.subarray(layout.betas),
  };
  return shipped.fitter.unexplained(fit, keypoints, pinned);
}

test('keypoints far off the body are named, near ones and unsure ones are not', () => {
  expect(farOff({})).toEqual([]);
  expect(farOff({ [WRIST]: 60, [ANKLE]: -60 })).toEqual([WRIST, ANKLE]);
  expect(farOff({ [WRIST]: 10 })).toEqual([]);
  expect(farOff({ [WRIST]: 60 }, 0.2)).toEqual([]);
});

test('where the hand put it, it is right', () => {
  expect(farOff({ [WRIST]: 60, [ANKLE]: 60 }, 1, [WRIST])).toEqual([ANKLE]);
});

test('where much is far off, or all alike, it is the body that is wrong', () => {
  expect(farOff(Object.fromEntries([5, 6, 7, 8, 9, 10].map((k) => [k, 90])))).toEqual([]);
  expect(farOff(Object.fromEntries(order.map((_, k) => [k, 90])))).toEqual([]);
});

test('who is nowhere near the others strays: no fit looked at that one', () => {
  expect(farOff({ [WRIST]: 5000 })).toEqual([]);
});
