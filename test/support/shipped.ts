import { openBody, openPrior } from '../../converters/cli/node-models.js';
import { JOINT_SETS, SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { createKinematics, type Kinematics } from '../../core/body/kinematics.js';
import { createFitter, type Fitter } from '../../core/fit/fitter.js';
import { rowsByName } from '../../core/fit/observe.js';
import { createSilhouetteFit } from '../../core/fit/silhouette.js';
import type { Camera, Keypoints } from '../../core/types.js';

/** A fitter on the shipped neutral body, and what makes test cases with a known answer. */
export interface TestFitter {
  readonly fitter: Fitter;
  readonly kinematics: Kinematics;
  /** COCO keypoints of the body at `params` (translation, pose, betas), all sure. */
  project(params: Float64Array, camera: Camera): Keypoints;
}

export async function shippedFitter(): Promise<TestFitter> {
  const [body, prior] = await Promise.all([openBody('neutral'), openPrior()]);
  const fitter = createFitter(body, prior, { silhouette: createSilhouetteFit });
  const kinematics = createKinematics(fitter.skeleton);
  const rows = rowsByName(fitter.skeleton);
  return {
    fitter,
    kinematics,
    project(params, { focalLength, principalPoint }) {
      const { joints } = kinematics.pose(params, false);
      const xy = JOINT_SETS.coco17.flatMap((name) => {
        const [X, Y, Z] = joints.subarray(3 * (rows.get(name) ?? 0));
        return [(focalLength * X) / Z + principalPoint[0], (focalLength * Y) / Z + principalPoint[1]];
      });
      return { set: 'coco17', xy: Float64Array.from(xy), confidence: new Float64Array(17).fill(1) };
    },
  };
}

/** Parameters from axis-angles by joint name; whoever is not named stays at rest. */
export function paramsOf(
  translation: readonly number[],
  rotations: Readonly<Partial<Record<(typeof SMPL_JOINTS)[number], readonly number[]>>>,
  betas: readonly number[] = [],
): Float64Array {
  const params = new Float64Array(3 + 72 + 10);
  params.set(translation);
  for (const [name, rotation] of Object.entries(rotations)) {
    params.set(rotation, 3 + 3 * (SMPL_JOINTS as readonly string[]).indexOf(name));
  }
  params.set(betas, 75);
  return params;
}
