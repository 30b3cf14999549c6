import type { BodyModel } from '../types.js';
import { BODY_DENSITY, extremes } from './measure.js';
import { meshVolume, skinFaces, volumeGradient } from './measure-volume.js';
import { shapeBody } from './shape.js';

/** value + directions·betas: a measurement as a linear function of the shape. */
export interface LinearMeasurement {
  readonly value: number;
  /** B. */
  readonly directions: Float64Array;
}

/** Height in metres and the natural logarithm of the weight in kilograms. */
export interface LinearMeasurements {
  readonly height: LinearMeasurement;
  readonly logWeight: LinearMeasurement;
}

/**
 * Height and log-weight of the T-pose, linearised at a shape (the mean one by default). Both derivatives are exact
 * there: the height is the difference of two vertices, ∂log V/∂β = ∇V·shapeDirs / V. About 10 ms.
 *
 * Linearised at the mean, random people of the population come out within 6 mm and 5 % (root mean square 1 mm, 1.4 %):
 * enough to begin with, and linearising again where a fit ends makes it exact.
 */
export function linearMeasurements(model: BodyModel, betas: ArrayLike<number> = []): LinearMeasurements {
  const { shapeDirs, betaCount: B } = model;
  const { vertices } = shapeBody(model, betas);
  const [low, high] = extremes(vertices);
  const faces = skinFaces(model);
  const volume = meshVolume(vertices, faces);
  const gradient = volumeGradient(vertices, faces);
  const heavier = new Float64Array(B);
  for (let i = 0; i < vertices.length; i++) {
    for (let b = 0; b < B; b++) heavier[b] += (gradient[i] * shapeDirs[i * B + b]) / volume;
  }
  const taller = Float64Array.from({ length: B }, (_, b) => shapeDirs[high * B + b] - shapeDirs[low * B + b]);
  return {
    height: tangent(vertices[high] - vertices[low], taller, betas),
    logWeight: tangent(Math.log(BODY_DENSITY * volume), heavier, betas),
  };
}

/** The linear function with this value and these directions at `betas`. */
function tangent(value: number, directions: Float64Array, betas: ArrayLike<number>): LinearMeasurement {
  let origin = value;
  for (let b = 0; b < betas.length; b++) origin -= directions[b] * betas[b];
  return { value: origin, directions };
}
