import type { KeypointSet } from '../../core/body/joint-sets.js';
import type { Lifted } from '../../core/fit/lifted.js';
import type { Camera } from '../../core/types.js';

/** Keypoints and a camera as they cross to the page, in JSON. */
export interface PlainCase {
  readonly set: KeypointSet;
  readonly xy: readonly number[];
  readonly confidence: readonly number[];
  readonly camera: Camera;
}

/** A lifted pose in JSON. */
export type PlainLifted = {
  readonly [Part in 'pose' | 'sigma' | 'betas' | 'translation' | 'offsets']: readonly number[];
};

export const plainLifted = ({
  pose,
  sigma,
  betas,
  translation,
  offsets = new Float64Array(),
}: Lifted): PlainLifted => ({
  pose: [...pose],
  sigma: [...sigma],
  betas: [...betas],
  translation: [...translation],
  offsets: [...offsets],
});
