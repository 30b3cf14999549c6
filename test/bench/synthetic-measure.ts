import type { KeypointSet } from '../../core/body/joint-sets.js';
import { createKinematics } from '../../core/body/kinematics.js';
import { measureBody } from '../../core/body/measure.js';
import { skeletonOf } from '../../core/body/skeleton.js';
import type { Evidence } from '../../core/fit/fitter.js';
import type { BodyModel, Camera, Fit, Keypoints } from '../../core/types.js';
import { mean, median } from './statistics.js';
import { keypointsOf, makeCases, type StudyCase } from './synthetic-cases.js';
import { createPenetrationCounter } from './synthetic-penetration.js';
import { type PosePool, spreadOver, touchesItself } from './synthetic-poses.js';
import { createScorer, type StudyScore } from './synthetic-score.js';

/** A truth with more vertex pairs than this inside each other is no example of how bodies touch. */
const FREE_OF_PENETRATION = 20;

/** A way from keypoints to a body. */
export interface Method {
  fit(keypoints: Keypoints, camera: Camera, evidence?: Evidence): Fit | Promise<Fit>;
}

/** One row of a table: a method and what it gets. */
export interface Entry {
  readonly name: string;
  readonly method: Method;
  readonly set: KeypointSet;
  /** Pixels. */
  readonly noise: number;
  /** Keypoints that are seen; default: all. */
  readonly only?: (name: string) => boolean;
  /** What is known of the person's size. */
  readonly known?: readonly ('height' | 'weight')[];
}

export type Measured = StudyScore & { readonly pairs: number; readonly milliseconds: number };

/** The cases of a study, and what fits of them score. */
export interface Study {
  /** From all of the pool. */
  readonly cases: readonly StudyCase[];
  /** Hands on hips, belly, chest or the other arm, without the truth being inside itself. */
  readonly contact: readonly StudyCase[];
  measure(entry: Entry, cases: readonly StudyCase[]): Promise<Measured[]>;
}

export function createStudy(model: BodyModel, pool: PosePool, count: number): Study {
  const skeleton = skeletonOf(model);
  const kinematics = createKinematics(skeleton);
  const { layout } = kinematics;
  const score = createScorer(model, skeleton, kinematics);
  const penetrations = createPenetrationCounter(model);
  const touching = pool.poses.filter((pose) => touchesItself(pose, kinematics));
  const betasOf = ({ params }: StudyCase): Float64Array => params.subarray(layout.betas);
  return {
    cases: makeCases(spreadOver(pool.poses, count), kinematics, 1),
    contact: makeCases(touching, kinematics, 2).filter((truth) => {
      const pose = truth.params.subarray(layout.pose, layout.betas);
      const translation = truth.params.subarray(layout.translation, layout.pose);
      return penetrations({ pose, betas: betasOf(truth), translation }) <= FREE_OF_PENETRATION;
    }),
    async measure({ method, set, noise, only, known = [] }, cases) {
      const scores: Measured[] = [];
      for (const truth of cases) {
        const keypoints = keypointsOf(truth, set, noise, skeleton, kinematics, only);
        const measured = known.length > 0 ? measureBody(model, betasOf(truth)) : null;
        const evidence = Object.fromEntries(known.map((name) => [name, measured?.[name]]));
        const start = performance.now();
        const fit = await method.fit(keypoints, truth.camera, evidence);
        const milliseconds = performance.now() - start;
        scores.push({ ...score(truth, fit), pairs: penetrations(fit), milliseconds });
      }
      return scores;
    },
  };
}

export const HEAD = ['method', 'MPJPE mm', 'PA-MPJPE mm', 'shape mm', 'pairs inside', 'ms'];

/** Median / mean of the errors, the mean number of pairs, the median time. */
export function row(name: string, scores: readonly Measured[]): string[] {
  const pair = (key: 'mpjpe' | 'paMpjpe' | 'shape'): string =>
    [median, mean].map((of) => (1000 * of(scores.map((score) => score[key]))).toFixed(1)).join(' / ');
  return [
    name,
    pair('mpjpe'),
    pair('paMpjpe'),
    pair('shape'),
    mean(scores.map(({ pairs }) => pairs)).toFixed(1),
    median(scores.map(({ milliseconds }) => milliseconds)).toFixed(0),
  ];
}
