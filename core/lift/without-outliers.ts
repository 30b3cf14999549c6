import { JOINT_SETS } from '../body/joint-sets.js';
import type { Evidence, Fitter, Watch } from '../fit/fitter.js';
import type { Lifted } from '../fit/lifted.js';
import { limbsSeen, withHangingLimbs } from '../fit/unseen-limbs.js';
import { withoutKeypoints } from '../keypoints/observe.js';
import type { Sided } from '../keypoints/sides.js';
import { withoutStrays } from '../keypoints/strays.js';
import type { Camera, Fit, Keypoints } from '../types.js';
import type { Lifter } from './lifter.js';

/** A second look finds those that the first hid, and gives back what the better body explains; a third changes nothing. */
export const LOOKS = 2;

/**
 * The fit without the keypoints that it leaves far off, if there are any. The robust loss lets go of those, the lifting
 * network does not: it believes each as its confidence says, and its pose holds the fit. So it is asked again without them,
 * as if they had not been seen.
 *
 * @param reading the keypoints and landmarks that the fit is of
 */
export async function withoutOutliers(
  first: Fit,
  fitter: Fitter,
  lifter: Lifter,
  reading: Sided,
  camera: Camera,
  evidence: Evidence,
  watch?: Watch,
): Promise<Fit> {
  const { pinned } = evidence;
  let fit = first;
  let left: readonly number[] = [];
  let { iterations } = first;
  for (let look = 0; look < LOOKS; look++) {
    const outliers = fitter.unexplained(fit, reading.keypoints, pinned);
    if (outliers.length === 0) return { ...first, iterations };
    if (String(outliers) === String(left)) break;
    left = outliers;
    const keypoints = withoutKeypoints(reading.keypoints, left);
    const [answer] = await lifter.liftEach([{ ...reading, keypoints }], camera);
    const lifted = answer && hanging(answer, keypoints, pinned);
    fit = fitter.fit(keypoints, camera, { ...evidence, ...(lifted && { lifted }) }, (stage, found) =>
      watch?.(`without ${namesOf(keypoints, outliers)}, ${stage}`, found),
    );
    iterations += fit.iterations;
  }
  const [are, they] = left.length === 1 ? ['is', 'it'] : ['are', 'they'];
  const warning = `${namesOf(reading.keypoints, left)} ${are} far from where ${they} can be: not used`;
  return { ...fit, iterations, outliers: left, warnings: [...fit.warnings, warning] };
}

/** A lifted pose whose unseen limbs hang; a wrist that strays tells nothing of its arm. */
export const hanging = (lifted: Lifted, keypoints: Keypoints, pinned?: readonly number[]): Lifted =>
  withHangingLimbs(lifted, limbsSeen(withoutStrays(keypoints, pinned).keypoints, pinned));

const namesOf = ({ set }: Keypoints, some: readonly number[]): string => some.map((k) => JOINT_SETS[set][k]).join(', ');
