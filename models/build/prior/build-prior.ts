import type { PosePrior } from '../../../core/types.js';
import { seededRandom } from '../random.js';
import type { Clip } from './clips.js';
import { covarianceFloor } from './floors.js';
import { jointLimits } from './limits.js';
import { BODY_DIMENSION, bodyMirror } from './mirror.js';
import type { MixtureFit } from './mixture.js';
import { fitFromManyStarts, type RestartPlan } from './restarts.js';
import { bodyPoses, type FrameOf, type SampleCounts, sampleFrames } from './sample.js';
import { equallyWeighted, joinSamples, type Samples } from './samples.js';
import { seatedSamples } from './seated.js';
import { PERSON_SPREAD, widen } from './widen.js';

/** The components that are shipped, as in SMPLify, and how they are started. */
const COMPONENT_COUNT = 8;
const PLAN: RestartPlan = { selfCounts: [2, 4, 6, 8], startsEach: 4 };
/** Other sizes, for comparison only. */
const COMPARED: readonly { readonly componentCount: number; readonly plan: RestartPlan }[] = [
  { componentCount: 1, plan: { selfCounts: [1], startsEach: 1 } },
  { componentCount: 4, plan: { selfCounts: [2, 4], startsEach: 2 } },
  { componentCount: 16, plan: { selfCounts: [8], startsEach: 1 } },
];
/** EM stops when a round gains less, nats a pose. */
const TOLERANCE = 1e-3;
const MAX_ROUNDS = 200;
/** Each random step has a stream of its own, so that a change of one leaves the others alone. */
const SEATED_STREAM = 1_000_000;

/** The prior and what its report is made of. */
export interface BuiltPrior {
  readonly prior: PosePrior;
  readonly clips: readonly Clip[];
  readonly counts: SampleCounts;
  /** Kept frames of the subjects that were fitted, and of those that were held out. */
  readonly train: readonly FrameOf[];
  readonly heldOut: readonly FrameOf[];
  /** Fitted to captured poses alone: component counts 1, 4, 8 and 16. */
  readonly capturedOnly: readonly MixtureFit[];
  /** Fitted to captured and seated poses; the prior is this, widened. */
  readonly fitted: MixtureFit;
}

/** From retargeted clips to the prior that is shipped. `log` is told of each step. */
export function buildPrior(clips: readonly Clip[], seed: number, log: (line: string) => void): BuiltPrior {
  const mirror = bodyMirror();
  const { frames, counts } = sampleFrames(clips, seededRandom(seed));
  log(`${clips.length} clips, ${counts.frames} frames, ${counts.capped} kept`);
  const train = frames.filter(({ clip }) => !clip.heldOut);
  const captured = equallyWeighted(bodyPoses(train), BODY_DIMENSION);
  const withSeated = joinSamples([captured, seatedSamples(captured, seededRandom(seed + SEATED_STREAM))]);

  const mixtureOf = (samples: Samples, componentCount: number, plan: RestartPlan): MixtureFit => {
    const options = { componentCount, floor: covarianceFloor(), tolerance: TOLERANCE, maxRounds: MAX_ROUNDS };
    const result = fitFromManyStarts(samples, options, mirror, plan, seed);
    log(`${componentCount} components: ${result.negativeLogLikelihood.toFixed(2)} nats after ${result.rounds} rounds`);
    return result;
  };
  const fitted = mixtureOf(withSeated, COMPONENT_COUNT, PLAN);
  const capturedOnly = [...COMPARED, { componentCount: COMPONENT_COUNT, plan: PLAN }]
    .map(({ componentCount, plan }) => mixtureOf(captured, componentCount, plan))
    .sort((a, b) => a.mixture.componentCount - b.mixture.componentCount);
  const limits = jointLimits(joinSamples([withSeated, equallyWeighted(heldOutPoses(frames), BODY_DIMENSION)]), mirror);
  return {
    prior: { mixture: widen(fitted.mixture, PERSON_SPREAD), limits },
    clips,
    counts,
    train,
    heldOut: frames.filter(({ clip }) => clip.heldOut),
    capturedOnly,
    fitted,
  };
}

const heldOutPoses = (frames: readonly FrameOf[]): Float64Array => bodyPoses(frames.filter(({ clip }) => clip.heldOut));
