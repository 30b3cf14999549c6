import { describe, expect, test } from 'vitest';
import { standOnFloor } from '../../../core/body/floor.js';
import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { posedJoints, posedVertices } from '../../../core/body/posed-body.js';
import { rigBody } from '../../../core/body/rigged-body.js';
import { rigMotion } from '../../../core/body/rigged-motion.js';
import { axisAngleFromRotation, multiplyRotations, rotationFromAxisAngle } from '../../../core/body/rotation.js';
import { turnUpright, uprightFromCamera } from '../../../core/body/upright.js';
import type { Camera, RiggedBody } from '../../../core/types.js';
import { seededRandom } from '../../../models/build/random.js';
import { largestDifference } from '../../support/numeric-jacobian.js';
import { randomParameters, tinyBody } from '../../support/tiny-body.js';

type Vector = readonly [number, number, number];

const SEED = 23;
const CAMERA: Camera = { focalLength: 1000, principalPoint: [320, 240], width: 640, height: 480 };
const model = tinyBody();
/** Float32, some metres from the origin. */
const EXACT = 3e-6;

function rotation(x: number, y: number, z: number): Float64Array {
  const R = new Float64Array(9);
  rotationFromAxisAngle(x, y, z, R);
  return R;
}

const product = (...factors: readonly Float64Array[]): Float64Array =>
  factors.reduce((A, B) => {
    const out = new Float64Array(9);
    multiplyRotations(A, 0, B, 0, out, 0);
    return out;
  });

const apply = (R: Float64Array, [x, y, z]: ArrayLike<number> & Iterable<number>): number[] =>
  [0, 3, 6].map((row) => R[row] * x + R[row + 1] * y + R[row + 2] * z);

/** A camera that looks down and is turned about its line of sight, degrees: how things fall, and the turn from a level one. */
function tilted(pitch: number, roll: number): { readonly down: Vector; readonly seen: Float64Array } {
  const seen = product(rotation(0, 0, (roll * Math.PI) / 180), rotation((pitch * Math.PI) / 180, 0, 0));
  const [x, y, z] = apply(seen, [0, 1, 0]);
  return { down: [x, y, z], seen };
}

/** The tiny body at rest, upright in the world and turned by `yaw` in it, before a camera. */
function standing(seen: Float64Array, down: Vector, yaw: number, translation: Vector = [0.3, -0.1, 3]): RiggedBody {
  const pose = new Float64Array(72);
  pose.set(axisAngleFromRotation(product(seen, rotation(Math.PI, 0, 0), rotation(0, yaw, 0))));
  return rigBody(model, { betas: new Float64Array(10), pose, translation, camera: { ...CAMERA, down } });
}

const jointOf = (body: RiggedBody, name: (typeof SMPL_JOINTS)[number], frame = 0): Float64Array =>
  posedJoints(body, frame).slice(3 * SMPL_JOINTS.indexOf(name), 3 * SMPL_JOINTS.indexOf(name) + 3);

const lowestOf = (body: RiggedBody): number => {
  const vertices = posedVertices(body);
  return Math.min(...Array.from({ length: vertices.length / 3 }, (_, v) => vertices[3 * v + 1]));
};

const CAMERAS = [
  [0, 0],
  [20, 0],
  [-35, 0],
  [0, 90],
  [15, -60],
  [10, 179.9],
  [0, 180], // upside down, exactly but for rounding
  [80, 45],
] as const;

describe.each(CAMERAS)('a camera that looks down by %f degrees and is rolled by %f', (pitch, roll) => {
  const { down, seen } = tilted(pitch, roll);
  const flip = uprightFromCamera();
  const R = uprightFromCamera(down);

  test('the rotation takes the fall to −y', () => {
    expect(largestDifference(apply(R, down), [0, -1, 0])).toBeLessThan(1e-12);
    // A rotation: its inverse is its transpose, and it does not mirror.
    const [a, b, c] = [0, 1, 2].map((column) => [R[column], R[3 + column], R[6 + column]]);
    expect(Math.hypot(...a)).toBeCloseTo(1, 12);
    expect(a[0] * b[0] + a[1] * b[1] + a[2] * b[2]).toBeCloseTo(0, 12);
    expect(a[1] * b[2] - a[2] * b[1]).toBeCloseTo(c[0], 12);
  });

  test('by the shortest turn from the level camera: about a horizontal axis', () => {
    const turn = product(R, flip); // the flip is its own inverse
    expect(turn[2] - turn[6]).toBeCloseTo(0, 9); // no twist about y
  });

  test('a body that stands stands upright, on the floor, over the middle', () => {
    for (const yaw of [0, 1, 2.5]) {
      const [body] = standOnFloor([standing(seen, down, yaw)]);
      const [x, y, z] = jointOf(body, 'pelvis');
      const [hx, hy, hz] = jointOf(body, 'head');
      expect(Math.abs(hx - x)).toBeLessThan(EXACT);
      expect(Math.abs(hz - z)).toBeLessThan(EXACT);
      expect(hy - y).toBeCloseTo(0.579, 3); // the offsets from the pelvis to the head, one above the other
      expect(lowestOf(body)).toBeCloseTo(0, 5);
      expect(Math.hypot(x, z)).toBeLessThan(EXACT);
    }
  });

  test('the turn is about the camera: all distances from it stay', () => {
    const body = standing(seen, down, 0.4);
    const turned = turnUpright(body);
    const before = posedVertices(body);
    const moved = product(R, flip);
    const expected = Array.from({ length: before.length / 3 }, (_, v) =>
      apply(moved, before.slice(3 * v, 3 * v + 3)),
    ).flat();
    expect(largestDifference(posedVertices(turned), expected)).toBeLessThan(EXACT);
    expect(turned.metadata).toEqual({ ...body.metadata, upright: true });
  });

  test('done twice it is done once', () => {
    const once = turnUpright(standing(seen, down, 1));
    expect(turnUpright(once)).toBe(once);
    const [stands] = standOnFloor([once]);
    const [again] = standOnFloor([stands]);
    expect(again.rotations).toEqual(stands.rotations);
    expect(largestDifference(again.rootPosition, stands.rootPosition)).toBeLessThan(EXACT);
  });
});

