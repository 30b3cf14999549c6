import { type Capsules, fitCapsules } from '../body/capsules.js';
import { type LinearMeasurements, linearMeasurements } from '../body/measure-jacobian.js';
import type { ParameterLayout, Skeleton } from '../body/skeleton.js';
import type { BodyModel, PoseMixture } from '../types.js';
import type { ObjectiveBody } from './objective.js';

/** What objectives need to know of a body; what takes long is done when it is first asked for, and kept. */
export function objectiveBody(
  model: BodyModel,
  skeleton: Skeleton,
  layout: ParameterLayout,
  mixture: PoseMixture,
): ObjectiveBody {
  let atMean: LinearMeasurements | undefined;
  let last: { readonly betas: Float64Array; readonly linear: LinearMeasurements } | undefined;
  let capsules: Capsules | undefined;
  return {
    skeleton,
    layout,
    mixture,
    measurementsAt(betas) {
      if (betas.length === 0) {
        atMean ??= linearMeasurements(model);
        return atMean;
      }
      // The frames of a sequence share one shape, and ask for it one after the other.
      if (!last?.betas.every((beta, b) => beta === betas[b])) {
        last = { betas: Float64Array.from(betas), linear: linearMeasurements(model, betas) };
      }
      return last.linear;
    },
    capsules() {
      capsules ??= fitCapsules(model, skeleton);
      return capsules;
    },
  };
}
