import { nearestEuler } from './nearest-euler.js';

/** FBX's unit of time: so many a second, a multiple of every usual frame rate. */
const TICKS = 46_186_158_000;
/** Frames. Keys nearer than this to a whole frame are meant to lie on it: their seconds are rounded to float32. */
const ON_FRAME = 0.01;
/** Degrees. */
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

/** Chooses the Euler angles (degrees) that lie nearest to those of the key before, in place. */
export function unrollEuler(x: Float32Array, y: Float32Array, z: Float32Array): void {
  for (let key = 1; key < x.length; key++) {
    const before = [x[key - 1], y[key - 1], z[key - 1]] as const;
    [x[key], y[key], z[key]] = nearestEuler([x[key], y[key], z[key]], before, HALF_TURN);
  }
}
