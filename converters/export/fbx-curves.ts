/** FBX's unit of time: so many a second, a multiple of every usual frame rate. */
const TICKS = 46_186_158_000;
/** Frames. Keys nearer than this to a whole frame are meant to lie on it: their seconds are rounded to float32. */
const ON_FRAME = 0.01;
const HALF_TURN = 180;

/** The part of the FBX writer's plan that we improve before it is written. */
export interface FbxCurves {
  readonly animStacks: readonly {
    stop: bigint;
    readonly curveNodes: readonly {
      readonly fbxProp: string;
      readonly curves: readonly { readonly times: BigInt64Array; readonly values: Float32Array }[];
    }[];
  }[];
}

/**
 * Puts keys that the writer has rounded to microseconds back on whole frames, and makes rotations continuous, in place.
 *
 * @param rate frames a second
 */
export function refineCurves({ animStacks }: FbxCurves, rate: number): void {
  for (const stack of animStacks) {
    stack.stop = onFrame(stack.stop, rate);
    for (const { fbxProp, curves } of stack.curveNodes) {
      for (const { times } of curves)
        times.forEach((time, key) => {
          times[key] = onFrame(time, rate);
        });
      const [x, y, z] = curves.map(({ values }) => values);
      if (fbxProp === 'Lcl Rotation') unrollEuler(x, y, z);
    }
  }
}

function onFrame(time: bigint, rate: number): bigint {
  const frames = (Number(time) / TICKS) * rate;
  const whole = Math.round(frames);
  return Math.abs(frames - whole) < ON_FRAME ? BigInt(Math.round((whole * TICKS) / rate)) : time;
}

/**
 * Chooses the Euler angles (degrees, the middle one y) that lie nearest to those of the key before, in place. A rotation
 * has two sets of them, R(x, y, z) = R(x + 180, 180 − y, z + 180), each up to whole turns. An arm that passes straight
 * ahead, y = 90, makes the usual set jump by half turns, and a reader that interpolates would whirl the arm around.
 */
export function unrollEuler(x: Float32Array, y: Float32Array, z: Float32Array): void {
  for (let key = 1; key < x.length; key++) {
    const before = [x[key - 1], y[key - 1], z[key - 1]];
    const near = (angles: readonly number[]): number[] =>
      angles.map((angle, axis) => angle - 2 * HALF_TURN * Math.round((angle - before[axis]) / (2 * HALF_TURN)));
    const distance = (angles: readonly number[]): number =>
      angles.reduce((sum, angle, axis) => sum + Math.abs(angle - before[axis]), 0);
    const same = near([x[key], y[key], z[key]]);
    const other = near([x[key] + HALF_TURN, HALF_TURN - y[key], z[key] + HALF_TURN]);
    [x[key], y[key], z[key]] = distance(same) <= distance(other) ? same : other;
  }
}
