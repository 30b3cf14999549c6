import { expect, test } from 'vitest';
import { standOnFloor } from '../../../core/body/floor.js';
import { frameCount, posedJoints, posedVertices } from '../../../core/body/posed-body.js';
import { rigBody } from '../../../core/body/rigged-body.js';
import { rigMotion } from '../../../core/body/rigged-motion.js';
import { FitError } from '../../../core/error.js';
import type { RiggedBody } from '../../../core/types.js';
import { seededRandom } from '../../../models/build/random.js';
import { largestDifference } from '../../support/numeric-jacobian.js';
import { randomParameters, tinyBody } from '../../support/tiny-body.js';

const SEED = 11;
const model = tinyBody();
const { betas, camera } = randomParameters(SEED);

/** Frames that wander: poses near each other, the body turning once about the vertical and walking off to the right. */
function wander(T: number) {
  const random = seededRandom(SEED);
  const poses = Float64Array.from({ length: T * 72 }, () => 0.3 * random.normal());
  const translations = new Float64Array(3 * T);
  for (let t = 0; t < T; t++) {
    const angle = (2 * Math.PI * t) / T;
    // exp(π x) then a turn about y: an axis in the x-z plane at half the angle, half a turn long.
    poses.set([Math.PI * Math.cos(angle / 2), 0, Math.PI * Math.sin(angle / 2)], 72 * t);
    translations.set([0.1 * t, 0.02 * t, 3], 3 * t);
  }
  return { betas, poses, translations, ...(camera && { camera }) };
}

const frames = wander(24);
const moving = rigMotion(model, frames, 30);
const single = (t: number): RiggedBody =>
  rigBody(model, {
    betas,
    pose: frames.poses.slice(72 * t, 72 * t + 72),
    translation: frames.translations.slice(3 * t, 3 * t + 3),
  });

test(`each frame is the body rigged alone, without correctives, seed ${SEED}`, () => {
  expect(frameCount(moving)).toBe(24);
  for (const t of [0, 7, 23]) {
    const alone = { ...single(t), poseCorrective: null };
    expect(largestDifference(posedVertices(moving, t), posedVertices(alone))).toBeLessThan(1e-5); // float32, 3 m away
    expect(largestDifference(posedJoints(moving, t), posedJoints(alone))).toBeLessThan(1e-5);
  }
});

const withNumber = (values: Float64Array, at: number, number: number): Float64Array =>
  values.map((value, i) => (i === at ? number : value));

test('what is no motion of the camera frame is refused', () => {
  const attempt = (change: object) => () => rigMotion(model, { ...frames, ...change }, 30);
  expect(attempt({ up: 'y' })).toThrow(/^rigMotion: the poses are of an upright frame, y up. .*toCameraFrame/);
  expect(attempt({ poses: withNumber(frames.poses, 99, Number.NaN) })).toThrow('rigMotion: poses[99] is NaN.');
  expect(attempt({ translations: withNumber(frames.translations, 5, Infinity) })).toThrow(
    'translations[5] is Infinity.',
  );
  // @ts-expect-error: a motion that states its frame is not of the camera's.
  expect(() => rigMotion(model, { ...frames, up: 'y' as const }, 30)).toThrow(FitError);
});

test('the pose and the metadata are those of the first frame', () => {
  const first = single(0);
  expect(moving.rotations).toEqual(first.rotations);
  expect(moving.rootPosition).toEqual(first.rootPosition);
  expect(moving.metadata.pose).toEqual(first.metadata.pose);
  expect(moving.metadata.camera).toEqual(camera);
});

test('neighbouring quaternions lie on the same side through a full turn', () => {
  const { rotations } = moving.motion ?? { rotations: new Float32Array() };
  for (let t = 1; t < 24; t++) {
    let dot = 0;
    for (let k = 0; k < 4; k++) dot += rotations[96 * t + k] * rotations[96 * (t - 1) + k];
    expect(dot).toBeGreaterThan(0.9); // 15 degrees a frame: cos 7.5° = 0.991
  }
});

test('on the floor: no frame sinks, the first pelvis over the origin, the way is kept', () => {
  const [stood] = standOnFloor([moving]);
  const lows = Array.from({ length: 24 }, (_, t) => lowest(posedVertices(stood, t)));
  expect(Math.min(...lows)).toBeCloseTo(0, 5);
  expect(stood.rootPosition[0]).toBeCloseTo(0, 6);
  expect(stood.rootPosition[2]).toBeCloseTo(0, 6);
  expect(stood.motion?.rootPositions.subarray(0, 3)).toEqual(stood.rootPosition);
  expect((stood.motion?.rootPositions[69] ?? 0) - stood.rootPosition[0]).toBeCloseTo(2.3, 5);
});

test('one bad frame in two hundred does not lift the others', () => {
  const still = { betas, poses: new Float64Array(200 * 72), translations: new Float64Array(600) };
  for (let t = 0; t < 200; t++) {
    still.poses[72 * t] = Math.PI;
    still.translations.set([0, t === 100 ? 1 : 0, 3], 3 * t);
  }
  const [stood] = standOnFloor([rigMotion(model, still, 25)]);
  expect(lowest(posedVertices(stood, 0))).toBeCloseTo(0, 5);
  expect(lowest(posedVertices(stood, 100))).toBeCloseTo(-1, 5);
});

test('refuses shapes that disagree, no frames, impossible rates and frames that are not there', () => {
  expect(() => rigMotion(model, { ...frames, poses: frames.poses.subarray(1) }, 30)).toThrow(/poses has 1727 numbers/);
  expect(() => rigMotion(model, { betas, poses: [], translations: [] }, 30)).toThrow(/at least one frame/);
  expect(() => rigMotion(model, frames, Number.NaN)).toThrow(/frame rate/);
  expect(() => posedVertices(moving, 24)).toThrow(/no frame 24, the body has 24/);
});

function lowest(vertices: Float32Array): number {
  return vertices.reduce((low, value, i) => (i % 3 === 1 ? Math.min(low, value) : low), Number.POSITIVE_INFINITY);
}
