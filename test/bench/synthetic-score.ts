import { JOINT_SETS } from '../../core/body/joint-sets.js';
import type { Kinematics } from '../../core/body/kinematics.js';
import { shapeBody } from '../../core/body/shape.js';
import { parametersOf, type Skeleton } from '../../core/body/skeleton.js';
import { rowsByName } from '../../core/keypoints/observe.js';
import { centred, meanDistance, procrustesError } from '../../core/metrics/procrustes.js';
import type { BodyModel, Fit } from '../../core/types.js';
import type { StudyCase } from './synthetic-cases.js';

/** Errors of one fit, metres. */
export interface StudyScore {
  /** Mean distance of LSP's 14 joints, the middle of the hips laid upon each other. */
  readonly mpjpe: number;
  /** The same after the best similarity. */
  readonly paMpjpe: number;
  /** Mean distance of the vertices of the T-pose, their middles laid upon each other. */
  readonly shape: number;
}

/** Compares a fit with the truth. */
export function createScorer(
  model: BodyModel,
  skeleton: Skeleton,
  kinematics: Kinematics,
): (truth: StudyCase, fit: Fit) => StudyScore {
  const rows = rowsByName(skeleton);
  const lsp = JOINT_SETS.lsp14.flatMap((name) => rows.get(name) ?? []);
  const { layout } = kinematics;
  const restOf = (betas: ArrayLike<number>): Float64Array => centred(shapeBody(model, betas).vertices);
  return ({ params }, fit) => {
    const truth = jointsAt(params);
    const found = jointsAt(parametersOf(fit));
    return {
      mpjpe: meanDistance(truth.atHips, found.atHips),
      paMpjpe: procrustesError(truth.joints, found.joints),
      shape: meanDistance(restOf(params.subarray(layout.betas)), restOf(fit.betas)),
    };
  };

  function jointsAt(params: Float64Array): { joints: number[]; atHips: number[] } {
    const all = kinematics.pose(params, false).joints;
    const at = (name: string, axis: number): number => all[3 * (rows.get(name) ?? 0) + axis];
    const joints = lsp.flatMap((row) => [...all.subarray(3 * row, 3 * row + 3)]);
    const middle = [0, 1, 2].map((axis) => (at('left_hip', axis) + at('right_hip', axis)) / 2);
    return { joints, atHips: joints.map((value, i) => value - middle[i % 3]) };
  }
}
