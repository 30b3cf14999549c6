import { type AxisOrder, eulerAngles } from './euler-angles.js';
import { type EulerAngles, nearestEuler } from './nearest-euler.js';

/** FBX's unit of time: so many a second, a multiple of every usual frame rate. */
const TICKS = 46_186_158_000;
/** Frames. Keys nearer than this to a whole frame are meant to lie on it: their seconds are rounded to float32. */
const ON_FRAME = 0.01;
/** FBX's order "XYZ" turns about x first: R = Rz·Ry·Rx. */
const ORDER: AxisOrder = [2, 1, 0];
const DEGREES = 180 / Math.PI;

/** The part of the FBX writer's plan that we improve before it is written. */
export interface FbxCurves {
  readonly animStacks: readonly {
    stop: bigint;
    readonly curveNodes: readonly {
      readonly fbxProp: string;
      /** The object that they move. */
      readonly targetNode?: unknown;
      readonly curves: readonly { readonly times: BigInt64Array; readonly values: Float32Array }[];
    }[];
  }[];
}

/**
 * Puts keys that the writer has rounded to microseconds back on whole frames, and gives rotations the angles of their
 * quaternions, without jumps, in place. The writer's own angles are three.js's, which takes a middle angle within 0.03
 * degrees of 90 for gimbal lock: 0.05 degrees off.
 *
 * @param rate frames a second
 * @param quaternions K×4 of each object that turns: x, y, z, w by key
 */
export function refineCurves(
  { animStacks }: FbxCurves,
  rate: number,
  quaternions: ReadonlyMap<unknown, ArrayLike<number>>,
): void {
  for (const stack of animStacks) {
    stack.stop = onFrame(stack.stop, rate);
    for (const { fbxProp, targetNode, curves } of stack.curveNodes) {
      for (const { times } of curves)
        times.forEach((time, key) => {
          times[key] = onFrame(time, rate);
        });
      const turns = quaternions.get(targetNode);
      if (fbxProp !== 'Lcl Rotation' || turns === undefined) continue;
      eulerKeys(turns).forEach((angles, key) => {
        for (let axis = 0; axis < 3; axis++) curves[axis].values[key] = angles[axis];
      });
    }
  }
}

function onFrame(time: bigint, rate: number): bigint {
  const frames = (Number(time) / TICKS) * rate;
  const whole = Math.round(frames);
  return Math.abs(frames - whole) < ON_FRAME ? BigInt(Math.round((whole * TICKS) / rate)) : time;
}

/** Angles about x, y, z (degrees) of K×4 quaternions, each as near as can be to those of the key before. */
export function eulerKeys(quaternions: ArrayLike<number>): EulerAngles[] {
  const all = Array.from(quaternions);
  let before: EulerAngles | undefined;
  return Array.from({ length: all.length / 4 }, (_, key) => {
    const own = eulerAngles(all.slice(4 * key, 4 * key + 4), ORDER);
    before = before === undefined ? own : nearestEuler(own, before, Math.PI);
    const [z, y, x] = before;
    return [DEGREES * x, DEGREES * y, DEGREES * z];
  });
}
