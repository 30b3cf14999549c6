import { JOINT_SETS } from '../body/joint-sets.js';
import type { ParameterLayout } from '../body/skeleton.js';
import { expectLength, FitError } from '../error.js';
import { expectHandSet, expectKeypoints } from '../keypoints/expect-keypoints.js';
import type { Camera, Keypoints } from '../types.js';
import type { Evidence } from './objective.js';
import type { PreviousFit } from './previous-fit.js';

/** Keypoints of a known set, and arrays as long as it needs. @param where names the caller in errors */
export function checkKeypoints(where: string, keypoints: Keypoints, worldLandmarks?: Float64Array): void {
  expectKeypoints(where, keypoints, worldLandmarks);
  const { set, xy, confidence } = keypoints;
  const K = JOINT_SETS[set].length;
  expectLength(where, 'keypoints.xy', xy, 2 * K);
  expectLength(where, 'keypoints.confidence', confidence, K);
  if (worldLandmarks !== undefined) expectLength(where, 'worldLandmarks', worldLandmarks, 3 * K);
}

/** The stated shapes, and a camera that can project. */
export function checkInput(keypoints: Keypoints, camera: Camera, evidence: Evidence): void {
  const { worldLandmarks, pinned, depthOrders } = evidence;
  checkKeypoints('fit', keypoints, worldLandmarks);
  expectHandSet('fit', keypoints.set, pinned, depthOrders);
  const { focalLength, principalPoint }: Partial<Camera> = camera ?? {};
  if (!(Number(focalLength) > 0 && Number.isFinite(focalLength))) {
    const what = `the focal length is ${focalLength ?? 'missing'}.`;
    throw new FitError('bad-input', 'fit', what, 'Give a positive number of pixels.');
  }
  if (principalPoint?.length === 2 && principalPoint.every(Number.isFinite)) return;
  const what = `the principal point is ${principalPoint?.join(', ') || 'missing'}.`;
  throw new FitError('bad-input', 'fit', what, 'Give two numbers of pixels, as a rule the middle of the photo.');
}

/** The size of a picture, where a method takes its camera from that. */
export function checkSize(where: string, camera: Pick<Camera, 'width' | 'height'>): void {
  const { width, height }: Partial<Camera> = camera ?? {};
  if (Number(width) > 0 && Number(height) > 0 && Number.isFinite(width) && Number.isFinite(height)) return;
  const what = `the picture's size is ${width ?? 'missing'} x ${height ?? 'missing'}.`;
  throw new FitError('bad-input', where, what, 'Give the width and the height of the photo in pixels.');
}

/** A body whose numbers are as many as the layout has. */
export function checkPose(name: string, { translation, pose, betas }: PreviousFit, layout: ParameterLayout): void {
  expectLength('fit', `${name}.translation`, translation, 3);
  expectLength('fit', `${name}.pose`, pose, layout.betas - layout.pose);
  expectLength('fit', `${name}.betas`, betas, layout.count - layout.betas);
}

/**
 * A fit that can be gone on from. What a network lifts is not checked so: where that is not finite, a search is made
 * instead.
 */
export function checkNumbers(previous: PreviousFit): void {
  for (const name of ['translation', 'pose', 'betas'] as const) {
    if (previous[name].every(Number.isFinite)) continue;
    const what = `previous.${name} contains a number that is not finite.`;
    throw new FitError('bad-input', 'fit', what, 'Go on from a fit that met the keypoints.');
  }
}
