import { beforeAll, describe, expect, test } from 'vitest';
import { JOINT_SETS, SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import {
  boneTo,
  type DepthOrder,
  depthOrdersOf,
  orderedBones,
  withoutContradicted,
} from '../../../core/fit/depth-order.js';
import type { Lifted } from '../../../core/fit/lifted.js';
import { signedDepth } from '../../../core/terms/depth-order.js';
import type { Camera, Fit, Keypoints } from '../../../core/types.js';
import { paramsOf, shippedFitter, type TestFitter } from '../../support/shipped.js';

const camera: Camera = { focalLength: 700, principalPoint: [320, 240], width: 640, height: 480 };
const coco = (name: string): number => (JOINT_SETS.coco17 as readonly string[]).indexOf(name);
const smpl = (name: string): number => (SMPL_JOINTS as readonly string[]).indexOf(name);

test('elbows, wrists, knees and ankles have a bone above them, other keypoints have none', () => {
  expect(boneTo('coco17', coco('left_wrist'))).toEqual({ above: smpl('left_elbow'), below: smpl('left_wrist') });
  expect(boneTo('coco17', coco('right_knee'))).toEqual({ above: smpl('right_hip'), below: smpl('right_knee') });
  expect(boneTo('coco17', coco('left_shoulder'))).toBeNull();
  expect(boneTo('coco17', 99)).toBeNull();
  const order = (name: string): DepthOrder => ({ keypoint: coco(name), side: 'nearer' });
  const bones = orderedBones('coco17', [order('left_wrist'), order('nose'), order('left_elbow')]);
  expect(bones.map(({ below }) => SMPL_JOINTS[below])).toEqual(['left_elbow', 'left_wrist']);
});

test('orders by name; a joint or a side that there is not is refused', () => {
  expect(depthOrdersOf('coco17', { left_wrist: 'farther' })).toEqual([
    { keypoint: coco('left_wrist'), side: 'farther' },
  ]);
  const said = (sides: object) => () => depthOrdersOf('coco17', sides);
  const error = (what: RegExp) => expect.objectContaining({ code: 'usage', message: expect.stringMatching(what) });
  expect(said({ left_wrist: 'away' })).toThrow(
    error(/^depths: away is not a side for the left wrist\. .*nearer or farther/),
  );
  expect(said({ left_wrist: 'Farther' })).toThrow(error(/Farther/));
  expect(said({ left_hand: 'nearer' })).toThrow(error(/^depths: left_hand is not a joint of a limb\. .*left_wrist/));
  const orders = [{ keypoint: coco('left_wrist'), side: 'further' as 'farther' }];
  expect(() => orderedBones('coco17', orders)).toThrow(error(/further/));
});

describe('a fit', () => {
  let shipped: TestFitter;
  let params: Float64Array;
  let keypoints: Keypoints;
  let lifted: Lifted;
  beforeAll(async () => {
    shipped = await shippedFitter();
    // The left arm forward, elbow bent; seen from the front.
    params = paramsOf([0, 0.2, 3.5], {
      pelvis: [Math.PI, 0, 0],
      left_shoulder: [0, -0.7, -0.6],
      left_elbow: [0, -0.6, 0],
      right_shoulder: [0, 0, 1.2],
    });
    keypoints = shipped.project(params, camera);
    const { layout } = shipped.kinematics;
    lifted = {
      pose: params.slice(layout.pose, layout.betas),
      sigma: new Float64Array(72).fill(0.15),
      betas: params.slice(layout.betas),
      translation: params.slice(0, 3),
    };
  });

  const jointsOf = (fit: Fit): Float64Array =>
    shipped.kinematics.pose(Float64Array.from([...fit.translation, ...fit.pose, ...fit.betas]), false).joints;
  /** Metres that the bone to a joint goes away from the camera. */
  const depth = (fit: Fit, name: string): number => {
    const [bone] = orderedBones('coco17', [{ keypoint: coco(name), side: 'farther' }]);
    return signedDepth(jointsOf(fit), bone);
  };

  test.each([
    ['from the network’s pose', () => ({ lifted })],
    ['from nothing', () => ({})],
  ])('%s bends a limb the way that a person says, and stays on the keypoints', (_, evidence) => {
    const free = shipped.fitter.fit(keypoints, camera, evidence());
    for (const name of ['left_elbow', 'left_wrist']) {
      for (const side of ['nearer', 'farther'] as const) {
        const depthOrders = [{ keypoint: coco(name), side }];
        const fit = shipped.fitter.fit(keypoints, camera, { ...evidence(), depthOrders });
        const sign = side === 'farther' ? 1 : -1;
        expect(sign * depth(fit, name), `${name} ${side}`).toBeGreaterThan(0.02);
        expect(fit.reprojectionError).toBeLessThan(free.reprojectionError + 3);
        const again = shipped.fitter.refit(free, keypoints, camera, { depthOrders });
        expect(sign * depth(again, name), `refit, ${name} ${side}`).toBeGreaterThan(0.02);
        expect(again.reprojectionError).toBeLessThan(free.reprojectionError + 3);
      }
    }
  });

  test('an arm that reaches for the camera goes the whole way round, in a refit as in a fit', () => {
    const reaching = params.slice();
    reaching.set([0, -1.2, -0.6], 3 + 3 * smpl('left_shoulder'));
    reaching.set([0, -0.3, 0], 3 + 3 * smpl('left_elbow'));
    const seen = shipped.project(reaching, camera);
    const believed = { ...lifted, pose: reaching.slice(3, 75) };
    const free = shipped.fitter.fit(seen, camera, { lifted: believed });
    expect(depth(free, 'left_wrist')).toBeLessThan(-0.2);
    const depthOrders = [{ keypoint: coco('left_wrist'), side: 'farther' }] as const;
    const fit = shipped.fitter.fit(seen, camera, { lifted: believed, depthOrders });
    const again = shipped.fitter.refit(free, seen, camera, { lifted: believed, depthOrders });
    const alone = shipped.fitter.refit(free, seen, camera, { depthOrders });
    // The term by itself leaves the forearm across the view, where it costs nothing: 0.03 m.
    for (const told of [fit, again, alone]) {
      expect(depth(told, 'left_wrist')).toBeGreaterThan(0.2);
      expect(told.reprojectionError).toBeLessThan(1.5);
    }
    // Nobody asks the network of that arm any more: 14 where a refit does.
    expect(again.cost / fit.cost).toBeCloseTo(1, 1);
  });

  test('an order that the fit follows anyway changes nothing but its own term', () => {
    const free = shipped.fitter.fit(keypoints, camera, { lifted });
    expect(depth(free, 'left_elbow')).toBeLessThan(-0.05);
    const depthOrders = [{ keypoint: coco('left_elbow'), side: 'nearer' }] as const;
    const told = shipped.fitter.fit(keypoints, camera, { lifted, depthOrders });
    expect(told.costByTerm['depth-order']).toBe(0);
    told.pose.forEach((value, i) => {
      expect(value).toBeCloseTo(free.pose[i], 6);
    });
  });

  test('far from the middle of the picture both ways of a bone can be reached, and one turned back is as before', () => {
    for (const x of [-1.5, 1.5]) {
      for (const yaw of [-0.3, 0.15]) {
        const aside = params.slice();
        aside.set([x, 0.2, 2.5]);
        aside.set([Math.PI * Math.cos(yaw / 2), 0, Math.PI * Math.sin(yaw / 2)], 3);
        const seen = shipped.project(aside, camera);
        const orders = (side: DepthOrder['side']): DepthOrder[] => [{ keypoint: coco('right_elbow'), side }];
        const [bone] = orderedBones('coco17', orders('farther'));
        const free = shipped.fitter.fit(seen, camera);
        const along = (['nearer', 'farther'] as const).map((side) => {
          const fit = shipped.fitter.fit(seen, camera, { depthOrders: orders(side) });
          expect(fit.reprojectionError).toBeLessThan(free.reprojectionError + 3);
          return signedDepth(jointsOf(fit), bone);
        });
        expect(along[0], `x ${x}, yaw ${yaw}`).toBeLessThan(-0.02);
        expect(along[1], `x ${x}, yaw ${yaw}`).toBeGreaterThan(0.02);
      }
    }
  });

  test('only of a limb that is contradicted the network is not believed', () => {
    const joints = shipped.kinematics.pose(params, false).joints.slice(0, 72);
    const bones = (side: 'nearer' | 'farther') => orderedBones('coco17', [{ keypoint: coco('left_wrist'), side }]);
    expect(withoutContradicted(lifted, joints, bones('nearer')).sigma).toEqual(lifted.sigma);
    const { sigma } = withoutContradicted(lifted, joints, bones('farther'));
    const silent = [...sigma.keys()].filter((i) => sigma[i] === Number.POSITIVE_INFINITY).map((i) => Math.floor(i / 3));
    expect([...new Set(silent)]).toEqual([smpl('left_shoulder'), smpl('left_elbow')]);
    expect(lifted.sigma.every(Number.isFinite)).toBe(true);
  });
});
