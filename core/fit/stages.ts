/** One minimisation of the schedule. */
export interface Stage {
  readonly name: string;
  /** `camera`: translation and global orientation from the torso alone. `body`: everything, from all keypoints. */
  readonly moves: 'camera' | 'body';
  /** Multiplies the residuals of the pose prior. */
  readonly priorWeight: number;
  readonly maxIterations: number;
  /** Relative decrease of the cost at which the stage ends. */
  readonly costTolerance: number;
}

/**
 * The default schedule, SMPLify's idea (a strong prior first, then less of it) with weights in the unit of a
 * log-likelihood: 1 is the prior as it was measured. Squares of the weights: 30, 8, 3, 1.
 */
export const STAGES: readonly Stage[] = [
  { name: 'torso', moves: 'camera', priorWeight: 0, maxIterations: 20, costTolerance: 1e-3 },
  { name: 'stiff', moves: 'body', priorWeight: Math.sqrt(30), maxIterations: 12, costTolerance: 1e-2 },
  { name: 'firm', moves: 'body', priorWeight: Math.sqrt(8), maxIterations: 12, costTolerance: 1e-2 },
  { name: 'loose', moves: 'body', priorWeight: Math.sqrt(3), maxIterations: 12, costTolerance: 1e-2 },
  { name: 'final', moves: 'body', priorWeight: 1, maxIterations: 50, costTolerance: 1e-4 },
];
