import type { SmplJoint } from '../../core/body/joint-sets.js';

type Direction = readonly [number, number, number];

/** A straight limb between two joints. */
export interface Limb {
  readonly from: SmplJoint;
  readonly to: SmplJoint;
  /** Unit length, in a body that faces +z, y up. */
  readonly direction: Direction;
}

const DOWN: Direction = [0, -1, 0];

/** Where each limb points in the T-pose. */
export const T_POSE: readonly Limb[] = (['left', 'right'] as const).flatMap((side): Limb[] => {
  const outward: Direction = [side === 'left' ? 1 : -1, 0, 0];
  return [
    { from: `${side}_shoulder`, to: `${side}_elbow`, direction: outward },
    { from: `${side}_elbow`, to: `${side}_wrist`, direction: outward },
    { from: `${side}_hip`, to: `${side}_knee`, direction: DOWN },
    { from: `${side}_knee`, to: `${side}_ankle`, direction: DOWN },
  ];
});
