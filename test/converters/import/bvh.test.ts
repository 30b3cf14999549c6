import { describe, expect, test } from 'vitest';
import { toBvh } from '../../../converters/export/bvh.js';
import { BONE_NAMES, type Naming } from '../../../converters/formats/bone-names.js';
import { readBvh } from '../../../converters/import/bvh.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { rotationAngle, rotationFromAxisAngle, rotationFromQuaternion } from '../../../core/body/rotation.js';
import { tinyRiggedBody } from '../../support/tiny-body.js';

/** Six decimals of a degree are 1e-8 rad; float32 quaternions carry 1e-7, and acos near 1 doubles the exponent. */
const ANGLE = 1e-3;
const MICROMETRES = 2e-6;

function expectSamePose(poses: Float64Array, quaternions: Float32Array, frame = 0): void {
  const R = new Float64Array(9);
  for (let j = 0; j < SMPL_JOINTS.length; j++) {
    const at = 3 * (frame * SMPL_JOINTS.length + j);
    rotationFromAxisAngle(poses[at], poses[at + 1], poses[at + 2], R);
    const [x, y, z, w] = quaternions.subarray(4 * j, 4 * j + 4);
    expect(rotationAngle(R, 0, rotationFromQuaternion(x, y, z, w), 0), SMPL_JOINTS[j]).toBeLessThan(ANGLE);
  }
}

describe('our own files come back', () => {
  for (const naming of Object.keys(BONE_NAMES) as Naming[]) {
    for (const unit of ['metres', 'centimetres'] as const) {
      test(`${naming} names, ${unit}`, () => {
        const body = tinyRiggedBody(1);
        const motion = readBvh('a.bvh', toBvh(body, { naming, unit }));
        expect(motion.frameRate).toBe(30);
        expect(motion.poses.length).toBe(72); // two equal frames are one pose
        expectSamePose(motion.poses, body.rotations);
        for (let i = 0; i < 3; i++) {
          expect(Math.abs(motion.translations[i] - body.rootPosition[i])).toBeLessThan(MICROMETRES);
        }
      });
    }
  }
});

test.each([12, 29.97, 60, 120, 240])('%d frames a second come back', (frameRate) => {
  const body = tinyRiggedBody(1);
  const motion = { frameRate, rotations: body.rotations, rootPositions: body.rootPosition };
  expect(readBvh('a.bvh', toBvh({ ...body, motion })).frameRate).toBe(frameRate);
});

test('two frames of which the second differs in anything are a motion', () => {
  const lines = toBvh(tinyRiggedBody(1)).trimEnd().split('\n');
  for (const place of [0, 20]) {
    const numbers = (lines.at(-1) ?? '').split(' ');
    numbers[place] = (Number(numbers[place]) + 0.001).toFixed(6);
    const { translations, poses } = readBvh('a.bvh', [...lines.slice(0, -1), numbers.join(' ')].join('\n'));
    expect([translations.length, poses.length]).toEqual([6, 144]);
  }
});

/** Renames the joints of one of our files. */
const renamed = (text: string, names: (joint: string) => string): string =>
  text.replace(/(ROOT|JOINT) (\S+)/g, (_, keyword, name) => `${keyword} ${names(name)}`);

test('abbreviated SMPL names and those of HumanIK are understood', () => {
  const body = tinyRiggedBody(2);
  const short = renamed(toBvh(body, { naming: 'smpl' }), (name) =>
    name.replace('left_', 'L_').replace('right_', 'R_').replace('hip', 'Hip'),
  );
  expectSamePose(readBvh('a.bvh', short).poses, body.rotations);
  const lafan = renamed(toBvh(body, { naming: 'mixamo' }), (name) =>
    name.replace('mixamorig:', '').replace('ToeBase', 'Toe'),
  );
  expectSamePose(readBvh('a.bvh', lafan).poses, body.rotations);
});

/** A skeleton of the CMU database for MotionBuilder, legs spread by 20 degrees at rest, in its unit (0.45 inches). */
function cmuSkeleton(frame: Readonly<Record<string, string>> = {}): string {
  const channels: string[] = [];
  const joint = (name: string, offset: string, ...children: string[]): string => {
    return `JOINT ${name}\n{\nOFFSET ${offset}\nCHANNELS 3 Zrotation Yrotation Xrotation\n${children.join('')}}\n`;
  };
  const leg = (s: string, x: number): string =>
    joint(
      `${s}HipJoint`,
      '0 0 0',
      joint(
        `${s}UpLeg`,
        `${1.36 * x} -1.79 0.84`,
        joint(
          `${s}Leg`,
          `${2.45 * x} -6.73 0`,
          joint(`${s}Foot`, `${2.57 * x} -7.05 0`, joint(`${s}ToeBase`, '0 0 2')),
        ),
      ),
    );
  const arm = (s: string, x: number): string =>
    joint(
      `${s}Shoulder`,
      '0 0 0',
      joint(`${s}Arm`, `${3.5 * x} 0 0`, joint(`${s}ForeArm`, `${5 * x} 0 0`, joint(`${s}Hand`, `${3.5 * x} 0 0`))),
    );
  const spine = joint(
    'LowerBack',
    '0 0 0',
    joint(
      'Spine',
      '0 2 0',
      joint('Spine1', '0 2 0', joint('Neck', '0 2 0', joint('Head', '0 1 0')), arm('Left', 1), arm('Right', -1)),
    ),
  );
  const hierarchy = `ROOT Hips\n{\nOFFSET 0 0 0\nCHANNELS 6 Xposition Yposition Zposition Zrotation Yrotation Xrotation\n${leg('Left', 1)}${leg('Right', -1)}${spine}}\n`;
  for (const [, name] of hierarchy.matchAll(/(?:ROOT|JOINT) (\S+)/g)) channels.push(frame[name] ?? '0 0 0');
  return `HIERARCHY\n${hierarchy}MOTION\nFrames: 1\nFrame Time: 0.0083333\n1 17 2 ${channels.join(' ')}\n`;
}

