import { JOINT_SETS, type KeypointSet } from '../../core/body/joint-sets.js';
import type { DepthOrder } from '../../core/fit/depth-order.js';
import { exchangeLimbs, pairsOf } from '../../core/keypoints/sides.js';
import type { Detection, Keypoints, Limb } from '../../core/types.js';
import type { KeypointEdit, Person } from './state.js';

/** Pure changes of one person's keypoints. Index k is that of the keypoint in its set. */

const UNTOUCHED: KeypointEdit = { moved: false, off: false, pinned: false };

/** A person as the detector found them. */
export const foundPerson = (detection: Detection, id = 1): Person => ({
  id,
  detection,
  keypoints: detection.keypoints,
  worldLandmarks: detection.worldLandmarks ?? null,
  edits: JOINT_SETS[detection.keypoints.set].map(() => UNTOUCHED),
  betas: null,
  fit: null,
});

/** A person of whom nothing is seen yet: a hand places the keypoints. */
export function blankPerson(set: KeypointSet, id = 1): Person {
  const K = JOINT_SETS[set].length;
  return {
    id,
    detection: null,
    keypoints: { set, xy: new Float64Array(2 * K), confidence: new Float64Array(K) },
    worldLandmarks: null,
    edits: JOINT_SETS[set].map(() => UNTOUCHED),
    betas: null,
    fit: null,
  };
}

/** Whether a keypoint can be there: an element of no width makes NaN of a pointer's place. Pixels, also beside the picture. */
export const isPlace = ([x, y]: readonly [number, number]): boolean => Number.isFinite(x) && Number.isFinite(y);

/** The person with keypoint k at a place in the picture, pixels: somebody's hand is sure. */
export function withKeypointAt(person: Person, k: number, [x, y]: readonly [number, number]): Person {
  const { set, xy, confidence } = person.keypoints;
  const keypoints: Keypoints = { set, xy: xy.slice(), confidence: confidence.slice() };
  keypoints.xy.set([x, y], 2 * k);
  keypoints.confidence[k] = 1;
  return { ...withEdit(person, k, { moved: true, off: false }), keypoints };
}

export const withEdit = (person: Person, k: number, change: Partial<KeypointEdit>): Person => ({
  ...person,
  edits: person.edits.map((edit, i) => (i === k ? { ...edit, ...change } : edit)),
});

/** The person with keypoint k as it was found. */
export function withoutEdits(person: Person, k: number): Person {
  const found = person.detection?.keypoints;
  const xy = person.keypoints.xy.slice();
  const confidence = person.keypoints.confidence.slice();
  xy.set(found?.xy.subarray(2 * k, 2 * k + 2) ?? [0, 0], 2 * k);
  confidence[k] = found?.confidence[k] ?? 0;
  const keypoints = { ...person.keypoints, xy, confidence };
  return { ...person, edits: person.edits.map((edit, i) => (i === k ? UNTOUCHED : edit)), keypoints };
}

/** The person with left and right of these limbs exchanged, as a fit took them: keypoints, found and edited, and landmarks. */
export function withExchanged(person: Person, limbs: readonly Limb[]): Person {
  const { detection, keypoints, worldLandmarks } = person;
  const now = exchangeLimbs({ keypoints, ...(worldLandmarks && { worldLandmarks }) }, limbs);
  const edits = [...person.edits];
  for (const [a, b] of limbs.flatMap((limb) => pairsOf(keypoints.set, limb)))
    [edits[a], edits[b]] = [edits[b], edits[a]];
  return {
    ...person,
    keypoints: now.keypoints,
    worldLandmarks: now.worldLandmarks ?? null,
    edits,
    detection: detection && { ...detection, ...exchangeLimbs(detection, limbs) },
  };
}

/**
 * A person as they were, taken back from `now`: limbs that a fit has exchanged since, and are not any longer, are the user's
 * word that their sides were right.
 */
export function takenBack(person: Person, now: Person | undefined): Person {
  const [before, after] = [person.detection, now?.detection];
  // Found again, nobody has a fit yet; what a hand exchanged (mirrorPerson) it may exchange again.
  if (!before || !after || !now?.fit || now.sidesKnown) return person;
  const isSame = before.box.every((value, i) => value === after.box[i]) && before.keypoints.set === after.keypoints.set;
  const isExchanged = before.keypoints.xy.some((value, i) => value !== after.keypoints.xy[i]);
  return isSame && isExchanged ? { ...person, sidesKnown: true } : person;
}

/** What a fit is given: keypoints switched off have confidence 0. */
export function fittingKeypoints({ keypoints, edits }: Person): Keypoints {
  const { set, xy, confidence } = keypoints;
  return { set, xy, confidence: confidence.map((value, k) => (edits[k].off ? 0 : value)) };
}

/** The keypoints that a fit must meet exactly. */
export const pinnedKeypoints = ({ edits }: Person): number[] =>
  edits.flatMap(({ pinned, off }, k) => (pinned && !off ? [k] : []));

/** What the user says of the depth of limbs. */
export const depthOrders = ({ edits }: Person): DepthOrder[] =>
  edits.flatMap(({ depth, off }, keypoint) => (depth && !off ? [{ keypoint, side: depth }] : []));

/** Whether a hand has moved any keypoint, or said which side is which: by Mirror, or by taking an exchange back. */
export const areSidesKnown = ({ sidesKnown = false, edits }: Person): boolean =>
  sidesKnown || edits.some(({ moved }) => moved);
