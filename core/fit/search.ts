import type { Kinematics } from '../body/kinematics.js';
import { totalCost } from '../solver/total-cost.js';
import type { PoseMixture } from '../types.js';
import { bringInFront, type Candidate, cheapest, distinct, startCandidate, startPoses } from './candidate.js';
import type { Improve } from './improve.js';
import type { Objective } from './objective.js';
import { BODY_STAGES, CAMERA_STAGE, CANDIDATES_KEPT } from './stages.js';
import { landmarkStart, yawStarts } from './starts.js';
import { standings, type Watch } from './watch.js';

/** What a search found: candidates, cheapest first, and the solver's iterations. */
export interface Found {
  readonly candidates: readonly Candidate[];
  readonly iterations: number;
}

/** Looks for a pose from nothing but the keypoints: many starts, of which the stages keep fewer and fewer. */
export type Search = (objective: Objective, noise: number, watch: Watch) => Found;

export function createSearch(kinematics: Kinematics, mixture: PoseMixture, improve: Improve): Search {
  const { layout } = kinematics;
  const poses = startPoses(mixture);

  return (objective, noise, watch) => {
    let candidates = placedCandidates(objective, noise);
    let iterations = candidates.reduce((sum, { minimum }) => sum + (minimum?.iterations ?? 0), 0);
    watch('camera', standings(candidates));
    candidates = cheapest(candidates, CANDIDATES_KEPT);
    for (const stage of BODY_STAGES) {
      iterations += improve(candidates, objective.bodyTerms(noise, stage.priorWeight), 'all', stage);
      watch(stage.name, standings(candidates));
      candidates = cheapest(distinct(candidates, kinematics), stage.kept);
    }
    return { candidates, iterations };
  };

  /**
   * Every start in every pose, with the cost of the whole objective there. The torso settles an orientation once, in the
   * mean pose; for the other poses it stays, and they are moved to the keypoints.
   */
  function placedCandidates(objective: Objective, noise: number): Candidate[] {
    const { observations, landmarks, camera } = objective;
    const seen = landmarks === null ? null : landmarkStart(landmarks);
    const starts = [...(seen === null ? [] : [seen]), ...yawStarts(observations)];
    const cameraTerms = objective.cameraTerms(noise);
    const wholeCost = totalCost(objective.bodyTerms(noise, 1));
    return starts.flatMap((start) => {
      const mean = startCandidate(start, poses[0], kinematics, observations, camera);
      improve([mean], cameraTerms, 'camera', CAMERA_STAGE);
      const [x, y, z] = mean.params.subarray(layout.pose, layout.pose + 3);
      const others = poses.slice(1).map((pose, m) => {
        const settled = { name: `${start.name}, pose ${m + 1}`, orientation: [x, y, z] as const };
        return startCandidate(settled, pose, kinematics, observations, camera);
      });
      for (const candidate of [mean, ...others]) {
        bringInFront(candidate, kinematics);
        candidate.cost = wholeCost(kinematics.pose(candidate.params, false));
      }
      return [mean, ...others];
    });
  }
}
