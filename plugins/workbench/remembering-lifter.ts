import type { Lifted } from '../../core/fit/lifted.js';
import type { Sided } from '../../core/keypoints/sides.js';
import type { Lifter } from '../../core/lift/lifter.js';
import type { Camera } from '../../core/types.js';

/**
 * A lifter that gives its last answer again while no more than one keypoint has moved: a dragged joint asks the network
 * once, not with every move, and the other limbs stay where that saw them.
 */
export function rememberingLifter(lifter: Lifter): Lifter {
  let last: { readonly person: Sided; readonly camera: Camera; readonly lifted: Lifted | null } | null = null;

  async function liftEach(people: readonly Sided[], camera: Camera): Promise<(Lifted | null)[]> {
    const lifted = await lifter.liftEach(people, camera);
    last = { person: people[0], camera, lifted: lifted[0] };
    return lifted;
  }

  return {
    liftEach,
    async lift(keypoints, camera, { worldLandmarks } = {}) {
      const person: Sided = { keypoints, ...(worldLandmarks && { worldLandmarks }) };
      if (last !== null && isSameCamera(last.camera, camera) && isAlmost(last.person, person)) return last.lifted;
      const [lifted] = await liftEach([person], camera);
      return lifted;
    },
  };
}

const isSameCamera = (a: Camera, b: Camera): boolean =>
  a.focalLength === b.focalLength && a.principalPoint.every((value, axis) => value === b.principalPoint[axis]);

/** Whether all keypoints but one are the same, and the landmarks. */
function isAlmost(a: Sided, b: Sided): boolean {
  const [{ set, xy, confidence }, other] = [a.keypoints, b.keypoints];
  if (set !== other.set || a.worldLandmarks?.some((value, i) => value !== b.worldLandmarks?.[i])) return false;
  if (!a.worldLandmarks !== !b.worldLandmarks) return false;
  const isMoved = (k: number): boolean =>
    confidence[k] !== other.confidence[k] || xy[2 * k] !== other.xy[2 * k] || xy[2 * k + 1] !== other.xy[2 * k + 1];
  return [...confidence.keys()].filter(isMoved).length <= 1;
}