test("CMU's spread legs rest at 20 degrees in our skeleton and its unit becomes metres", () => {
  const { poses, translations, frameRate } = readBvh('cmu.bvh', cmuSkeleton());
  expect(frameRate).toBeCloseTo(120, 1);
  const hip = SMPL_JOINTS.indexOf('left_hip');
  // The file's rest pose is ours with the leg swung outwards about z by atan(2.45 / 6.73) = 20.0 degrees.
  expect(poses[3 * hip]).toBeCloseTo(0, 6);
  expect(poses[3 * hip + 2]).toBeCloseTo(Math.atan2(2.45, 6.73), 4);
  expect(Math.abs(poses[3 * SMPL_JOINTS.indexOf('left_knee') + 2])).toBeLessThan(1e-3);
  // The leg's 14.666 units are 0.82 m.
  expect(translations[1]).toBeCloseTo((17 * 0.82) / (Math.hypot(2.45, 6.73) + Math.hypot(2.57, 7.05)), 6);
});

test('feet rest flat where shins rest 10 degrees off, unless the skeleton says that they follow', () => {
  const tilt = (10 * Math.PI) / 180;
  const bvh = toBvh(tinyRiggedBody(1)); // its names tell of no feet that follow
  const motion = bvh.slice(bvh.indexOf('MOTION')).split('\n').slice(0, 3);
  const zeros = Array(6 + 23 * 3).fill(0);
  // The ankle is where a shin swung outwards about z puts it; nothing turns.
  const shin = /(JOINT LeftFoot\s+\{\s+OFFSET) (\S+) (\S+) (\S+)/;
  const hierarchy = bvh.slice(0, bvh.indexOf('MOTION')).replace(shin, (_, head, x, y, z) => {
    const length = Math.hypot(Number(x), Number(y), Number(z));
    return `${head} ${length * Math.sin(tilt)} ${-length * Math.cos(tilt)} 0`;
  });
  const { poses } = readBvh('a.bvh', `${hierarchy}${motion.join('\n')}\n${zeros.join(' ')}\n${zeros.join(' ')}\n`);
  const zOf = (joint: (typeof SMPL_JOINTS)[number]): number => poses[3 * SMPL_JOINTS.indexOf(joint) + 2];
  expect(zOf('left_knee')).toBeCloseTo(tilt, 4);
  // The foot is as the floor: the ankle takes back what the shin swings, and the toes go with it.
  expect(zOf('left_ankle')).toBeCloseTo(-tilt, 4);
  expect(zOf('left_foot')).toBeCloseTo(0, 6);
});

test("CMU's arms rest with their elbows 30 degrees lower than ours, its hands do not", () => {
  const { poses } = readBvh('cmu.bvh', cmuSkeleton());
  const xOf = (joint: (typeof SMPL_JOINTS)[number]): number => poses[3 * SMPL_JOINTS.indexOf(joint)];
  for (const side of ['left', 'right'] as const) {
    expect(xOf(`${side}_shoulder`)).toBeCloseTo(-Math.PI / 6, 6);
    expect(xOf(`${side}_elbow`)).toBeCloseTo(0, 6);
    expect(xOf(`${side}_wrist`)).toBeCloseTo(Math.PI / 6, 6);
  }
});

test('a bent knee bends, in the order of the channels', () => {
  const { poses } = readBvh('cmu.bvh', cmuSkeleton({ LeftLeg: '0 0 70' }));
  const knee = 3 * SMPL_JOINTS.indexOf('left_knee');
  expect(Math.hypot(poses[knee], poses[knee + 1], poses[knee + 2])).toBeCloseTo((70 * Math.PI) / 180, 3);
});

describe('what cannot be used is refused', () => {
  const good = toBvh(tinyRiggedBody(3));
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      'an A-pose',
      good.replace(/(JOINT LeftLowerArm\s+\{\s+OFFSET) \S+ \S+/, '$1 0.15 -0.19'),
      /not a T-pose: the left shoulder/,
    ],
    ['unknown names', renamed(good, (name) => `x${name}x`), /do not belong to a known skeleton/],
    ['no motion', good.slice(0, good.indexOf('MOTION')), /HIERARCHY and MOTION/],
    ['missing numbers', good.trim().replace(/\S+$/, ''), /are announced, but it has \d+ numbers/],
    ['a word among numbers', good.trim().replace(/\S+$/, 'nan'), /"nan" is not a number/],
    ['an unclosed block', good.replace('}', ''), /incomplete/],
    ['a huge channel count', good.replace('CHANNELS 3', 'CHANNELS 1e9'), /cut off/],
    ['a billion frames', good.replace('Frames: 2', 'Frames: 1000000000'), /are announced/],
    ['time that stands still', good.replace(/Frame Time: \S+/, 'Frame Time: 0'), /frame time is not above zero/],
    ['two skeletons', good.replace('JOINT LeftUpperLeg', 'ROOT LeftUpperLeg'), /only one skeleton per file/],
  ];
  for (const [name, text, message] of cases) {
    test(name, () => {
      expect(() => readBvh('bad.bvh', text)).toThrow(message);
      expect(() => readBvh('bad.bvh', text)).toThrow(/^bad\.bvh: /);
    });
  }
});
