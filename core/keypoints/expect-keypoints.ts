import { JOINT_SETS, type KeypointSet } from '../body/joint-sets.js';
import { expectChoice, FitError } from '../error.js';
import type { Keypoints } from '../types.js';

/**
 * What callers may get wrong: the kinds of the values, and how sure a keypoint can be.
 *
 * @throws FitError usage for an unknown set, bad-input for what is no typed array or no confidence
 */
export function expectKeypoints(where: string, keypoints: Keypoints, worldLandmarks?: Float64Array): void {
  const { set, xy, confidence }: Partial<Keypoints> = keypoints ?? {};
  expectChoice('set of keypoints', `${set}`, Object.keys(JOINT_SETS), where);
  expectNumbers(where, 'keypoints.xy', xy);
  expectNumbers(where, 'keypoints.confidence', confidence);
  const wrong = confidence?.find((value) => value < 0 || value > 1); // NaN is neither: not seen
  if (wrong !== undefined) {
    const todo = 'Give numbers from 0 to 1; 0 and NaN mean not seen.';
    throw new FitError('bad-input', where, `keypoints.confidence holds ${wrong}.`, todo);
  }
  if (worldLandmarks !== undefined) expectNumbers(where, 'worldLandmarks', worldLandmarks);
}

function expectNumbers(where: string, name: string, values: unknown): void {
  if (ArrayBuffer.isView(values)) return;
  const what = values === undefined ? `${name} is missing.` : `${name} is not a Float64Array.`;
  throw new FitError('bad-input', where, what, 'Make one with Float64Array.from.');
}

/**
 * What a hand has set, by the numbers of keypoints.
 *
 * @throws FitError usage for what is no number of a keypoint of the set
 */
export function expectHandSet(
  where: string,
  set: KeypointSet,
  pinned: readonly number[] = [],
  depthOrders: readonly { readonly keypoint: number }[] = [],
): void {
  const K = JOINT_SETS[set].length;
  for (const k of [...pinned, ...depthOrders.map(({ keypoint }) => keypoint)]) {
    if (Number.isInteger(k) && k >= 0 && k < K) continue;
    throw new FitError('usage', where, `there is no keypoint ${k}.`, `${set} has keypoints 0 to ${K - 1}.`);
  }
}
