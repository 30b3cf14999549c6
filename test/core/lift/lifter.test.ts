import { beforeAll, describe, expect, test } from 'vitest';
import { nodeRuntime } from '../../../converters/cli/node-runtime.js';
import { packageRoot } from '../../../converters/cli/package-root.js';
import { JOINT_SETS, otherSide, SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { rotationAngle, rotationFromAxisAngle } from '../../../core/body/rotation.js';
import type { Network, Tensor } from '../../../core/detect/runtime.js';
import { COLUMN_COUNT, LIFTED_BETAS, SIGMA_COUNT } from '../../../core/lift/decode.js';
import { FEATURE_COUNT } from '../../../core/lift/features.js';
import { createLifter } from '../../../core/lift/lifter.js';
import { meanDistance } from '../../../core/metrics/procrustes.js';
import type { Camera } from '../../../core/types.js';
import { paramsOf, shippedFitter, type TestFitter } from '../../support/shipped.js';

const CAMERA: Camera = { focalLength: 900, principalPoint: [320, 240], width: 640, height: 480 };
const HANGING = { left_shoulder: [0, 0, -1.2], right_shoulder: [0, 0, 1.2] };
const POSES = {
  'standing, facing us': { ...HANGING, pelvis: [Math.PI, 0, 0] },
  'walking away': {
    ...HANGING,
    pelvis: [0, 0, Math.PI],
    left_hip: [-0.5, 0, 0],
    right_hip: [0.3, 0, 0],
    right_knee: [0.5, 0, 0],
  },
  'one arm up': { ...HANGING, pelvis: [Math.PI, 0, 0], left_shoulder: [0, 0, 0.9] },
};

let body: TestFitter;
let network: Network;
beforeAll(async () => {
  body = await shippedFitter();
  network = await nodeRuntime({ modelsDir: `${packageRoot()}/models/lifter`, threads: 1 }).load('lifter');
});

/** Joints of the lifted and of the true body relative to their pelvis, and the angle between their pelvises. */
async function liftTruth(params: Float64Array) {
  const lifted = await createLifter(network, body.fitter.skeleton, true).lift(body.project(params, CAMERA), CAMERA);
  if (lifted === null) throw new Error('nobody was lifted');
  const [truth, found] = [params, Float64Array.from([...lifted.translation, ...lifted.pose, ...lifted.betas])].map(
    (numbers) => {
      const { joints, rotations } = body.kinematics.pose(numbers, false);
      const atPelvis = joints.slice(0, 3 * SMPL_JOINTS.length).map((value, i) => value - joints[i % 3]);
      return { atPelvis, rotations: rotations.slice() };
    },
  );
  return {
    lifted,
    error: meanDistance(truth.atPelvis, found.atPelvis),
    angle: rotationAngle(truth.rotations, 0, found.rotations, 0),
  };
}

describe('the shipped network', () => {
  // Held-out poses give 70 mm and 10° in the mean; twice that tells a wrong sign or order, which gives 300 mm.
  test.each(Object.entries(POSES))('finds somebody %s', async (_, rotations) => {
    const { lifted, error, angle } = await liftTruth(paramsOf([0.3, -0.1, 5], rotations));
    expect(error).toBeLessThan(0.14);
    expect(angle).toBeLessThan(0.35);
    // The size of a body is known to some percent, so is its distance.
    expect(lifted.translation[2]).toBeGreaterThan(4);
    expect(lifted.translation[2]).toBeLessThan(6);
  });

  test('knows less of a leg that it does not see', async () => {
    const lifter = createLifter(network, body.fitter.skeleton, true);
    const keypoints = body.project(paramsOf([0, 0, 5], POSES['standing, facing us']), CAMERA);
    const whole = await lifter.lift(keypoints, CAMERA);
    const confidence = keypoints.confidence.slice();
    confidence.fill(0, 13); // knees and ankles
    const cut = await lifter.lift({ ...keypoints, confidence }, CAMERA);
    const knee = 3 * SMPL_JOINTS.indexOf('left_knee');
    expect(cut!.sigma[knee]).toBeGreaterThan(1.5 * whole!.sigma[knee]);
  });

  test('lifts the mirror image of a person to the mirrored pose', async () => {
    const lifter = createLifter(network, body.fitter.skeleton, true);
    const { set, xy, confidence } = body.project(paramsOf([0.3, -0.1, 5], POSES['walking away']), CAMERA);
    const lifted = await lifter.lift({ set, xy, confidence }, CAMERA);
    const mirroredXy = Float64Array.from(
      JOINT_SETS.coco17.flatMap((name) => {
        const k = (JOINT_SETS.coco17 as readonly string[]).indexOf(otherSide(name));
        return [2 * CAMERA.principalPoint[0] - xy[2 * k], xy[2 * k + 1]];
      }),
    );
    const mirrored = await lifter.lift({ set, xy: mirroredXy, confidence }, CAMERA);
    SMPL_JOINTS.forEach((name, j) => {
      const other = 3 * (SMPL_JOINTS as readonly string[]).indexOf(otherSide(name));
      const [x, y, z] = mirrored!.pose.subarray(other, other + 3);
      // The network computes in single precision.
      [x, -y, -z].forEach((value, axis) => {
        expect(Math.abs(lifted!.pose[3 * j + axis] - value), name).toBeLessThan(1e-4);
      });
      expect(lifted!.sigma[3 * j]).toBeCloseTo(mirrored!.sigma[other], 4);
    });
  });

  test('without known betas the body keeps its mean shape', async () => {
    const keypoints = body.project(paramsOf([0, 0, 5], POSES['standing, facing us']), CAMERA);
    const lifted = await createLifter(network, body.fitter.skeleton, false).lift(keypoints, CAMERA);
    expect([...lifted!.betas]).toEqual(new Array(10).fill(0));
  });
});

const tensor = (data: Float32Array): Tensor => ({ data, dims: [1, data.length] });

test('the pose is that of the network’s answer, turned back to the camera', async () => {
  const upright = Float32Array.from({ length: 2 * COLUMN_COUNT }, (_, i) => [1, 0, 0, 0, -1, 0][i % 6]);
  const fake: Network = {
    run: async () => ({
      rotations: tensor(upright),
      betas: tensor(new Float32Array(2 * LIFTED_BETAS).fill(0.5)),
      log_sigma: tensor(new Float32Array(2 * SIGMA_COUNT)),
    }),
  };
  const keypoints = body.project(paramsOf([0, 0, 5], POSES['standing, facing us']), CAMERA);
  const lifted = await createLifter(fake, body.fitter.skeleton, true).lift(keypoints, CAMERA);
  const R = new Float64Array(9);
  rotationFromAxisAngle(lifted!.pose[0], lifted!.pose[1], lifted!.pose[2], R);
  // The person stands in the middle: the virtual camera is the camera, but for the centimetres of the mean keypoint.
  expect(R[4]).toBeLessThan(-0.99);
  expect([...lifted!.betas]).toEqual(new Array(10).fill(0.5));
});

test('with depths the network is asked without them, too, and the answer is between the two', async () => {
  const asked: number[][] = [];
  const fake: Network = {
    async run({ features: { data, dims } }) {
      const flags = Array.from({ length: dims[0] }, (_, row) => (data as Float32Array)[(row + 1) * FEATURE_COUNT - 1]);
      asked.push(flags);
      const betas = flags.flatMap((flag) => new Array(LIFTED_BETAS).fill(flag));
      const columns = flags.flatMap(() => Array.from({ length: COLUMN_COUNT }, (_, i) => [1, 0, 0, 0, -1, 0][i % 6]));
      return {
        rotations: tensor(Float32Array.from(columns)),
        betas: tensor(Float32Array.from(betas)),
        log_sigma: tensor(new Float32Array(flags.length * SIGMA_COUNT)),
      };
    },
  };
  const keypoints = body.project(paramsOf([0, 0, 5], POSES['standing, facing us']), CAMERA);
  const worldLandmarks = new Float64Array(3 * 17);
  const lifter = createLifter(fake, body.fitter.skeleton, true);
  const [plain, known] = await lifter.liftEach([{ keypoints }, { keypoints, worldLandmarks }], CAMERA);
  expect(asked).toEqual([[0, 0, 1, 1, 0, 0]]); // each with its mirror image
  expect(plain!.betas[0]).toBe(0);
  expect(known!.betas[0]).toBeCloseTo(0.75, 12);
});

test('too few keypoints are not lifted; another network is refused', async () => {
  const keypoints = body.project(paramsOf([0, 0, 5], POSES['standing, facing us']), CAMERA);
  const lifter = createLifter({ run: async () => ({}) }, body.fitter.skeleton, true);
  expect(await lifter.lift({ ...keypoints, confidence: new Float64Array(17) }, CAMERA)).toBeNull();
  await expect(lifter.lift(keypoints, CAMERA)).rejects.toThrow(/network lifter.*rotations.*no numbers/);
});
