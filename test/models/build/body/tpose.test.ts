import { expect, test } from 'vitest';
import { smplJoints } from '../../../../models/build/body/joints.js';
import { add, apply, type Vector3 } from '../../../../models/build/body/matrix3.js';
import { type Bone, parseRig } from '../../../../models/build/body/rig.js';
import { skinByMotions, tPoseMotions } from '../../../../models/build/body/tpose.js';

/** A stick figure in an A-pose, left side; metres. Forearms point forward a little, palms face the thighs. */
const LEFT: Record<string, Vector3> = {
  clavicle: [0.02, 0.45, 0],
  shoulder: [0.17, 0.42, -0.01],
  elbow: [0.33, 0.22, -0.02],
  hand: [0.47, 0.05, 0.08],
  'finger-3-1': [0.51, -0.04, 0.12],
  'finger-2-1': [0.5, -0.04, 0.15],
  'finger-5-1': [0.51, -0.03, 0.08],
  'upper-leg': [0.1, -0.07, 0.02],
  knee: [0.14, -0.46, 0.05],
  ankle: [0.18, -0.86, 0.02],
  'foot-1': [0.19, -0.92, 0.14],
};
const MIDDLE: Record<string, Vector3> = {
  ground: [0, -0.95, 0],
  pelvis: [0, -0.05, 0.01],
  'spine-4': [0, 0.02, 0],
  'spine-3': [0, 0.08, 0],
  'spine-2': [0, 0.17, 0],
  'spine-1': [0, 0.3, 0],
  neck: [0, 0.48, 0],
  head: [0, 0.58, 0.04],
};
const CUBES = new Map(Object.entries(MIDDLE).map(([name, at]) => [`joint-${name}`, at]));
for (const [name, [x, y, z]] of Object.entries(LEFT)) {
  CUBES.set(`joint-l-${name}`, [x, y, z]);
  CUBES.set(`joint-r-${name}`, [-x, y, z]);
}
const cube = (name: string): Vector3 => CUBES.get(name)!;
const bone = (parent: string, cubeName: string) => ({ parent, head: { cube_name: `joint-${cubeName}` } });
const limbs = (s: string) => ({
  [`clavicle_${s}`]: bone('spine', `${s}-clavicle`),
  [`upperarm_${s}`]: bone(`clavicle_${s}`, `${s}-shoulder`),
  [`lowerarm_${s}`]: bone(`upperarm_${s}`, `${s}-elbow`),
  [`hand_${s}`]: bone(`lowerarm_${s}`, `${s}-hand`),
  [`index_01_${s}`]: bone(`hand_${s}`, `${s}-finger-2-1`),
  [`thigh_${s}`]: bone('spine', `${s}-upper-leg`),
  [`calf_${s}`]: bone(`thigh_${s}`, `${s}-knee`),
  [`foot_${s}`]: bone(`calf_${s}`, `${s}-ankle`),
  [`ball_${s}`]: bone(`foot_${s}`, `${s}-foot-1`),
});
const bones: Bone[] = parseRig('rig', { spine: bone('', 'pelvis'), ...limbs('l'), ...limbs('r') });
const motions = tPoseMotions(bones, cube);
const carried = (name: string, boneName: string): Vector3 => {
  const { rotation, translation } = motions[bones.findIndex((each) => each.name === boneName)];
  return add(apply(rotation, cube(name)), translation);
};

test.each(['l', 'r'])('side %s: the arm is straight along x, whatever it did in the A-pose', (s) => {
  const shoulder = carried(`joint-${s}-shoulder`, `upperarm_${s}`);
  for (const [name, boneName] of [
    ['elbow', 'lowerarm'],
    ['hand', 'hand'],
    ['finger-3-1', 'hand'],
  ]) {
    const joint = carried(`joint-${s}-${name}`, `${boneName}_${s}`);
    expect(joint[1]).toBeCloseTo(shoulder[1], 12);
    expect(joint[2]).toBeCloseTo(shoulder[2], 12);
    expect(Math.abs(joint[0])).toBeGreaterThan(Math.abs(shoulder[0]));
  }
});

test('joints hold together: both bones of each joint carry it to the same place', () => {
  for (const { headCube, name, parent } of bones) {
    if (parent < 0) continue;
    const own = carried(headCube, name);
    carried(headCube, bones[parent].name).forEach((value, axis) => {
      expect(value).toBeCloseTo(own[axis], 12);
    });
  }
});

test('palms face down: index knuckle in front of the little finger, at one height', () => {
  const index = carried('joint-l-finger-2-1', 'hand_l');
  const little = carried('joint-l-finger-5-1', 'hand_l');
  expect(index[1]).toBeCloseTo(little[1], 12);
  expect(index[2]).toBeGreaterThan(little[2]);
});

test('the elbow bends in the xz plane: its rest bend lies there', () => {
  // Carried by the upper arm alone the hand keeps the bend it had in the A-pose.
  const elbow = carried('joint-l-elbow', 'upperarm_l');
  const hand = carried('joint-l-hand', 'upperarm_l');
  expect(hand[1]).toBeCloseTo(elbow[1], 12);
  expect(hand[2]).toBeGreaterThan(elbow[2]);
});

test('legs spread by 2.5 degrees', () => {
  const hip = cube('joint-l-upper-leg');
  const ankle = carried('joint-l-ankle', 'calf_l');
  expect((Math.atan2(ankle[0] - hip[0], hip[1] - ankle[1]) * 180) / Math.PI).toBeCloseTo(2.5, 10);
});

test("SMPL's joints: mirror images, arms level", () => {
  const joints = smplJoints(cube, bones, motions);
  expect(joints).toHaveLength(72);
  for (const [left, right] of [
    [1, 2],
    [7, 8],
    [13, 14],
    [16, 17],
    [22, 23],
  ]) {
    expect(joints[3 * left]).toBeCloseTo(-joints[3 * right], 12);
    expect(joints[3 * left + 1]).toBeCloseTo(joints[3 * right + 1], 12);
    expect(joints[3 * left]).toBeGreaterThan(0);
  }
  expect(joints[3 * 20 + 1]).toBeCloseTo(joints[3 * 16 + 1], 12); // wrist and shoulder
});

test('a vertex held by two bones goes half way', () => {
  const quarter = { rotation: [0, -1, 0, 1, 0, 0, 0, 0, 1], translation: [0, 0, 2] as Vector3 };
  const rest = { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] as Vector3 };
  const weights = {
    start: Uint32Array.of(0, 2, 3),
    columns: Uint32Array.of(0, 1, 1),
    values: Float64Array.of(0.5, 0.5, 1),
  };
  const out = new Float64Array(6);
  skinByMotions(weights, [rest, quarter], Float64Array.of(2, 0, 0, 2, 0, 0), out);
  expect([...out]).toEqual([1, 1, 1, 0, 2, 2]);
});
