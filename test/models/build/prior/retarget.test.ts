import { Quaternion, Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { SMPL_JOINTS, SMPL_PARENTS, type SmplJoint } from '../../../../core/body/joint-sets.js';
import { readExponentialMap } from '../../../../models/build/prior/exponential-map.js';
import { globalRotations, identityRotations, jointIndex, type Motion } from '../../../../models/build/prior/motion.js';
import { retarget } from '../../../../models/build/prior/retarget.js';
import { rigOf } from '../../../../models/build/prior/rigs.js';
import { seededRandom } from '../../../../models/build/random.js';

const DEGREE = Math.PI / 180;
/** Products of a dozen unit quaternions in double precision. */
const ROUNDING = 1e-9;

/** One frame of CMU's 38-joint skeleton: a rotation vector for each of the joints named, column convention. */
function frameWith(rotations: Readonly<Record<string, readonly number[]>>): Motion {
  const names = readExponentialMap('rest', new Array(117).fill('0').join(',')).joints;
  const numbers = new Array<number>(117).fill(0);
  for (const [name, vector] of Object.entries(rotations)) {
    vector.forEach((value, axis) => {
      numbers[3 + 3 * names.indexOf(name) + axis] = -value;
    });
  }
  return readExponentialMap('frame', numbers.join(','));
}

const poseOf = (motion: Motion): Float64Array => retarget('frame', motion, rigOf('frame', motion));
const jointOf = (pose: Float64Array, name: SmplJoint): number[] => {
  const at = 3 * SMPL_JOINTS.indexOf(name);
  return [...pose.slice(at, at + 3)];
};
const expectVector = (found: readonly number[], expected: readonly number[]): void => {
  for (const [i, value] of expected.entries()) expect(Math.abs(found[i] - value)).toBeLessThan(ROUNDING);
};

describe('retarget', () => {
  it('spreads the legs of the rest pose and rolls its arms', () => {
    const pose = poseOf(frameWith({}));
    // The source stands with legs 20 degrees out; SMPL's hang straight down, so its hips turn outwards.
    expectVector(jointOf(pose, 'left_hip'), [0, 0, 20 * DEGREE]);
    expectVector(jointOf(pose, 'right_hip'), [0, 0, -20 * DEGREE]);
    expectVector(jointOf(pose, 'left_knee'), [0, 0, 0]);
    expectVector(jointOf(pose, 'left_shoulder'), [-30 * DEGREE, 0, 0]);
    // The hand needs no roll: the forearm takes half of the way back.
    expectVector(jointOf(pose, 'left_elbow'), [15 * DEGREE, 0, 0]);
    expectVector(jointOf(pose, 'left_wrist'), [15 * DEGREE, 0, 0]);
    expectVector(jointOf(pose, 'spine1'), [0, 0, 0]);
    expectVector(jointOf(pose, 'left_hand'), [0, 0, 0]);
  });

  it('bends a knee about the axis of the source', () => {
    const pose = poseOf(frameWith({ ltibia: [1.2, 0, 0], rtibia: [0.4, 0, 0] }));
    // Turning the leg straight takes the source's x axis out by 20 degrees in the plane of x and y.
    const angle = 20 * DEGREE;
    expectVector(jointOf(pose, 'left_knee'), [1.2 * Math.cos(angle), -1.2 * Math.sin(angle), 0]);
    expectVector(jointOf(pose, 'right_knee'), [0.4 * Math.cos(angle), 0.4 * Math.sin(angle), 0]);
  });

  it('passes the trunk on unchanged', () => {
    const pose = poseOf(frameWith({ root: [0.3, 1, -0.2], lowerback: [0.2, 0, 0.1], head: [0, 0.5, 0] }));
    expectVector(jointOf(pose, 'pelvis'), [0.3, 1, -0.2]);
    expectVector(jointOf(pose, 'spine1'), [0.2, 0, 0.1]);
    expectVector(jointOf(pose, 'head'), [0, 0.5, 0]);
  });

  it.each([1, 2, 3])('keeps the directions of arms and legs of a random pose (seed %i)', (seed) => {
    const random = seededRandom(seed);
    const moving = ['root', 'lowerback', 'thorax', 'lclavicle', 'lhumerus', 'lradius', 'lhand', 'rfemur', 'rtibia'];
    const motion = frameWith(
      Object.fromEntries(
        moving.map((name) => [name, [random.normal(), random.normal(), random.normal()].map((x) => x / 2)]),
      ),
    );
    const source = identityRotations(motion.joints.length);
    globalRotations(motion, 0, source);
    const globals = smplGlobals(poseOf(motion));
    for (const [joint, from, to, smpl] of [
      ['left_shoulder', 'lhumerus', 'lradius', [1, 0, 0]],
      ['left_elbow', 'lradius', 'lwrist', [1, 0, 0]],
      ['right_hip', 'rfemur', 'rtibia', [0, -1, 0]],
      ['right_knee', 'rtibia', 'rfoot', [0, -1, 0]],
    ] as const) {
      const bone = new Vector3().fromArray(motion.offsets, 3 * jointIndex('frame', motion, to)).normalize();
      bone.applyQuaternion(source[jointIndex('frame', motion, from)]);
      const found = new Vector3(...smpl).applyQuaternion(globals[SMPL_JOINTS.indexOf(joint)]);
      expect(found.distanceTo(bone)).toBeLessThan(ROUNDING);
    }
  });

  it('names the joint that a skeleton lacks', () => {
    const motion = frameWith({});
    const lacking = { ...motion, joints: motion.joints.map((name) => (name === 'rtibia' ? 'other' : name)) };
    expect(() => poseOf(lacking)).toThrow(/no joint rtibia/);
  });

  it('refuses a skeleton it does not know', () => {
    expect(() => rigOf('x.bvh', { ...frameWith({}), joints: ['a', 'b'] })).toThrow(/^x\.bvh: no known skeleton/);
  });
});

function smplGlobals(pose: Float64Array): Quaternion[] {
  const out: Quaternion[] = [];
  for (const [j, parent] of SMPL_PARENTS.entries()) {
    const vector = new Vector3().fromArray(pose, 3 * j);
    const angle = vector.length();
    out[j] = new Quaternion().setFromAxisAngle(vector.normalize(), angle);
    if (parent >= 0) out[j].premultiply(out[parent]);
  }
  return out;
}
