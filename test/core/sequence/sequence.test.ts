import { describe, expect, test } from 'vitest';
import { openBody, openPrior } from '../../../converters/cli/node-models.js';
import { measureBody } from '../../../core/body/measure.js';
import type { SequenceFrame } from '../../../core/sequence/frame.js';
import { createSequenceFitter } from '../../../core/sequence/sequence.js';
import type { Camera, Fit, Keypoints } from '../../../core/types.js';
import { seededRandom } from '../../../models/build/random.js';
import { paramsOf, shippedFitter } from '../../support/shipped.js';

const CAMERA: Camera = { focalLength: 800, principalPoint: [320, 240], width: 640, height: 480 };
const FRAME_RATE = 20;
const T = 14;
const { fitter, kinematics, project } = await shippedFitter();
const sequences = createSequenceFitter(await openBody('neutral'), await openPrior(), fitter);

/** Somebody who raises an arm and a knee while stepping aside; the left foot stays where it is. */
const truth = Array.from({ length: T }, (_, t) => {
  const s = t / (T - 1);
  return paramsOf(
    [0, 0.2, 4],
    {
      pelvis: [Math.PI - 0.1, 0, 0],
      left_shoulder: [0, 0, -1.1],
      right_shoulder: [0, 0, 1.1 - 1.2 * s],
      right_elbow: [0, 0.4 + 0.6 * s, 0],
      right_hip: [-0.9 * s, 0, 0],
      right_knee: [1.1 * s, 0, 0],
    },
    [0.5, -0.5],
  );
});

/** Keypoints with noise of 3 px a coordinate. */
function noisy(seed: number): Keypoints[] {
  const random = seededRandom(seed);
  return truth.map((params) => {
    const keypoints = project(params, CAMERA);
    return { ...keypoints, xy: keypoints.xy.map((value) => value + 3 * random.normal()) };
  });
}

const jointsOf = ({ translation, pose, betas }: Fit): Float64Array =>
  kinematics.pose(Float64Array.from([...translation, ...pose, ...betas]), false).joints.slice(0, 72);
const trueJoints = truth.map((params) => kinematics.pose(params, false).joints.slice(0, 72));

/** Mean distance of the joints from the truth, pelvis on pelvis; and of their second differences. Metres. */
function errorsOf(fits: readonly Fit[], first = 0): { position: number; acceleration: number } {
  const found = fits.map(jointsOf);
  const off = found.map((joints, t) =>
    joints.map((value, i) => value - joints[i % 3] - (trueJoints[first + t][i] - trueJoints[first + t][i % 3])),
  );
  const raw = found.map((joints, t) => joints.map((value, i) => value - trueJoints[first + t][i]));
  const length = (values: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < 72; i += 3) sum += Math.hypot(values[i], values[i + 1], values[i + 2]) / 24;
    return sum;
  };
  const inner = raw.slice(1, -1).map((own, t) => own.map((value, i) => raw[t][i] - 2 * value + raw[t + 2][i]));
  const mean = (values: readonly Float64Array[]): number =>
    values.reduce((sum, v) => sum + length(v), 0) / values.length;
  return { position: mean(off), acceleration: mean(inner) };
}

