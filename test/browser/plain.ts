import type { Detection, Fit } from '../../core/types.js';

/** A person as it crosses from the page to Node, in JSON. */
export interface PlainPerson {
  readonly box: readonly number[];
  readonly score: number;
  readonly xy: readonly number[];
  readonly confidence: readonly number[];
  readonly world: readonly number[];
}

export const plainPerson = ({ box, score, keypoints, worldLandmarks }: Detection): PlainPerson => ({
  box,
  score,
  xy: [...keypoints.xy],
  confidence: [...keypoints.confidence],
  world: [...(worldLandmarks ?? [])],
});

/** A fit in JSON, and which body it is of. */
export interface PlainFit {
  readonly betas: readonly number[];
  readonly pose: readonly number[];
  readonly translation: readonly number[];
  readonly bodySha256: string;
}

export const plainFit = ({ betas, pose, translation }: Fit, bodySha256: string): PlainFit => ({
  betas: [...betas],
  pose: [...pose],
  translation: [...translation],
  bodySha256,
});
