import { JOINT_SETS, SMPL_JOINTS } from '../body/joint-sets.js';
import type { Skeleton } from '../body/skeleton.js';
import type { Observations } from '../keypoints/observations.js';
import type { Keypoints } from '../types.js';

/** Keypoints below this say nothing: detectors give such values to joints they did not find. */
export const MIN_CONFIDENCE = 0.01;

/** A person whose keypoints lie closer together than this, by their spread in pixels, is a dot. */
export const MIN_PERSON = 3;

/** No picture is so large: such a coordinate is a mistake. Pixels. */
const FARTHEST = 1e7;

/** Row of PosedBody.joints for each name: the joints, then the surface points. */
export function rowsByName(skeleton: Skeleton): Map<string, number> {
  const rows = new Map<string, number>(SMPL_JOINTS.map((name, j) => [name, j]));
  skeleton.points.forEach((point, p) => {
    rows.set(point.name, skeleton.jointCount + p);
  });
  return rows;
}

/** The keypoints with those that a person has placed among the seen, however unsure the detector was of them. */
export function withPinned(keypoints: Keypoints, pinned: readonly number[]): Keypoints {
  if (pinned.length === 0) return keypoints;
  const confidence = keypoints.confidence.map((own, k) =>
    pinned.includes(k) && !(own >= MIN_CONFIDENCE) ? MIN_CONFIDENCE : own,
  );
  return { ...keypoints, confidence };
}

/** The keypoints, these of them not seen. */
export function withoutKeypoints(keypoints: Keypoints, unseen: readonly number[]): Keypoints {
  const confidence = keypoints.confidence.map((own, k) => (unseen.includes(k) ? 0 : own));
  return { ...keypoints, confidence };
}

/** The keypoints that were seen and that the body has, and the names of those that it lacks. */
export function observe(
  keypoints: Keypoints,
  skeleton: Skeleton,
): { readonly observations: Observations; readonly names: readonly string[]; readonly missing: readonly string[] } {
  const rows = rowsByName(skeleton);
  const names: string[] = [];
  const missing: string[] = [];
  const jointOf: number[] = [];
  const xy: number[] = [];
  const confidence: number[] = [];
  JOINT_SETS[keypoints.set].forEach((name, k) => {
    if (name === null || !(keypoints.confidence[k] >= MIN_CONFIDENCE)) return;
    // A detector that lost a joint may put it at infinity, or near it.
    const [x, y] = keypoints.xy.subarray(2 * k, 2 * k + 2);
    if (!(Math.abs(x) < FARTHEST && Math.abs(y) < FARTHEST)) return;
    const row = rows.get(name);
    if (row === undefined) {
      missing.push(name);
      return;
    }
    names.push(name);
    jointOf.push(row);
    xy.push(x, y);
    confidence.push(Math.min(1, keypoints.confidence[k]));
  });
  const observations = {
    jointOf: Uint16Array.from(jointOf),
    xy: Float64Array.from(xy),
    confidence: Float64Array.from(confidence),
  };
  return { observations, names, missing };
}

/** The observations whose body row `wanted` accepts. */
export function selectObservations(all: Observations, wanted: (row: number) => boolean): Observations {
  const kept = [...all.jointOf.keys()].filter((k) => wanted(all.jointOf[k]));
  return {
    jointOf: Uint16Array.from(kept, (k) => all.jointOf[k]),
    xy: Float64Array.from(kept.flatMap((k) => [all.xy[2 * k], all.xy[2 * k + 1]])),
    confidence: Float64Array.from(kept, (k) => all.confidence[k]),
  };
}

/** Confidence-weighted root mean square distance of the keypoints from their mean, pixels: the person's size. 0 for none. */
export function spread({ xy, confidence }: Observations): number {
  let mass = 0;
  const mean = [0, 0];
  confidence.forEach((weight, k) => {
    mass += weight;
    mean[0] += weight * xy[2 * k];
    mean[1] += weight * xy[2 * k + 1];
  });
  let squares = 0;
  confidence.forEach((weight, k) => {
    squares += weight * ((xy[2 * k] - mean[0] / mass) ** 2 + (xy[2 * k + 1] - mean[1] / mass) ** 2);
  });
  return mass > 0 ? Math.sqrt(squares / mass) : 0;
}
