import { AnimationMixer, type Bone, Vector3 } from 'three';
import { BVHLoader } from 'three/addons/loaders/BVHLoader.js';
import { describe, expect, test } from 'vitest';
import { toBvh } from '../../../converters/export/bvh.js';
import { BONE_NAMES, type Naming } from '../../../converters/formats/bone-names.js';
import { posedJoints } from '../../../core/body/posed-body.js';
import type { RiggedBody } from '../../../core/types.js';
import { seededRandom } from '../../../models/build/random.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

/** Degrees with six decimals and float32 quaternions, along a chain of ten joints, cost some 1e-6 m. */
const TOLERANCE = 1e-4;

/** Where three puts each joint at a time, by SMPL's name. */
function shownJoints(text: string, body: RiggedBody, naming: Naming, time: number): number[][] {
  const { skeleton, clip } = new BVHLoader().parse(text);
  const root = skeleton.bones[0];
  const mixer = new AnimationMixer(root);
  mixer.clipAction(clip).play();
  mixer.update(time);
  root.updateMatrixWorld(true);
  return body.jointNames.map((joint) => {
    const name = BONE_NAMES[naming][joint as keyof (typeof BONE_NAMES)[Naming]].replace(':', '');
    const bone = skeleton.bones.find((candidate: Bone) => candidate.name === name);
    return bone!.getWorldPosition(new Vector3()).toArray();
  });
}

function largestDistance(shown: number[][], body: RiggedBody, scale = 1): number {
  const joints = posedJoints(body);
  return Math.max(...shown.map((p, j) => Math.hypot(...p.map((value, axis) => value / scale - joints[3 * j + axis]))));
}

/** A body in motion: every joint turns about a random axis, one and a half times round for the first. */
function movingBody(seed: number, T: number): RiggedBody {
  const body = tinyRiggedBody(seed);
  const random = seededRandom(seed);
  const J = body.parents.length;
  const axes = Array.from({ length: J }, () => {
    const axis = [random.normal(), random.normal(), random.normal()];
    return axis.map((value) => value / Math.hypot(...axis));
  });
  const rotations = new Float32Array(4 * J * T);
  for (let t = 0; t < T; t++) {
    for (let j = 0; j < J; j++) {
      const half = ((j === 0 ? 3 : 0.6) * Math.PI * t) / T / 2;
      rotations.set([...axes[j].map((value) => Math.sin(half) * value), Math.cos(half)], 4 * (t * J + j));
    }
  }
  const rootPositions = Float32Array.from({ length: 3 * T }, (_, i) => 0.01 * i);
  return { ...body, motion: { frameRate: 50, rotations, rootPositions } };
}

const atFrame = (body: RiggedBody, frame: number): RiggedBody => {
  const { motion, ...still } = body;
  const { rotations, rootPositions } = motion!;
  const J = body.parents.length;
  return {
    ...still,
    rotations: rotations.slice(4 * J * frame, 4 * J * (frame + 1)),
    rootPosition: rootPositions.slice(3 * frame, 3 * frame + 3),
  };
};

describe('toBvh, read by three', () => {
  for (const naming of Object.keys(BONE_NAMES) as Naming[]) {
    test(`joints stand where the pose puts them, ${naming} names, seed 1`, () => {
      const body = tinyRiggedBody(1);
      const text = toBvh(body, { naming });
      expect(largestDistance(shownJoints(text, body, naming, 0), body)).toBeLessThan(TOLERANCE);
      expect(text).toMatch(/Frames: 2\nFrame Time: 0\.033333333333\n/);
    });
  }

  test('every frame of a motion, seed 2', () => {
    const body = movingBody(2, 40);
    const text = toBvh(body);
    for (const frame of [0, 7, 23, 38]) {
      const shown = shownJoints(text, body, 'humanoid', frame / 50);
      expect(largestDistance(shown, atFrame(body, frame)), `frame ${frame}`).toBeLessThan(TOLERANCE);
    }
  });

  test('centimetres scale offsets and positions alike', () => {
    const body = tinyRiggedBody(3);
    const shown = shownJoints(toBvh(body, { unit: 'centimetres' }), body, 'humanoid', 0);
    expect(largestDistance(shown, body, 100)).toBeLessThan(TOLERANCE);
  });
});

test('angles never jump between frames, whole turns included, seed 4', () => {
  const T = 120;
  const lines = toBvh(movingBody(4, T)).trim().split('\n').slice(-T);
  const rows = lines.map((line) => line.split(' ').map(Number));
  let largest = 0;
  for (let t = 1; t < T; t++) {
    for (let c = 3; c < rows[0].length; c++) largest = Math.max(largest, Math.abs(rows[t][c] - rows[t - 1][c]));
  }
  // A turn of 540 degrees in 120 frames is 4.5 degrees a frame; Euler angles go faster near their poles.
  expect(largest).toBeLessThan(120);
});

test('a joint turned by 90 degrees about x, where z and y share an axis, keeps its place', () => {
  const still = tinyRiggedBody(5);
  const rotations = still.rotations.slice();
  // qz(40°)·qx(90°)·qy(25°) is √½ (cos h, sin h, sin h, cos h) with h half of 40° + 25°: only the sum shows.
  const half = (65 / 2) * (Math.PI / 180);
  const [cosine, sine] = [Math.SQRT1_2 * Math.cos(half), Math.SQRT1_2 * Math.sin(half)];
  rotations.set([cosine, sine, sine, cosine], 4 * still.jointNames.indexOf('left_shoulder'));
  const body = { ...still, rotations };
  expect(largestDistance(shownJoints(toBvh(body), body, 'humanoid', 0), body)).toBeLessThan(TOLERANCE);
});

test('leaf joints end at the skin', () => {
  const ends = toBvh(tinyRiggedBody(6)).match(/End Site\s+\{\s+OFFSET .*/g) ?? [];
  expect(ends).toHaveLength(5);
  for (const end of ends) {
    const offset = end.split('OFFSET ')[1].split(' ').map(Number);
    expect(Math.hypot(...offset)).toBeGreaterThan(0.02);
  }
});

test('hands end outwards, each to its own side, feet to the front, the head above', () => {
  const leaf = /JOINT (\S+)\s+\{\s+OFFSET .*\s+CHANNELS .*\s+End Site\s+\{\s+OFFSET (.*)/g;
  const ends = new Map(
    [...toBvh(tinyRiggedBody(6), { naming: 'smpl' }).matchAll(leaf)].map(([, joint, offset]) => [
      joint,
      offset.split(' ').map((number) => Math.sign(Number(number))),
    ]),
  );
  const outward = { head: [0, 1, 0], left_hand: [1, 0, 0], right_hand: [-1, 0, 0] };
  const forward = { left_foot: [0, 0, 1], right_foot: [0, 0, 1] };
  expect(Object.fromEntries(ends)).toEqual({ ...outward, ...forward });
});