describe('a sequence (seed 9)', () => {
  const keypoints = noisy(9);
  const single = keypoints.map((own) => fitter.fit(own, CAMERA));
  const told: number[] = [];
  const sequence = sequences.fit(
    keypoints.map((own) => ({ keypoints: own })),
    CAMERA,
    { frameRate: FRAME_RATE, onFrame: (done) => told.push(done) },
  );

  test('is nearer to the truth than its frames are one by one, and much smoother', () => {
    const [one, all] = [errorsOf(single), errorsOf(sequence.frames)];
    expect(all.position).toBeLessThan(one.position);
    expect(all.acceleration).toBeLessThan(one.acceleration / 5);
    expect(told).toEqual(Array.from({ length: T }, (_, t) => t + 1));
  });

  test('has one shape, and a cost for each frame', () => {
    for (const fit of sequence.frames) {
      expect([...fit.betas]).toEqual([...sequence.betas]);
      const sum = Object.values(fit.costByTerm).reduce((total, own) => total + own, 0);
      expect(fit.cost).toBeCloseTo(sum, 10);
      expect(fit.confidence?.joints).toHaveLength(24);
    }
    expect(sequence).toMatchObject({ first: 0, warnings: [] });
  });

  test('a foot that stands stays where it is', () => {
    const slide = (fits: readonly Fit[]): number => {
      const places = fits.map((fit) => jointsOf(fit).subarray(30, 33)); // left_foot
      return places.slice(1).reduce((sum, [x, y, z], t) => {
        const [u, v, w] = places[t];
        return sum + Math.hypot(x - u, y - v, z - w) / (T - 1);
      }, 0);
    };
    // Two millimetres a frame are what the term takes for rest.
    expect(slide(sequence.frames)).toBeLessThan(0.002);
    const free = sequences.fit(
      keypoints.map((own) => ({ keypoints: own })),
      CAMERA,
      { frameRate: FRAME_RATE, steadyFeet: false },
    );
    expect(slide(free.frames)).toBeGreaterThan(slide(sequence.frames));
  });
});

test('a known height is that of the one shape (seed 7)', async () => {
  const frames = noisy(7).map((keypoints) => ({ keypoints, evidence: { height: 1.55 } }));
  const { betas } = sequences.fit(frames, CAMERA, { frameRate: FRAME_RATE });
  // One standard deviation of what people say of themselves.
  expect(Math.abs(measureBody(await openBody('neutral'), betas).height - 1.55)).toBeLessThan(0.01);
});

test('many frames tell the shape at least as well as one', () => {
  const broad = [1.5, -1.5, 1.5];
  const keypoints = project(paramsOf([0, 0.2, 4], { pelvis: [Math.PI, 0, 0] }, broad), CAMERA);
  const size = (betas: Float64Array): number => Math.hypot(...betas);
  const one = fitter.fit(keypoints, CAMERA);
  const all = sequences.fit(new Array(30).fill({ keypoints }), CAMERA, { frameRate: FRAME_RATE });
  expect(size(one.betas)).toBeGreaterThan(0.3);
  // Three priors stand against thirty frames: the shape is held less than by one against one.
  expect(size(all.betas)).toBeGreaterThan(size(one.betas));
});

test('what no place of a joint tells turns evenly, too (seed 9)', () => {
  const { frames } = sequences.fit(
    noisy(9).map((keypoints) => ({ keypoints })),
    CAMERA,
    { frameRate: FRAME_RATE },
  );
  let squares = 0;
  let count = 0;
  for (let t = 1; t + 1 < frames.length; t++) {
    for (let n = 3; n < 66; n++) {
      const [a, b, c] = [t - 1, t, t + 1].map((own) => frames[own].pose[n]);
      squares += ((a - 2 * b + c) * FRAME_RATE ** 2) ** 2;
      count++;
    }
  }
  // rad/s²: 8.5; held twenty times less, 16.
  expect(Math.sqrt(squares / count)).toBeLessThan(12);
});

