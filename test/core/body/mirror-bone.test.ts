import { expect, test } from 'vitest';
import { SMPL_JOINTS, SMPL_PARENTS } from '../../../core/body/joint-sets.js';
import { createKinematics } from '../../../core/body/kinematics.js';
import { mirrorBone } from '../../../core/body/mirror-bone.js';
import { skeletonOf } from '../../../core/body/skeleton.js';
import { HINGES } from '../../../core/terms/hinges.js';
import { seededRandom } from '../../../models/build/random.js';
import { goldenBody } from '../../support/golden-body.js';
import { tinyBody } from '../../support/tiny-body.js';

const kinematics = createKinematics(skeletonOf(goldenBody()));
const { layout } = kinematics;
const BELOW = ['elbow', 'wrist', 'knee', 'ankle'].flatMap((part) =>
  ['left', 'right'].map((side) => (SMPL_JOINTS as readonly string[]).indexOf(`${side}_${part}`)),
);

/** Somebody in front of the camera, turned at random, elbows and knees bent the way they can. */
function randomParams(seed: number): Float64Array {
  const random = seededRandom(seed);
  const params = new Float64Array(layout.count);
  params.set([0.2 * random.normal(), 0.2 * random.normal(), 4]);
  for (let n = layout.pose; n < layout.betas; n++) params[n] = 0.4 * random.normal();
  params.set([Math.PI, 3 * random.uniform(), 0], layout.pose);
  for (const { coordinate, unnatural } of HINGES) {
    const first = layout.pose + 3 * Math.floor(coordinate / 3);
    params.fill(0, first, first + 3);
    params[layout.pose + coordinate] = -unnatural * (0.2 + 1.5 * random.uniform());
  }
  return params;
}

const joints = (params: Float64Array): Float64Array => kinematics.pose(params, false).joints.slice(0, 72);
const bone = (j: Float64Array, below: number): number[] =>
  [0, 1, 2].map((axis) => j[3 * below + axis] - j[3 * SMPL_PARENTS[below] + axis]);

/** Bones of the limb that a bone belongs to, by their lower joint. */
const limbOf = (below: number): number[] =>
  BELOW.filter((j) => j === below || SMPL_PARENTS[j] === below || SMPL_PARENTS[below] === j);

test.each(BELOW.map((below) => [SMPL_JOINTS[below], below] as const))(
  'the bone to the %s is mirrored at its upper joint, all others keep their directions',
  (_, below) => {
    for (let seed = 1; seed <= 40; seed++) {
      const params = randomParams(seed);
      const before = joints(params);
      const above = SMPL_PARENTS[below];
      mirrorBone({ above, below }, params, kinematics);
      const after = joints(params);
      const ray = [...before.subarray(3 * above, 3 * above + 3)];
      const old = bone(before, below);
      const share =
        (2 * old.reduce((sum, value, i) => sum + value * ray[i], 0)) / ray.reduce((sum, r) => sum + r * r, 0);
      const mirrored = old.map((value, i) => value - share * ray[i]);
      bone(after, below).forEach((value, i) => {
        expect(value, `seed ${seed}`).toBeCloseTo(mirrored[i], 9);
      });
      for (const other of BELOW.filter((j) => j !== below)) {
        const [a, b] = [bone(before, other), bone(after, other)];
        a.forEach((value, i) => {
          expect(b[i], `seed ${seed}, ${SMPL_JOINTS[other]}`).toBeCloseTo(value, 9);
        });
      }
    }
  },
);

test.each(BELOW.map((below) => [SMPL_JOINTS[below], below] as const))(
  'the hinge of the %s bends the way it can',
  (_, below) => {
    for (let seed = 1; seed <= 40; seed++) {
      const params = randomParams(seed);
      mirrorBone({ above: SMPL_PARENTS[below], below }, params, kinematics);
      for (const { coordinate, unnatural } of HINGES) {
        const hinge = Math.floor(coordinate / 3);
        if (!limbOf(below).some((j) => j === hinge || SMPL_PARENTS[j] === hinge)) continue;
        const bend = unnatural * params[layout.pose + coordinate];
        // What is almost straight may keep its side: STRAIGHT, and how far bones are from the axes at rest.
        expect(bend, `seed ${seed}`).toBeLessThan(0.25);
      }
    }
  },
);

test.each(
  HINGES.flatMap(({ coordinate, unnatural }) => [0.4, -0.4].map((out) => [coordinate, unnatural, out] as const)),
)(
  'a straight limb (hinge at %d) that is mirrored below bends as people do, %d: %f rad out of the picture',
  (coordinate, unnatural, out) => {
    const straight = createKinematics(skeletonOf(tinyBody())); // its limbs are straight at rest
    const hinge = Math.floor(coordinate / 3);
    const root = SMPL_PARENTS[hinge];
    const params = new Float64Array(straight.layout.count);
    params.set([0, 0, 40]); // so far that all rays are alike
    params[straight.layout.pose] = Math.PI;
    // Arms lie along x at rest and turn about y, legs hang and turn about x.
    params[straight.layout.pose + 3 * root + (coordinate % 3)] = out;
    mirrorBone({ above: hinge, below: SMPL_PARENTS.indexOf(hinge) }, params, straight);
    // Twice the angle out of the picture.
    expect(-unnatural * params[straight.layout.pose + coordinate]).toBeCloseTo(0.8, 1);
  },
);

test('mirrored twice a bone is where it was; one that points at the camera turns round', () => {
  const params = randomParams(3);
  const before = joints(params);
  const [below] = BELOW;
  const mirrored = { above: SMPL_PARENTS[below], below };
  mirrorBone(mirrored, params, kinematics);
  mirrorBone(mirrored, params, kinematics);
  joints(params).forEach((value, i) => {
    expect(value).toBeCloseTo(before[i], 9);
  });

  // Turned and put where the ray to the shoulder is the line of the upper arm.
  const away = new Float64Array(layout.count);
  const depthOf = (): number => bone(joints(away), below)[2];
  for (const yaw of [1, -1]) if (!(depthOf() > 0.05)) away[layout.pose + 1] = (yaw * Math.PI) / 2;
  const along = bone(joints(away), below);
  const shoulder = joints(away).subarray(3 * mirrored.above, 3 * mirrored.above + 3);
  const length = Math.hypot(...along);
  away.set(along.map((value, axis) => (4 * value) / length - shoulder[axis]));
  mirrorBone(mirrored, away, kinematics);
  bone(joints(away), below).forEach((value, axis) => {
    expect(value).toBeCloseTo(-along[axis], 9);
  });
  expect(length).toBeGreaterThan(0.05);
});
