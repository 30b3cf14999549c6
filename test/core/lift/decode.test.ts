import { describe, expect, test } from 'vitest';
import { SMPL_JOINTS, SMPL_PARENTS } from '../../../core/body/joint-sets.js';
import { multiplyRotations, rotationFromAxisAngle } from '../../../core/body/rotation.js';
import { COLUMN_COUNT, decodePose, SIGMA_COUNT } from '../../../core/lift/decode.js';
import { seededRandom } from '../../../models/build/random.js';

const MOVED = 22;
const IDENTITY = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
const SEED = 5;

/** The columns that a perfect network answers for a pose (72, camera frame) seen by a virtual camera. */
function columnsOf(pose: Float64Array, view: Float64Array, scale = 1): Float64Array {
  const rotations = new Float64Array(9 * MOVED);
  const local = new Float64Array(9);
  const columns = new Float64Array(COLUMN_COUNT);
  for (let j = 0; j < MOVED; j++) {
    rotationFromAxisAngle(pose[3 * j], pose[3 * j + 1], pose[3 * j + 2], local);
    if (j === 0) multiplyRotations(view, 0, local, 0, rotations, 0);
    else multiplyRotations(rotations, 9 * SMPL_PARENTS[j], local, 0, rotations, 9 * j);
    for (let row = 0; row < 3; row++) {
      columns[6 * j + row] = scale * rotations[9 * j + 3 * row];
      // A second column that is neither of unit length nor at a right angle to the first.
      columns[6 * j + 3 + row] = scale * (0.7 * rotations[9 * j + 3 * row + 1] + 0.2 * rotations[9 * j + 3 * row]);
    }
  }
  return columns;
}

function randomPose(): Float64Array {
  const random = seededRandom(SEED);
  const pose = new Float64Array(3 * SMPL_JOINTS.length);
  // Well below π: there an axis-angle has two signs.
  for (let i = 0; i < 3 * MOVED; i++) pose[i] = 2 * random.uniform() - 1;
  return pose;
}

describe('decodePose', () => {
  test('gives back the pose behind the columns, in the frame of the camera, with hands at rest', () => {
    const view = new Float64Array(9);
    rotationFromAxisAngle(0.2, -0.3, 0.1, view);
    const truth = randomPose();
    const { pose } = decodePose(columnsOf(truth, view, 3), new Float64Array(SIGMA_COUNT), view);
    // Rounding of some twenty products of rotations.
    truth.forEach((value, i) => {
      expect(pose[i], `seed ${SEED}, number ${i}`).toBeCloseTo(value, 10);
    });
    expect([...pose.subarray(3 * MOVED)]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('sigma is exp of its logarithm, within the bounds of training; a hand may be turned any way', () => {
    const logSigma = new Float64Array(SIGMA_COUNT).fill(Math.log(0.2));
    logSigma[10] = 9;
    logSigma[11] = -9;
    const { sigma } = decodePose(columnsOf(randomPose(), IDENTITY), logSigma, IDENTITY);
    expect(sigma[0]).toBeCloseTo(0.2, 12);
    expect(sigma[10]).toBeCloseTo(Math.E, 12);
    expect(sigma[11]).toBeCloseTo(Math.exp(-4), 12);
    expect([...sigma.subarray(3 * MOVED)]).toEqual(new Array(6).fill(Math.PI));
  });

  test('the deviations of the pelvis turn with the camera', () => {
    // A quarter turn about z: the virtual camera's x is the camera's −y, or y.
    const view = Float64Array.of(0, 1, 0, -1, 0, 0, 0, 0, 1);
    const logSigma = new Float64Array(SIGMA_COUNT);
    logSigma.set([Math.log(0.1), Math.log(0.2), Math.log(0.3)]);
    const { sigma } = decodePose(columnsOf(randomPose(), view), logSigma, view);
    expect(sigma[0]).toBeCloseTo(0.2, 12);
    expect(sigma[1]).toBeCloseTo(0.1, 12);
    expect(sigma[2]).toBeCloseTo(0.3, 12);
    expect(sigma[3]).toBe(1);
  });

  test('the deviations of the pelvis are those along the axes of the camera, not of its inverse', () => {
    const own = [0.1, 0.2, 0.3];
    const logSigma = new Float64Array(SIGMA_COUNT);
    logSigma.set(own.map(Math.log));
    const turned = (view: Float64Array): number[] => [
      ...decodePose(columnsOf(randomPose(), view), logSigma, view).sigma.subarray(0, 3),
    ];
    // The virtual camera's x, y, z are the camera's y, z, x.
    const swapped = turned(Float64Array.of(0, 1, 0, 0, 0, 1, 1, 0, 0));
    expect(swapped).toEqual([0.3, 0.1, 0.2].map((value) => expect.closeTo(value, 12)));
    // Its column a is the camera's axis a as the virtual camera sees it: its shares of the three variances add up.
    const view = new Float64Array(9);
    rotationFromAxisAngle(0.2, -0.7, 0.4, view);
    const mixed = [0, 1, 2].map((a) => Math.sqrt(own.reduce((sum, s, r) => sum + view[3 * r + a] ** 2 * s ** 2, 0)));
    expect(turned(view)).toEqual(mixed.map((value) => expect.closeTo(value, 12)));
  });
});
