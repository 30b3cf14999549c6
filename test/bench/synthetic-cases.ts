import { JOINT_SETS, type KeypointSet } from '../../core/body/joint-sets.js';
import type { Kinematics } from '../../core/body/kinematics.js';
import { axisAngleFromRotation, multiplyRotations, rotationFromAxisAngle } from '../../core/body/rotation.js';
import type { Skeleton } from '../../core/body/skeleton.js';
import { flipRotation } from '../../core/frames.js';
import { rowsByName } from '../../core/keypoints/observe.js';
import type { Camera, Keypoints } from '../../core/types.js';
import { type Random, seededRandom } from '../../models/build/random.js';

const CAMERA: Camera = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 };
/** Share of the image's height that a person of mean height fills. */
const FILLED = [0.55, 0.85] as const;
const MEAN_HEIGHT = 1.7;
/** Standard deviations of how far the camera looks down on the body and how far it leans. Degrees. */
const PITCH = 10;
const ROLL = 5;

/** A body whose parameters are known, before a camera. */
export interface StudyCase {
  /** N: translation, pose, betas. */
  readonly params: Float64Array;
  readonly camera: Camera;
  /** Makes this case's noise the same in every run and for every method. */
  readonly seed: number;
}

/** One case a pose: seen from any side, with a random adult's shape. */
export function makeCases(poses: readonly Float64Array[], { layout }: Kinematics, seed: number): StudyCase[] {
  const random = seededRandom(seed);
  return poses.map((pose) => {
    const params = new Float64Array(layout.count);
    params.set(pose, layout.pose);
    params.set(randomOrientation(random), layout.pose);
    for (let b = layout.betas; b < layout.count; b++) params[b] = random.normal();
    const filled = FILLED[0] + (FILLED[1] - FILLED[0]) * random.uniform();
    const depth = (CAMERA.focalLength * MEAN_HEIGHT) / (filled * CAMERA.height);
    params.set([0.1 * depth * (random.uniform() - 0.5), 0.1 + 0.03 * random.normal(), depth], layout.translation);
    return { params, camera: CAMERA, seed: random.integer(2 ** 31) }; // neighbouring seeds draw alike
  });
}

/** Upright, turned by any angle about the vertical. */
function randomOrientation(random: Random): readonly number[] {
  const degree = Math.PI / 180;
  const turns = [
    [0, 0, ROLL * degree * random.normal()],
    [PITCH * degree * random.normal(), 0, 0],
    [0, 2 * Math.PI * random.uniform(), 0],
  ].map(([x, y, z]) => {
    const R = new Float64Array(9);
    rotationFromAxisAngle(x, y, z, R);
    return R;
  });
  const [roll, pitch, yaw] = turns;
  const both = new Float64Array(9);
  const all = new Float64Array(9);
  multiplyRotations(roll, 0, pitch, 0, both, 0);
  multiplyRotations(both, 0, yaw, 0, all, 0);
  flipRotation(all);
  return axisAngleFromRotation(all);
}

/** Keypoints of a case: projections with Gaussian noise (pixels a coordinate), all sure; those not in `only` unseen. */
export function keypointsOf(
  { params, camera, seed }: StudyCase,
  set: KeypointSet,
  noise: number,
  skeleton: Skeleton,
  kinematics: Kinematics,
  only: (name: string) => boolean = () => true,
): Keypoints {
  const rows = rowsByName(skeleton);
  const { joints } = kinematics.pose(params, false);
  const random = seededRandom(seed);
  const names = JOINT_SETS[set];
  const xy = new Float64Array(2 * names.length);
  const confidence = new Float64Array(names.length);
  names.forEach((name, k) => {
    const row = name === null ? undefined : rows.get(name);
    if (name === null || row === undefined) return;
    const [X, Y, Z] = joints.subarray(3 * row, 3 * row + 3);
    xy[2 * k] = (camera.focalLength * X) / Z + camera.principalPoint[0] + noise * random.normal();
    xy[2 * k + 1] = (camera.focalLength * Y) / Z + camera.principalPoint[1] + noise * random.normal();
    confidence[k] = only(name) ? 1 : 0;
  });
  return { set, xy, confidence };
}
