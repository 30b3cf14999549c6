/** When a minimisation ends. */
export interface Limits {
  readonly maxIterations: number;
  /** Relative decrease of the cost below which a step is the last. */
  readonly costTolerance: number;
}

/** Translation and global orientation alone, from the torso alone: every start orientation goes through it. */
export const CAMERA_STAGE: Limits = { maxIterations: 20, costTolerance: 1e-3 };

/**
 * How many candidates go on from the camera stage, by the whole objective at that point. Of 45 (five orientations, nine
 * poses) all gave MPJPE / PA-MPJPE 61.5 / 45.7 mm on the synthetic benchmark at 2 px, 12 give 61.1 / 45.3 in less than
 * half the time, 8 72 / 54.
 */
export const CANDIDATES_KEPT = 12;

/** One minimisation of everything: translation, pose and shape. */
export interface BodyStage extends Limits {
  readonly name: string;
  /** Multiplies the residuals of the pose prior. */
  readonly priorWeight: number;
  /** How many candidates go on from here. Keeping all changes nothing that is measured; one less each costs a millimetre. */
  readonly kept: number;
}

/**
 * SMPLify's idea, a strong prior first, then less of it, with weights in the unit of a log-likelihood: 1 is the prior as
 * it was measured. Squares of the weights: 30, 8, 3, 1.
 */
export const BODY_STAGES: readonly BodyStage[] = [
  { name: 'stiff', priorWeight: Math.sqrt(30), kept: 6, maxIterations: 12, costTolerance: 1e-2 },
  { name: 'firm', priorWeight: Math.sqrt(8), kept: 4, maxIterations: 12, costTolerance: 1e-2 },
  { name: 'loose', priorWeight: Math.sqrt(3), kept: 3, maxIterations: 12, costTolerance: 1e-2 },
  { name: 'final', priorWeight: 1, kept: 2, maxIterations: 50, costTolerance: 1e-4 },
];

/** From the lifted pose, which is near enough for the whole objective at once. */
export const LIFTED_STAGE: Limits = { maxIterations: 50, costTolerance: 1e-3 };

/**
 * A fit from the lifted pose is doubted when its keypoints cost more than this each (a log-likelihood at the noise that
 * is expected before any fit): 95 of 100 cases of the synthetic benchmark stay below .6, none is above .75.
 */
export const DOUBTED_COST = 1;

/** Once more with the noise that the keypoints turned out to have. */
export const LAST_STAGE: Limits = { maxIterations: 50, costTolerance: 1e-4 };

/** Once more with the mask, each time that the outline is drawn. */
export const SILHOUETTE_STAGE: Limits = { maxIterations: 5, costTolerance: 1e-3 };

/** From a fit of almost the same keypoints: a joint was dragged, or a video's next frame. */
export const REFIT_STAGE: Limits = { maxIterations: 12, costTolerance: 1e-3 };
