import type { Kinematics } from '../body/kinematics.js';
import { mirrorBone } from '../body/mirror-bone.js';
import { parametersOf } from '../body/skeleton.js';
import { firstNoise } from '../keypoints/noise.js';
import type { Term } from '../solver/term.js';
import { signedDepth } from '../terms/depth-order.js';
import type { Fit, PoseMixture } from '../types.js';
import { bringInFront, type Candidate, cheapest, distinct } from './candidate.js';
import { confidenceOf } from './confidence.js';
import { createImprove, type Improve } from './improve.js';
import { measuredNoise } from './measured-noise.js';
import type { Objective } from './objective.js';
import type { PreviousFit } from './previous-fit.js';
import { reportFit } from './report.js';
import { createSearch, type Found, type Search } from './search.js';
import { DOUBTED_COST, LAST_STAGE, LIFTED_STAGE, REFIT_STAGE } from './stages.js';
import { createUncertainty, type Uncertainty } from './uncertainty.js';
import { standings, type Watch } from './watch.js';
import { wrapRotations } from './wrap-rotations.js';

/** What all fits of one body share. */
export interface FitMemory {
  readonly kinematics: Kinematics;
  readonly improve: Improve;
  readonly search: Search;
  readonly uncertainty: Uncertainty;
}

export function createFitMemory(kinematics: Kinematics, mixture: PoseMixture): FitMemory {
  const improve = createImprove(kinematics);
  const search = createSearch(kinematics, mixture, improve);
  return { kinematics, improve, search, uncertainty: createUncertainty(kinematics) };
}

/** Moves the best candidate to the outline of a mask, if there is one; returns the iterations that took. */
export type Outline = (best: Candidate, terms: readonly Term[]) => number;

/** The fit from the lifted pose, and whether it leaves the keypoints unexplained. */
export function fromLifted(
  { kinematics, improve }: FitMemory,
  objective: Objective,
  lifted: PreviousFit,
  watch: Watch,
): { found: Found; isDoubted: boolean } {
  const candidate = candidateAt('lifter', lifted, kinematics);
  obey([candidate], objective, kinematics);
  const iterations = improve([candidate], objective.anchoredTerms(firstNoise(objective.size)), 'all', LIFTED_STAGE);
  watch('lifted', standings([candidate]));
  const reprojection = candidate.minimum?.costByTerm.reprojection ?? Number.POSITIVE_INFINITY;
  const isExplained = reprojection <= DOUBTED_COST * objective.observations.jointOf.length;
  const isDoubted = !(isExplained && Number.isFinite(candidate.cost)); // where E is undefined, so are its parts
  return { found: { candidates: [candidate], iterations }, isDoubted };
}

/** The search from nothing; candidates that are there already take part in its end. */
export function searched(
  { kinematics, improve, search }: FitMemory,
  objective: Objective,
  watch: Watch,
  before: Found = { candidates: [], iterations: 0 },
): Found {
  const noise = firstNoise(objective.size);
  const found = search(objective, noise, watch);
  let iterations = before.iterations + found.iterations;
  iterations += improve(before.candidates, objective.bodyTerms(noise, 1), 'all', LAST_STAGE);
  const candidates = distinct([...found.candidates, ...before.candidates], kinematics);
  return { candidates, iterations };
}

/** Now that bodies stand where the keypoints are, these tell how noisy they are; that may also change who is best. */
export function finish(
  memory: FitMemory,
  objective: Objective,
  { candidates, iterations }: Found,
  outline: Outline,
  watch: Watch,
): Fit {
  const { kinematics, improve } = memory;
  obey(candidates, objective, kinematics);
  const { params } = candidates[0];
  const noise = measuredNoise(objective, params, kinematics);
  const terms = objective.lastTerms(noise, params.slice(kinematics.layout.betas));
  let more = improve(candidates, terms, 'all', LAST_STAGE);
  watch('last', standings(candidates));
  const [best] = cheapest(candidates, 1);
  more += outline(best, terms);
  return report(memory, objective, best, iterations + more, terms);
}

/** One start and one minimisation, from a fit of almost the same keypoints. */
export function goOn(memory: FitMemory, objective: Objective, previous: PreviousFit): Fit {
  const { kinematics, improve } = memory;
  const candidate = candidateAt('previous', previous, kinematics);
  obey([candidate], objective, kinematics);
  const noise = measuredNoise(objective, candidate.params, kinematics);
  const terms = objective.lastTerms(noise, previous.betas);
  const iterations = improve([candidate], terms, 'all', REFIT_STAGE);
  return report(memory, objective, candidate, iterations, terms);
}

function candidateAt(name: string, { translation, pose, betas }: PreviousFit, kinematics: Kinematics): Candidate {
  const params = parametersOf({ translation, pose, betas });
  const orientation = [pose[0], pose[1], pose[2]] as const;
  const candidate = { start: { name, orientation }, params, cost: Number.POSITIVE_INFINITY, minimum: null };
  bringInFront(candidate, kinematics);
  return candidate;
}

/** Mirrors in depth the bones that do not go the way that a person says, in place. */
function obey(candidates: readonly Candidate[], { bones }: Objective, kinematics: Kinematics): void {
  for (const candidate of candidates) {
    const { params } = candidate;
    for (const bone of bones) {
      if (bone.sign * signedDepth(kinematics.pose(params, false).joints, bone) < 0)
        mirrorBone(bone, params, kinematics);
    }
    if (bones.length > 0) bringInFront(candidate, kinematics);
  }
}

/** @param terms those of the last minimisation */
function report(
  { kinematics, uncertainty }: FitMemory,
  objective: Objective,
  best: Candidate,
  iterations: number,
  terms: readonly Term[],
): Fit {
  const confidence = confidenceOf(uncertainty(best.params, terms));
  wrapRotations(best.params, kinematics.layout);
  return reportFit({ ...objective, best, kinematics, iterations, confidence, limbs: objective.limbs() });
}
