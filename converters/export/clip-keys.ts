import { frameCount } from '../../core/body/posed-body.js';
import type { RiggedBody } from '../../core/types.js';

/** Tools drop clips of no length: a single pose is held for one frame of so many a second. */
export const STILL_RATE = 30;

/** What a clip of a body plays. T keys, at least two. */
export interface ClipKeys {
  /** T, seconds from the start. */
  readonly times: Float32Array;
  /** T×J×4, local joint rotations as quaternions x, y, z, w. */
  readonly rotations: Float32Array;
  /** T×3: where the pelvis joint stands. */
  readonly rootPositions: Float32Array;
}

/** Every frame of a body's motion; without one, or with one of a single frame, the pose at two equal keys. */
export function clipKeys(body: RiggedBody): ClipKeys {
  const { motion } = body;
  const T = frameCount(body);
  if (motion === undefined || T < 2) {
    const { rotations, rootPosition } = body;
    return {
      times: Float32Array.of(0, 1 / STILL_RATE),
      rotations: Float32Array.of(...rotations, ...rotations),
      rootPositions: Float32Array.of(...rootPosition, ...rootPosition),
    };
  }
  const times = Float32Array.from({ length: T }, (_, frame) => frame / motion.frameRate);
  return { times, rotations: motion.rotations, rootPositions: motion.rootPositions };
}

/** T×4: the rotations of joint j. */
export function jointRotations(keys: ClipKeys, j: number): Float32Array {
  const T = keys.times.length;
  const width = keys.rotations.length / T;
  const out = new Float32Array(4 * T);
  for (let frame = 0; frame < T; frame++) {
    const at = frame * width + 4 * j;
    out.set(keys.rotations.subarray(at, at + 4), 4 * frame);
  }
  return out;
}

/** What a clip that moves these people is called. */
export const clipName = (bodies: readonly RiggedBody[]): string =>
  bodies.some(({ motion }) => motion !== undefined) ? 'Motion' : 'Pose';