test('frames without the person are bridged, legs taken for each other are put right', () => {
  const frames: (SequenceFrame | null)[] = noisy(8).map((keypoints) => ({ keypoints }));
  frames[0] = null;
  frames[5] = null;
  frames[6] = null;
  const { xy } = (frames[10] as SequenceFrame).keypoints;
  for (const left of [11, 13, 15]) {
    const kept = xy.slice(2 * left, 2 * left + 2);
    xy.copyWithin(2 * left, 2 * left + 2, 2 * left + 4);
    xy.set(kept, 2 * left + 2);
  }
  const { first, frames: fits, warnings } = sequences.fit(frames, CAMERA, { frameRate: FRAME_RATE });
  expect(first).toBe(1);
  expect(fits).toHaveLength(T - 1);
  expect(warnings).toEqual([
    'frames 2 to 14 of 14 were fitted',
    '2 frames of 13 without the person: bridged from the frames around',
    'one frame: left and right were exchanged in the keypoints',
  ]);
  expect(fits[4].warnings).toEqual(['nobody was found in this frame: it is between its neighbours']);
  // What a frame of such keypoints is worth alone is some centimetres: no frame is off by a leg.
  fits.forEach((fit, t) => {
    expect(errorsOf([fit, fit, fit], t > 11 ? 11 : t).position).toBeLessThan(0.15);
  });
});

test('a leg that is raised slowly is not held on the ground (seed 9)', () => {
  const random = seededRandom(9);
  const raised = Array.from({ length: 20 }, (_, t) =>
    paramsOf([0, 0.2, 4], {
      pelvis: [Math.PI, 0, 0],
      left_shoulder: [0, 0, -1.1],
      right_shoulder: [0, 0, 1.1],
      left_hip: [0, 0, 0.04 * t], // 0.3 m/s of the ankle
    }),
  );
  const frames = raised.map((params) => {
    const seen = project(params, CAMERA);
    return { keypoints: { ...seen, xy: seen.xy.map((value) => value + random.normal()) } };
  });
  const { frames: fits } = sequences.fit(frames, CAMERA, { frameRate: 10 });
  const across = (joints: readonly Float64Array[], joint: number): number =>
    joints[19][3 * joint] - joints[0][3 * joint];
  const truth = raised.map((params) => kinematics.pose(params, false).joints.slice(0, 72));
  const found = fits.map(jointsOf);
  expect(Math.abs(across(truth, 7))).toBeGreaterThan(0.5);
  // Off its keypoint by a hundredth of the person at most: 5 px are 2.5 cm.
  expect(Math.abs(across(found, 7) - across(truth, 7))).toBeLessThan(0.05);
  // The other foot stands.
  expect(Math.abs(across(found, 10 + 1))).toBeLessThan(0.005);
});

test('frames that show next to nothing are said to be without the person', () => {
  const frames = noisy(8).map((keypoints, t) => {
    const seen = t > 11 ? 0 : t === 5 ? 2 : 17;
    return { keypoints: { ...keypoints, confidence: keypoints.confidence.map((own, k) => (k < seen ? own : 0)) } };
  });
  const { frames: fits, warnings } = sequences.fit(frames, CAMERA, { frameRate: FRAME_RATE });
  expect(fits).toHaveLength(12);
  expect(warnings).toEqual([
    'frames 1 to 12 of 14 were fitted',
    'one frame of 12 without the person: bridged from the frames around',
  ]);
});

test('limbs that no frame shows are said once', () => {
  const frames = noisy(8).map((keypoints) => {
    const legless = keypoints.confidence.map((own, k) => (k < 13 ? own : 0));
    return { keypoints: { ...keypoints, confidence: legless } };
  });
  const { warnings } = sequences.fit(frames, CAMERA, { frameRate: FRAME_RATE });
  expect(warnings).toEqual(['the legs are not seen: their pose is a guess']);
});

test('a single frame is a sequence, nobody is none', () => {
  const [keypoints] = noisy(9);
  expect(sequences.fit([{ keypoints }], CAMERA, { frameRate: 30 }).frames).toHaveLength(1);
  expect(() => sequences.fit([null, null], CAMERA, { frameRate: 30 })).toThrow(/nobody was found/);
  expect(() => sequences.fit([{ keypoints }], CAMERA, { frameRate: 0 })).toThrow(/not a frame rate/);
  expect(() => sequences.fit(new Array(3001).fill(null), CAMERA, { frameRate: 30 })).toThrow(/3001 frames/);
});
