import { expect, test } from 'vitest';
import { JOINT_SETS } from '../../../core/body/joint-sets.js';
import { landmarksInCamera } from '../../../core/keypoints/landmarks.js';

const camera = { focalLength: 500, principalPoint: [320, 240], width: 640, height: 480 } as const;
const set = 'blazepose33';
const index = (name: string): number => (JOINT_SETS[set] as readonly (string | null)[]).indexOf(name);

function person(hipX: number) {
  const xy = new Float64Array(66);
  const landmarks = new Float64Array(99);
  for (const [name, x] of [
    ['left_hip', 0.1],
    ['right_hip', -0.1],
  ] as const) {
    xy.set([hipX, 240], 2 * index(name));
    landmarks.set([x, 0, 0.5], 3 * index(name));
  }
  landmarks.set([0.3, -0.4, 0.7], 3 * index('left_wrist'));
  return { keypoints: { set, xy, confidence: new Float64Array(33).fill(1) } as const, landmarks };
}

test('on the optical axis landmarks are only centred on the hips', () => {
  const { keypoints, landmarks } = person(320);
  const wrist = landmarksInCamera(keypoints, landmarks, camera)?.get('left_wrist') ?? [];
  [0.3, -0.4, 0.2].forEach((value, axis) => {
    expect(wrist[axis]).toBeCloseTo(value, 12);
  });
});

test('45 degrees to the right, depth along the ray becomes depth and right', () => {
  const { keypoints, landmarks } = person(820);
  landmarks.set([0, 0, 1.5], 3 * index('left_wrist')); // one metre behind the hips, along the ray
  const wrist = landmarksInCamera(keypoints, landmarks, camera)?.get('left_wrist') ?? [];
  [Math.SQRT1_2, 0, Math.SQRT1_2].forEach((value, axis) => {
    expect(wrist[axis]).toBeCloseTo(value, 12);
  });
});

test('landmarks that are not numbers are not used', () => {
  const { keypoints, landmarks } = person(320);
  landmarks[0] = Number.NaN;
  expect(landmarksInCamera(keypoints, landmarks, camera)).toBeNull();
});
