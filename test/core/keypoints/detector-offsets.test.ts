import { beforeAll, describe, expect, test } from 'vitest';
import { nodeRuntime } from '../../../converters/cli/node-runtime.js';
import { packageRoot } from '../../../converters/cli/package-root.js';
import { JOINT_SETS, SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { boneOf, detectorOffsets, seenBeside } from '../../../core/keypoints/detector-offsets.js';
import { liftAndFit } from '../../../core/lift/lift-and-fit.js';
import { createLifter, type Lifter } from '../../../core/lift/lifter.js';
import type { Camera, Keypoints } from '../../../core/types.js';
import { paramsOf, shippedFitter, type TestFitter } from '../../support/shipped.js';

const CAMERA: Camera = { focalLength: 1000, principalPoint: [320, 240], width: 640, height: 480 };
const FACING = [Math.PI, 0, 0];
const AWAY = [0, 0, Math.PI];
const SET = 'blazepose33';

let body: TestFitter;
let lifter: Lifter;
beforeAll(async () => {
  body = await shippedFitter();
  const network = await nodeRuntime({ modelsDir: `${packageRoot()}/models/lifter`, threads: 1 }).load('lifter');
  lifter = createLifter(network, body.fitter.skeleton, true);
});

const at = (name: (typeof JOINT_SETS)[typeof SET][number]): number => JOINT_SETS[SET].indexOf(name);

/** Pixels, K×2, of a body in this pose. */
function offsetsOf(params: Float64Array): Float64Array {
  const { skeleton } = body.fitter;
  const offsets = detectorOffsets(SET, seenBeside(SET, skeleton), body.kinematics.pose(params, false), CAMERA);
  if (offsets === null) throw new Error('no offsets');
  return offsets;
}

/** The keypoints as the detector would see them by its offsets, `share` of them. */
function seen(params: Float64Array, share = 1): Keypoints {
  const keypoints = body.project(params, CAMERA, SET);
  const offsets = offsetsOf(params);
  return { ...keypoints, xy: keypoints.xy.map((value, i) => value + share * offsets[i]) };
}

describe('where BlazePose sees keypoints beside the joints', () => {
  test('its ankles lie higher in the picture, its ears nearer to each other, alike on both sides', () => {
    const offsets = offsetsOf(paramsOf([0, 0, 5], { pelvis: FACING }));
    for (const side of ['left', 'right'] as const) {
      // 35 mm from 5 m at 1000 px; perspective and the depth of 8 mm add less than half a pixel.
      expect(offsets[2 * at(`${side}_ankle`) + 1]).toBeCloseTo(-7, 0);
      // Half of 13 mm: above the legs.
      expect(offsets[2 * at(`${side}_shoulder`) + 1]).toBeCloseTo(-1.3, 0);
    }
    // Who faces us has the left ear on the right: the root of the ear lies towards the middle.
    expect(offsets[2 * at('left_ear')]).toBeLessThan(-3);
    expect(offsets[2 * at('right_ear')]).toBeCloseTo(-offsets[2 * at('left_ear')], 0);
  });

  test('the offsets turn with the bones', () => {
    const facing = offsetsOf(paramsOf([0, 0, 5], { pelvis: FACING }));
    const away = offsetsOf(paramsOf([0, 0, 5], { pelvis: AWAY }));
    const ear = 2 * at('left_ear');
    expect(away[ear]).toBeCloseTo(-facing[ear], 0);
    // A shin held out to the front: its ankle is seen nearer to the knee, not higher.
    const kneeling = offsetsOf(
      paramsOf([0, 0, 5], { pelvis: [0, 0, Math.PI], left_knee: [0, 0, Math.PI / 2], right_knee: [0, 0, 0] }),
    );
    const ankle = 2 * at('left_ankle');
    expect(Math.abs(kneeling[ankle])).toBeGreaterThan(3);
    expect(Math.abs(kneeling[ankle + 1])).toBeLessThan(1.5);
  });

  test('half as far away, twice the pixels', () => {
    const ankle = 2 * at('left_ankle') + 1;
    const [near, far] = [20, 40].map((z) => offsetsOf(paramsOf([0, 0, z], { pelvis: FACING }))[ankle]);
    expect(near / far).toBeGreaterThan(1.9);
    expect(near / far).toBeLessThan(2.1);
  });

  test('keypoints of other sets are the joints themselves', () => {
    for (const set of ['coco17', 'body25', 'lsp14'] as const) expect(seenBeside(set, body.fitter.skeleton)).toEqual([]);
    const params = paramsOf([0, 0, 5], { pelvis: FACING });
    expect(detectorOffsets('coco17', [], body.kinematics.pose(params, false), CAMERA)).toBeNull();
  });

  test('a point is carried by the bone that moves it most', () => {
    const { skeleton } = body.fitter;
    const names = SMPL_JOINTS as readonly string[];
    expect(names[boneOf(names.indexOf('left_ankle'), skeleton)]).toBe('left_knee');
    const nose = skeleton.points.findIndex(({ name }) => name === 'nose');
    expect(names[boneOf(skeleton.jointCount + nose, skeleton)]).toBe('head');
  });
});

describe('a fit of what the detector saw', () => {
  const TRUTH = paramsOf([0, 0, 5], { pelvis: FACING, left_shoulder: [0, 0, -1.2], right_shoulder: [0, 0, 1.2] });

  test('puts the joints where they are, not where they were seen', async () => {
    const fit = await liftAndFit(body.fitter, lifter, seen(TRUTH), CAMERA);
    const plain = await liftAndFit(
      body.fitter,
      lifter,
      { ...seen(TRUTH), set: 'coco17', ...asCoco(seen(TRUTH)) },
      CAMERA,
    );
    const miss = ({ translation, pose, betas }: typeof fit): number => {
      const found = body.project(Float64Array.from([...translation, ...pose, ...betas]), CAMERA, SET).xy;
      const truth = body.project(TRUTH, CAMERA, SET).xy;
      const ankles = [at('left_ankle'), at('right_ankle')];
      return Math.hypot(...ankles.map((k) => found[2 * k + 1] - truth[2 * k + 1]));
    };
    expect(miss(fit)).toBeLessThan(0.5 * miss(plain));
  });

  test('what the hand holds is the joint itself', async () => {
    const wrist = at('left_wrist');
    const keypoints = seen(TRUTH);
    const fit = await liftAndFit(body.fitter, lifter, keypoints, CAMERA, { pinned: [wrist] });
    const found = body.project(Float64Array.from([...fit.translation, ...fit.pose, ...fit.betas]), CAMERA, SET).xy;
    // Pins are met to half a pixel; the offset is more than one.
    expect(Math.hypot(...offsetsOf(TRUTH).subarray(2 * wrist, 2 * wrist + 2))).toBeGreaterThan(1);
    const off = [0, 1].map((axis) => found[2 * wrist + axis] - keypoints.xy[2 * wrist + axis]);
    expect(Math.hypot(...off)).toBeLessThan(0.7);
  });
});

/** The same keypoints, as a set whose joints are the body's. */
function asCoco({ xy, confidence }: Keypoints): Pick<Keypoints, 'xy' | 'confidence'> {
  const from = JOINT_SETS.coco17.map((name) => at(name));
  return {
    xy: Float64Array.from(from.flatMap((k) => [xy[2 * k], xy[2 * k + 1]])),
    confidence: Float64Array.from(from, (k) => confidence[k]),
  };
}