test('who faces a camera that looks down still faces it', () => {
  const { down, seen } = tilted(25, 0);
  const [body] = standOnFloor([standing(seen, down, 0)]);
  const [left, right] = [jointOf(body, 'left_hip'), jointOf(body, 'right_hip')];
  expect(left[0] - right[0]).toBeCloseTo(0.21, 5); // the hips' distance at rest: along x
});

test('a vector of another length says the same', () => {
  const { down, seen } = tilted(25, 10);
  const body = standing(seen, down, 1);
  const [x, y, z] = down;
  const long = turnUpright({
    ...body,
    metadata: { ...body.metadata, camera: { ...CAMERA, down: [7 * x, 7 * y, 7 * z] } },
  });
  expect(largestDifference(long.rotations, turnUpright(body).rotations)).toBeLessThan(1e-7);
});

test.each<[Vector]>([[[0, 0, 0]], [[Number.NaN, 1, 0]]])('down %j is not a direction', (down) => {
  const body = standing(uprightFromCamera(), [0, 1, 0], 0);
  const broken = { ...body, metadata: { ...body.metadata, camera: { ...CAMERA, down } } };
  expect(() => standOnFloor([broken])).toThrow(expect.objectContaining({ code: 'bad-input' }));
});

describe(`a camera that does not know how things fall, seed ${SEED}`, () => {
  const parameters = randomParameters(SEED);
  const body = rigBody(model, parameters);

  test('leaves the body as it is, to the bit', () => {
    expect(turnUpright(body)).toBe(body);
    const [stands] = standOnFloor([body]);
    expect(stands.rotations).toEqual(body.rotations);
    expect(stands.metadata).toEqual(body.metadata);
    expect(stands.metadata).not.toHaveProperty('uprightBy');
    const [x, y, z] = body.rootPosition;
    expect(stands.rootPosition).toEqual(Float32Array.of(0, y - lowestOf(body), 0));
    expect([x, z]).not.toContain(0); // or the line above would say little
  });

  test('nor does none at all', () => {
    const { camera: _, ...rest } = parameters;
    const without = rigBody(model, rest);
    expect(turnUpright(without)).toBe(without);
    expect(standOnFloor([without])[0].rotations).toEqual(body.rotations);
  });

  test('is the glTF frame exactly; a level one is that, too, but for the sign of noughts', () => {
    expect([...uprightFromCamera()].map((value) => value + 0)).toEqual([1, 0, 0, 0, -1, 0, 0, 0, -1]);
    expect([...uprightFromCamera([0, 1, 0])].map((value) => value + 0)).toEqual([1, 0, 0, 0, -1, 0, 0, 0, -1]);
    const level = turnUpright(rigBody(model, { ...parameters, camera: { ...CAMERA, down: [0, 2, 0] } }));
    expect(largestDifference(level.rotations, body.rotations)).toBe(0);
    expect(largestDifference(level.rootPosition, body.rootPosition)).toBe(0);
  });
});

test('exactly on its head, where no turn is the shortest: half a turn about the line of sight', () => {
  const down = [0, -1, 0] as const;
  const seen = rotation(0, 0, Math.PI);
  expect([...uprightFromCamera(down)].map((value) => value + 0)).toEqual([-1, 0, 0, 0, 1, 0, 0, 0, -1]);
  // As it is a hair's breadth beside it, rolled to either side: nothing jumps but what the hair decides.
  for (const beside of [1e-6, -1e-6]) {
    expect(largestDifference(uprightFromCamera([beside, -1, 0]), uprightFromCamera(down))).toBeLessThan(3e-6);
  }
  for (const length of [1, 1e-3, 7]) {
    const before = standing(seen, [0, -length, 0], 0.7);
    const turned = turnUpright(before);
    expect([...turned.rotations, ...turned.rootPosition].every(Number.isFinite)).toBe(true);
    const [body] = standOnFloor([before]);
    const [x, y, z] = jointOf(body, 'pelvis');
    const [hx, hy, hz] = jointOf(body, 'head');
    expect(Math.hypot(hx - x, hz - z)).toBeLessThan(EXACT);
    expect(hy - y).toBeCloseTo(0.579, 3);
    expect(lowestOf(body)).toBeCloseTo(0, 5);
  }
});

