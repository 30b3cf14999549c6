import type { SmplJoint } from '../../core/body/joint-sets.js';
import type { Clothes } from './clothes.js';
import type { Vector } from './vector.js';

/** A turn about one axis of the rest frame (x to the person's left, y up, z ahead), degrees. */
export type Turn = readonly ['x' | 'y' | 'z', number];

/** The turns of each joint, the last one first: [['x', a], ['z', b]] is Rx(a)·Rz(b). */
export type PoseInWords = Readonly<Partial<Record<SmplJoint, readonly Turn[]>>>;

/** One picture. World frame: metres, y up, the ground at y = 0, the person over the origin facing +z. */
export interface Scene {
  readonly name: string;
  readonly body: 'neutral' | 'female' | 'male';
  readonly betas: readonly number[];
  readonly pose: PoseInWords;
  readonly clothes: Clothes;
  readonly camera: {
    readonly width: number;
    readonly height: number;
    /** Pixels. */
    readonly focalLength: number;
    readonly position: Vector;
    readonly target: Vector;
    /** Degrees, clockwise. */
    readonly roll: number;
  };
  /** Whether a block stands under the person's seat. */
  readonly seat?: boolean;
}

/**
 * The pictures. The arms hang by turning a T-pose's shoulder about z (left arm down: negative); thighs come forward
 * with −x, knees bend with +x; the left elbow bends with −y, the right one with +y.
 */
export const SCENES: readonly Scene[] = [
  {
    name: 'standing',
    body: 'female',
    betas: [0.6, -0.5, 0.4, -0.6, 0.3],
    pose: {
      left_hip: [['z', 4]],
      right_hip: [['z', -5]],
      left_collar: [['z', -5]],
      right_collar: [['z', 5]],
      left_shoulder: [['z', -50]],
      right_shoulder: [['z', 46]],
      left_elbow: [['y', -14]],
      right_elbow: [['y', 20]],
      head: [['y', 6]],
    },
    clothes: {
      skin: '#d9a98a',
      hair: '#3b2417',
      shirt: '#b8433f',
      trousers: '#33415c',
      shoes: '#5b4636',
      sleeve: 0.45,
    },
    camera: {
      width: 600,
      height: 800,
      focalLength: 1150,
      position: [0.25, 1.3, 3.2],
      target: [0.02, 0.84, 0],
      roll: 1,
    },
  },
  {
    name: 'walking',
    body: 'male',
    betas: [-0.7, 0.8, -0.5, 0.7, 0, 0.4],
    pose: {
      pelvis: [['y', -38]],
      spine1: [['x', 4]],
      spine3: [['y', 6]],
      left_hip: [['x', -28]],
      left_knee: [['x', 10]],
      left_ankle: [['x', -2]],
      right_hip: [['x', 18]],
      right_knee: [['x', 37]],
      right_ankle: [['x', 22]],
      left_collar: [['z', -6]],
      right_collar: [['z', 6]],
      left_shoulder: [
        ['x', 26],
        ['z', -68],
      ],
      right_shoulder: [
        ['x', -24],
        ['z', 68],
      ],
      left_elbow: [['y', -22]],
      right_elbow: [['y', 38]],
      neck: [['y', 8]],
    },
    clothes: {
      skin: '#8d5a3c',
      hair: '#16110e',
      shirt: '#5f8a5b',
      trousers: '#8a7a5e',
      shoes: '#2b2b2e',
      sleeve: 0.95,
    },
    camera: { width: 640, height: 640, focalLength: 1250, position: [0.4, 1.5, 4.3], target: [0, 0.86, 0], roll: -1.5 },
  },
  {
    name: 'arms-up',
    body: 'neutral',
    betas: [0.9, 0.6, 0.8, 0.3, -0.4, 0.2, 0.3],
    pose: {
      pelvis: [['y', 14]],
      spine2: [['z', 5]],
      left_hip: [
        ['x', -8],
        ['z', 12],
      ],
      right_hip: [['z', -9]],
      left_knee: [['x', 12]],
      left_collar: [['z', 18]],
      right_collar: [['z', -20]],
      left_shoulder: [
        ['y', -12],
        ['z', 48],
      ],
      right_shoulder: [
        ['y', 10],
        ['z', -36],
      ],
      left_elbow: [['y', -18]],
      right_elbow: [
        ['y', 24],
        ['z', -22],
      ],
      neck: [['x', -6]],
    },
    clothes: { skin: '#c68f6c', hair: '#6b4a2b', shirt: '#e0b83c', trousers: '#2f5d62', shoes: '#7a3b2e', sleeve: 0.5 },
    camera: { width: 640, height: 800, focalLength: 800, position: [-0.3, 0.8, 3], target: [0, 1.1, 0], roll: 0 },
  },
  {
    name: 'from-behind',
    body: 'male',
    betas: [0.5, -0.9, 0.6, -0.4],
    pose: {
      pelvis: [['y', 163]],
      left_hip: [
        ['x', -6],
        ['z', 5],
      ],
      right_hip: [
        ['x', 5],
        ['z', -4],
      ],
      left_knee: [['x', 8]],
      right_knee: [['x', 4]],
      left_collar: [['z', -6]],
      right_collar: [['z', 6]],
      left_shoulder: [
        ['x', -12],
        ['z', -62],
      ],
      right_shoulder: [
        ['x', 6],
        ['z', 58],
      ],
      left_elbow: [['y', -24]],
      right_elbow: [['y', 16]],
      head: [['y', -12]],
    },
    clothes: { skin: '#e2b79b', hair: '#8a6b3d', shirt: '#4f6fa8', trousers: '#4a4a4f', shoes: '#6b5f52', sleeve: 0.5 },
    camera: { width: 640, height: 640, focalLength: 1650, position: [-0.5, 1.7, 5.6], target: [0, 0.88, 0], roll: 1 },
  },
  {
    name: 'sitting',
    body: 'female',
    betas: [-0.5, 0.7, -0.3, 0.5, 0.4],
    pose: {
      pelvis: [
        ['y', 32],
        ['x', -20],
      ],
      spine1: [['x', 12]],
      spine2: [['x', 8]],
      spine3: [['x', 6]],
      left_hip: [
        ['y', 8],
        ['x', -66],
      ],
      right_hip: [
        ['y', -10],
        ['x', -64],
      ],
      left_knee: [['x', 84]],
      right_knee: [['x', 70]],
      right_ankle: [['x', 8]],
      left_collar: [['z', -6]],
      right_collar: [['z', 6]],
      left_shoulder: [
        ['x', -34],
        ['z', -66],
      ],
      right_shoulder: [
        ['x', -30],
        ['z', 64],
      ],
      left_elbow: [['y', -46]],
      right_elbow: [['y', 52]],
      neck: [['y', -10]],
    },
    clothes: {
      skin: '#a87351',
      hair: '#241a16',
      shirt: '#e6e1d6',
      trousers: '#6a3d5b',
      shoes: '#30343c',
      sleeve: 0.95,
    },
    camera: {
      width: 640,
      height: 640,
      focalLength: 940,
      position: [0.2, 1.2, 2.8],
      target: [0.1, 0.62, 0.1],
      roll: -1,
    },
    seat: true,
  },
];
