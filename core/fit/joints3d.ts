import { createKinematics } from '../body/kinematics.js';
import { parametersOf, type Skeleton } from '../body/skeleton.js';
import { rowsByName } from '../keypoints/observe.js';
import type { Fit } from '../types.js';

/** Where the joints and surface points of a fit are, by name: metres, camera frame. */
export function namedJoints(
  skeleton: Skeleton,
  fit: Pick<Fit, 'translation' | 'pose' | 'betas'>,
): Record<string, [number, number, number]> {
  const { joints } = createKinematics(skeleton).pose(parametersOf(fit), false);
  return Object.fromEntries(
    [...rowsByName(skeleton)].map(([name, j]) => [name, [joints[3 * j], joints[3 * j + 1], joints[3 * j + 2]]]),
  );
}