describe('a motion', () => {
  const T = 24;
  const random = seededRandom(SEED);
  const poses = Float64Array.from({ length: T * 72 }, () => 0.3 * random.normal());
  const translations = new Float64Array(3 * T);
  for (let t = 0; t < T; t++) {
    const angle = (2 * Math.PI * t) / T; // once around the vertical
    poses.set([Math.PI * Math.cos(angle / 2), 0, Math.PI * Math.sin(angle / 2)], 72 * t);
    translations.set([0.1 * t, 0.02 * t, 3 + 0.05 * t], 3 * t);
  }
  const betas = new Float64Array(10);
  const movingBefore = (down: Vector): RiggedBody =>
    rigMotion(model, { betas, poses, translations, camera: { ...CAMERA, down } }, 30);

  test.each(CAMERAS)(`every frame is turned as it would be alone: %f, %f degrees, seed ${SEED}`, (pitch, roll) => {
    const { down } = tilted(pitch, roll);
    const moving = turnUpright(movingBefore(down));
    for (const t of [0, 5, T - 1]) {
      const pose = poses.slice(72 * t, 72 * t + 72);
      const translation = translations.slice(3 * t, 3 * t + 3);
      const alone = turnUpright(rigBody(model, { betas, pose, translation, camera: { ...CAMERA, down } }));
      expect(
        largestDifference(posedVertices(moving, t), posedVertices({ ...alone, poseCorrective: null })),
      ).toBeLessThan(EXACT);
    }
    expect(moving.motion?.frameRate).toBe(30);
  });

  test.each(CAMERAS)('no jump of signs, the first like the pose: %f, %f degrees', (pitch, roll) => {
    const moving = turnUpright(movingBefore(tilted(pitch, roll).down));
    const rotations = moving.motion?.rotations ?? new Float32Array();
    expect(rotations).toHaveLength(T * 96);
    expect(rotations.slice(0, 96)).toEqual(moving.rotations);
    expect(moving.motion?.rootPositions.slice(0, 3)).toEqual(moving.rootPosition);
    for (let t = 1; t < T; t++) {
      let dot = 0;
      for (let k = 0; k < 4; k++) dot += rotations[96 * t + k] * rotations[96 * (t - 1) + k];
      expect(dot).toBeGreaterThan(0.9); // 15 degrees a frame: cos 7.5° = 0.991
    }
  });

  test('the first root has w ≥ 0, whatever the turn makes of it; the other joints keep theirs', () => {
    for (const [pitch, roll] of CAMERAS) {
      for (const yaw of [-3, -1, 0.5, 3]) {
        const { down, seen } = tilted(pitch, roll);
        const body = standing(seen, down, yaw);
        const { rotations } = turnUpright(body);
        expect(rotations[3]).toBeGreaterThanOrEqual(0);
        expect(rotations.slice(4)).toEqual(body.rotations.slice(4));
      }
    }
  });
});

test('several people keep their places to each other, and the lowest stands on the floor', () => {
  const { down, seen } = tilted(20, 5);
  const places: Vector[] = [
    [0.3, -0.1, 3],
    [-1, 0, 4],
    [1.5, 0.4, 5],
  ];
  const bodies = places.map((place, i) => standing(seen, down, i, place));
  const stand = standOnFloor(bodies);
  const R = product(uprightFromCamera(down), uprightFromCamera());
  for (const [i, body] of stand.entries()) {
    const way = bodies[i].rootPosition.map((value, axis) => value - bodies[0].rootPosition[axis]);
    const moved = body.rootPosition.map((value, axis) => value - stand[0].rootPosition[axis]);
    expect(largestDifference(moved, apply(R, way))).toBeLessThan(EXACT);
    const [x, , z] = jointOf(body, 'pelvis');
    const [hx, , hz] = jointOf(body, 'head');
    expect(Math.hypot(hx - x, hz - z)).toBeLessThan(EXACT);
  }
  const lows = stand.map(lowestOf);
  expect(Math.min(...lows)).toBeCloseTo(0, 5);
  expect(Math.max(...lows)).toBeGreaterThan(0.05); // they stand on different heights, and still do
  expect(stand.reduce((sum, { rootPosition }) => sum + rootPosition[0], 0)).toBeCloseTo(0, 5);
  expect(stand.reduce((sum, { rootPosition }) => sum + rootPosition[2], 0)).toBeCloseTo(0, 5);
});
