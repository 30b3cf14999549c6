import type { Skeleton } from '../body/skeleton.js';
import type { Landmarks } from '../keypoints/landmarks.js';
import { rowsByName } from '../keypoints/observe.js';
import { gemanMcClure } from '../solver/loss.js';
import type { Term } from '../solver/term.js';
import { depthEvidence } from '../terms/depth-evidence.js';

/** Error of a detector's relative depths, metres, and where it stops being believed, in units of that. */
export const DEPTH_NOISE = 0.15;
const OUTLIER_AT = 3;
/** The limbs: a face is too shallow, a heel too uncertain, to tell anything. */
const LIMBS = /^(left|right)_(shoulder|elbow|wrist|hip|knee|ankle)$/;

/**
 * The relative depths of a detector's 3D landmarks as a term; `confidence` tells how far each is to be trusted, `noise`
 * (metres) how far all are.
 */
export function depthTerm(
  landmarks: Landmarks,
  confidence: ReadonlyMap<string, number>,
  skeleton: Skeleton,
  noise: number,
): Term {
  const rows = rowsByName(skeleton);
  const rowOf = (name: string): number => rows.get(name) ?? 0;
  const names = [...landmarks.keys()].filter((name) => LIMBS.test(name));
  return depthEvidence(
    {
      jointOf: Uint16Array.from(names, rowOf),
      depth: Float64Array.from(names, (name) => landmarks.get(name)?.[2] ?? 0),
      confidence: Float64Array.from(names, (name) => confidence.get(name) ?? 0),
      hips: [rowOf('left_hip'), rowOf('right_hip')],
    },
    noise,
    gemanMcClure(OUTLIER_AT),
  );
}
