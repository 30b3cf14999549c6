import { beforeAll, describe, expect, test } from 'vitest';
import { openBody, openPrior } from '../../../converters/cli/node-models.js';
import { SMPL_JOINTS, type SmplJoint } from '../../../core/body/joint-sets.js';
import { axisAngleFromRotation, multiplyRotations, rotationFromAxisAngle } from '../../../core/body/rotation.js';
import { downOfPitch, pitchOf } from '../../../core/camera/gravity.js';
import { uprightCameraOfPeople } from '../../../core/fit/camera-of-people.js';
import { liftAndFit, liftAndRefit } from '../../../core/lift/lift-and-fit.js';
import type { Lifter } from '../../../core/lift/lifter.js';
import { centred, meanDistance } from '../../../core/metrics/procrustes.js';
import { createSequenceFitter } from '../../../core/sequence/sequence.js';
import type { Camera, Fit, Keypoints } from '../../../core/types.js';
import { paramsOf, shippedFitter, shippedLifter, type TestFitter } from '../../support/shipped.js';

type Vector = readonly [number, number, number];

const CAMERA: Camera = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 };
const PITCH = 20;
const DOWN = downOfPitch(PITCH);
/** Towards the camera, to its left, along the picture, away from it. Radians about the vertical. */
const YAWS = [0, 0.8, 1.5, 3];
const ARMS_DOWN = { left_shoulder: [0, 0, -1.2], right_shoulder: [0, 0, 1.2] };
const SEATED = {
  ...ARMS_DOWN,
  left_hip: [-1.5, 0, 0],
  right_hip: [-1.5, 0, 0],
  left_knee: [1.5, 0, 0],
  right_knee: [1.5, 0, 0],
};
const SQUATTING = {
  ...ARMS_DOWN,
  left_hip: [-2, 0, 0],
  right_hip: [-2, 0, 0],
  left_knee: [2.2, 0, 0],
  right_knee: [2.2, 0, 0],
  left_ankle: [-0.4, 0, 0],
  right_ankle: [-0.4, 0, 0],
};
const ON_THE_BACK: Vector = [-Math.PI / 2, 0, 0];
const ON_THE_SIDE: Vector = [0, 0, Math.PI / 2];

let shipped: TestFitter;
let lifter: Lifter;
beforeAll(async () => {
  shipped = await shippedFitter();
  lifter = await shippedLifter(shipped);
});

function product(...axisAngles: readonly Vector[]): Vector {
  let R = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  for (const axisAngle of axisAngles) {
    const [factor, next] = [new Float64Array(9), new Float64Array(9)];
    rotationFromAxisAngle(...axisAngle, factor);
    multiplyRotations(R, 0, factor, 0, next, 0);
    R = next;
  }
  const [x, y, z] = axisAngleFromRotation(R);
  return [x, y, z];
}

type Rotations = Parameters<typeof paramsOf>[1];

/** Somebody four metres before a camera that looks down by `pitch`, turned about the vertical and then as he lies. */
const personOf = (rotations: Rotations, yaw: number, lies: Vector = [0, 0, 0], pitch = PITCH): Float64Array =>
  paramsOf([0, 0, 4], {
    ...rotations,
    pelvis: product([Math.PI + (pitch * Math.PI) / 180, 0, 0], [0, yaw, 0], lies),
  });

const seen = (truth: Float64Array): Keypoints => shipped.project(truth, CAMERA);
const fitOf = (truth: Float64Array, camera: Camera): Promise<Fit> =>
  liftAndFit(shipped.fitter, lifter, seen(truth), camera);

const jointsOf = (params: Float64Array): Float64Array => shipped.kinematics.pose(params, false).joints.slice(0, 72);
const paramsOfFit = ({ translation, pose, betas }: Fit): Float64Array =>
  Float64Array.from([...translation, ...pose, ...betas]);

/** Mean distance of the joints, hips on hips, as they are turned before the camera. Millimetres. */
function errorOf(fit: Fit, truth: Float64Array): number {
  return 1000 * meanDistance(centred(jointsOf(truth)), centred(jointsOf(paramsOfFit(fit))));
}

