import { openBody, openPrior } from '../../converters/cli/node-models.js';
import { nodeRuntime } from '../../converters/cli/node-runtime.js';
import { JOINT_SETS, type KeypointSet, SMPL_JOINTS } from '../../core/body/joint-sets.js';
import { createKinematics, type Kinematics } from '../../core/body/kinematics.js';
import { createFitter, type Fitter } from '../../core/fit/fitter.js';
import { createSilhouetteFit } from '../../core/fit/silhouette.js';
import { rowsByName } from '../../core/keypoints/observe.js';
import { createLifter, type Lifter } from '../../core/lift/lifter.js';
import type { Camera, Keypoints } from '../../core/types.js';

/** A fitter on the shipped neutral body, and what makes test cases with a known answer. */
export interface TestFitter {
  readonly fitter: Fitter;
  readonly kinematics: Kinematics;
  /** Keypoints (COCO's unless said otherwise) of the body at `params` (translation, pose, betas), all sure that it has. */
  project(params: Float64Array, camera: Camera, set?: KeypointSet): Keypoints;
}

export async function shippedFitter(): Promise<TestFitter> {
  const [body, prior] = await Promise.all([openBody('neutral'), openPrior()]);
  const fitter = createFitter(body, prior, { silhouette: createSilhouetteFit });
  const kinematics = createKinematics(fitter.skeleton);
  const rows = rowsByName(fitter.skeleton);
  return {
    fitter,
    kinematics,
    project(params, { focalLength, principalPoint }, set = 'coco17') {
      const { joints } = kinematics.pose(params, false);
      const rowOf = (name: string | null): number | undefined => (name === null ? undefined : rows.get(name));
      const xy = JOINT_SETS[set].flatMap((name) => {
        const [X, Y, Z] = joints.subarray(3 * (rowOf(name) ?? 0));
        return [(focalLength * X) / Z + principalPoint[0], (focalLength * Y) / Z + principalPoint[1]];
      });
      const confidence = Float64Array.from(JOINT_SETS[set], (name) => (rowOf(name) === undefined ? 0 : 1));
      return { set, xy: Float64Array.from(xy), confidence };
    },
  };
}

/** The lifter of its body. */
export async function shippedLifter({ fitter }: Pick<TestFitter, 'fitter'>): Promise<Lifter> {
  return createLifter(await nodeRuntime({ threads: 1 }).load('lifter'), fitter.skeleton, true);
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
