import { Quaternion, Vector3 } from 'three';
import { FitError } from '../../../core/error.js';

/** A captured motion on its own skeleton. F frames, J joints. Frame: y up, facing +z; lengths in the file's unit. */
export interface Motion {
  readonly joints: readonly string[];
  /** J; −1 for the root, which comes first; a parent precedes its children. */
  readonly parents: Int32Array;
  /** J×3: from the parent to the joint at rest. */
  readonly offsets: Float64Array;
  /** F×J×4: rotation of each joint relative to its parent, quaternions x, y, z, w. */
  readonly rotations: Float64Array;
  readonly frameCount: number;
  /** Seconds. */
  readonly frameTime: number;
}

/** The place of a joint in the motion. Throws FitError when there is no such joint. */
export function jointIndex(where: string, motion: Motion, name: string): number {
  const index = motion.joints.indexOf(name);
  if (index >= 0) return index;
  throw malformed(where, `the skeleton has no joint ${name}.`);
}

/** Writes the rotation of every joint relative to the world in one frame to `out` (J). */
export function globalRotations(motion: Motion, frame: number, out: readonly Quaternion[]): void {
  const J = motion.joints.length;
  for (let j = 0; j < J; j++) {
    out[j].fromArray(motion.rotations, 4 * (frame * J + j));
    const parent = motion.parents[j];
    if (parent >= 0) out[j].premultiply(out[parent]);
  }
}

/** J identity rotations, to be written to. */
export function identityRotations(count: number): Quaternion[] {
  return Array.from({ length: count }, () => new Quaternion());
}

/** Direction from one joint to a descendant at rest, unit length. */
export function restDirection(motion: Motion, from: number, to: number): Vector3 {
  const sum = new Vector3();
  for (let j = to; j !== from && j >= 0; j = motion.parents[j]) {
    sum.add(new Vector3().fromArray(motion.offsets, 3 * j));
  }
  return sum.normalize();
}

/** Numbers of `texts`. Throws FitError when one is not a finite number. */
export function finiteNumbers(where: string, texts: readonly string[]): number[] {
  return texts.map((text) => {
    const value = text === '' ? Number.NaN : Number(text);
    if (!Number.isFinite(value)) throw malformed(where, `"${text}" is not a number.`);
    return value;
  });
}

/** The error of a motion file that cannot be read. */
export function malformed(where: string, what: string): FitError {
  return new FitError('bad-input', where, what, 'Fetch the clip again.');
}