/** Where the trunk is over the feet: what of it points to the sides of DOWN. Metres. */
function leanOf(params: Float64Array): Vector {
  const joints = jointsOf(params);
  const middle = (axis: number, ...names: readonly SmplJoint[]): number =>
    names.reduce((sum, name) => sum + joints[3 * SMPL_JOINTS.indexOf(name) + axis], 0) / names.length;
  const m = [0, 1, 2].map(
    (axis) =>
      middle(axis, 'left_hip', 'right_hip', 'left_shoulder', 'right_shoulder') -
      middle(axis, 'left_ankle', 'right_ankle', 'left_foot', 'right_foot'),
  );
  const along = m[0] * DOWN[0] + m[1] * DOWN[1] + m[2] * DOWN[2];
  return [m[0] - along * DOWN[0], m[1] - along * DOWN[1], m[2] - along * DOWN[2]];
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const find = (truths: readonly Float64Array[]): Promise<Camera | null> =>
  uprightCameraOfPeople(
    (keypoints, camera, evidence) => liftAndFit(shipped.fitter, lifter, keypoints, camera, evidence),
    truths.map((truth) => ({ keypoints: seen(truth), evidence: {} })),
    CAMERA,
  );
const pitchIn = (camera: Camera | null): number => pitchOf(camera?.down ?? [Number.NaN, 0, 0]);

describe('somebody stands before a camera that looks down by 20 degrees', () => {
  test('the pitch is found, of all of them together better than of one alone', async () => {
    const people = YAWS.map((yaw) => personOf(ARMS_DOWN, yaw));
    const found: number[] = [];
    for (const person of people) found.push(pitchIn(await find([person])));
    // Seen from the front a lean hides in the depth: that one tells 8 degrees, the others 15, 18 and 20.
    expect(Math.min(...found)).toBeGreaterThan(5);
    expect(Math.max(...found)).toBeLessThan(25);
    expect(Math.abs(median(found) - PITCH)).toBeLessThan(6);

    const together = Math.abs(pitchIn(await find(people)) - PITCH);
    expect(together).toBeLessThan(6); // 4; alone they are 5 off on average
    expect(together).toBeLessThan(mean(found.map((pitch) => Math.abs(pitch - PITCH))));
  });

  test('known, it puts the trunk over the feet, and the joints are no worse for it', async () => {
    const leans: [number, number][] = [];
    const errors: [number, number][] = [];
    for (const yaw of YAWS) {
      const truth = personOf(ARMS_DOWN, yaw);
      const [without, known] = [await fitOf(truth, CAMERA), await fitOf(truth, { ...CAMERA, down: DOWN })];
      expect(without.costByTerm).not.toHaveProperty('balance');
      expect(known.costByTerm.balance).toBeGreaterThan(0);
      expect(known.camera.down).toEqual(DOWN);
      leans.push([Math.hypot(...leanOf(paramsOfFit(without))), Math.hypot(...leanOf(paramsOfFit(known)))]);
      errors.push([errorOf(without, truth), errorOf(known, truth)]);
    }
    for (const [without, known] of leans) expect(known).toBeLessThan(without);
    // 66 mm of 94: the resting body's own are 62, since its feet point to the front.
    expect(mean(leans.map(([, known]) => known))).toBeLessThan(0.8 * mean(leans.map(([without]) => without)));
    expect(mean(errors.map(([, known]) => known))).toBeLessThan(mean(errors.map(([without]) => without)));
  });

  test('how long the vector is makes no difference', async () => {
    const truth = personOf(ARMS_DOWN, 0);
    const unit = await fitOf(truth, { ...CAMERA, down: DOWN });
    const [x, y, z] = DOWN;
    // A power of two leaves the same bits, a third of it another last one that the fit may multiply.
    expect((await fitOf(truth, { ...CAMERA, down: [4 * x, 4 * y, 4 * z] })).pose).toEqual(unit.pose);
    const other = await fitOf(truth, { ...CAMERA, down: [x / 3, y / 3, z / 3] });
    expect(meanDistance(other.pose, unit.pose)).toBeLessThan(1e-9);
  });

  test('a fit that goes on from another keeps its balance', async () => {
    const truth = personOf(ARMS_DOWN, 0);
    const without = await fitOf(truth, CAMERA);
    const camera = { ...CAMERA, down: DOWN };
    const refit = await liftAndRefit(shipped.fitter, lifter, without, seen(truth), camera);
    expect(refit.costByTerm.balance).toBeGreaterThan(0);
    expect(Math.hypot(...leanOf(paramsOfFit(refit)))).toBeLessThan(Math.hypot(...leanOf(paramsOfFit(without))));
  });
});

describe('who does not stand tells nothing of the tilt', () => {
  const POSES = {
    seated: [SEATED, [0, 0, 0]],
    squatting: [SQUATTING, [0, 0, 0]],
    'on the back': [ARMS_DOWN, ON_THE_BACK],
  } as const;

  test.each(Object.keys(POSES) as (keyof typeof POSES)[])('%s', async (name) => {
    const [rotations, lies] = POSES[name];
    const told: string[] = [];
    for (const pitch of [0, 10, 20]) {
      for (const yaw of YAWS) {
        const found = await find([personOf(rotations, yaw, lies, pitch)]);
        if (found !== null) told.push(`turned by ${yaw} before ${pitch} degrees: ${pitchIn(found).toFixed(1)}`);
      }
    }
    expect(told).toEqual([]);
  });

  test('beside somebody who stands: as that one alone', async () => {
    const [stands, sits] = [personOf(ARMS_DOWN, 0.8), personOf(SEATED, 0)];
    expect(await find([sits, stands])).toEqual(await find([stands]));
  });
});

test('in every frame of a sequence, hidden ones too, the trunk is over the feet', async () => {
  const sequences = createSequenceFitter(await openBody('neutral'), await openPrior(), shipped.fitter);
  const truths = [0, 0.02, 0.04, 0.06, 0.08].map((sway) => personOf(ARMS_DOWN, sway));
  const frames = truths.map((truth, t) => (t === 3 ? null : { keypoints: seen(truth) }));
  const [without, known] = [CAMERA, { ...CAMERA, down: DOWN }].map(
    (camera) => sequences.fit(frames, camera, { frameRate: 25 }).frames,
  );
  known.forEach((fit, t) => {
    expect(fit.costByTerm.balance).toBeGreaterThan(0);
    expect(Math.hypot(...leanOf(paramsOfFit(fit)))).toBeLessThan(Math.hypot(...leanOf(paramsOfFit(without[t]))));
  });
});

describe('who does not stand is not dragged upright', () => {
  /** Millimetres by which the joints are further off, at most over all, and in the mean. */
  async function worse(rotations: Rotations, lies?: Vector): Promise<readonly [number, number]> {
    const more: number[] = [];
    for (const yaw of YAWS) {
      const truth = personOf(rotations, yaw, lies);
      const [without, known] = [await fitOf(truth, CAMERA), await fitOf(truth, { ...CAMERA, down: DOWN })];
      expect(known.costByTerm).toHaveProperty('balance');
      more.push(errorOf(known, truth) - errorOf(without, truth));
    }
    return [Math.max(...more), mean(more)];
  }

  test('on the floor: the joints stay where they were', async () => {
    for (const lies of [ON_THE_BACK, ON_THE_SIDE]) expect((await worse(ARMS_DOWN, lies))[0]).toBeLessThan(1);
  });

  test('on a chair: within a centimetre', async () => {
    const [most, inTheMean] = await worse(SEATED);
    expect(most).toBeLessThan(10);
    expect(inTheMean).toBeLessThan(3);
  });
});

test.each([[[0, 0, 0]], [[0, Number.NaN, 0]], [[0, Number.POSITIVE_INFINITY, 1]], [[0, 1]], [[0, 1, 0, 0]]])(
  'down %j is not a direction',
  async (down) => {
    const camera: Camera = { ...CAMERA, down: down as unknown as Vector };
    await expect(fitOf(personOf(ARMS_DOWN, 0), camera)).rejects.toMatchObject({
      name: 'FitError',
      code: 'bad-input',
      message: expect.stringContaining('not a direction'),
    });
  },
);
