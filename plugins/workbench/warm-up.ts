import { JOINT_SETS } from '../../core/body/joint-sets.js';
import { cameraFor } from '../../core/camera/pinhole.js';
import type { Fitter } from '../../core/fit/fitter.js';
import { liftAndFit, liftAndRefit } from '../../core/lift/lift-and-fit.js';
import type { Lifter } from '../../core/lift/lifter.js';
import type { Keypoints } from '../../core/types.js';
import { bodyInPicture } from './body-in-picture.js';

const PICTURE = { width: 600, height: 800 };

/**
 * Fits somebody who is not there, standing with arms spread three metres away. The first fit of a page takes ten times as
 * long as the next ones, until the browser has compiled what it runs: better before the first picture than after it.
 */
export async function warmUp(fitter: Fitter, lifter: Lifter): Promise<void> {
  const { skeleton } = fitter;
  const { camera } = cameraFor(PICTURE);
  const pose = new Float64Array(3 * skeleton.jointCount);
  pose[0] = Math.PI; // upright in the camera frame
  const translation = Float64Array.of(0, 0.3, 3);
  const points = bodyInPicture(skeleton, { pose, betas: new Float64Array(skeleton.betaCount), translation, camera });
  const names = JOINT_SETS.coco17;
  const keypoints: Keypoints = {
    set: 'coco17',
    xy: Float64Array.from(names.flatMap((name) => points[name] ?? [0, 0])),
    confidence: Float64Array.from(names, (name) => (name in points ? 1 : 0)),
  };
  const fit = await liftAndFit(fitter, lifter, keypoints, camera);
  await liftAndRefit(fitter, lifter, fit, keypoints, camera);
}
