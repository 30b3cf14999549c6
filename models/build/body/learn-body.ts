import { SMPL_JOINTS } from '../../../core/body/joint-sets.js';
import { seededRandom } from '../random.js';
import { correctingJoints, learnCorrectives, type RestBody } from './correctives.js';
import { heldOutError, volumeChanges } from './evaluate.js';
import { jointRegressor, regressJoints, regressorErrors } from './joint-regressor.js';
import { meshHeight, meshVolume } from './mesh.js';
import { correlation, flipComponent, type PrincipalComponents, principalComponents } from './principal-components.js';
import type { BodyFigures } from './report.js';
import { meanRow, type Samples } from './samples.js';
import { BODY_DENSITY } from './sizing.js';
import { sparseSkin } from './skinning.js';
import type { Folding } from './symmetry.js';
import type { Topology } from './topology.js';
import type { Body } from './write-body.js';

const J = SMPL_JOINTS.length;
const BETAS = 10;
const FEATURES = 9 * (J - 1);
const HELD_OUT_POSES = 60;
/** Correctives below this move nothing that shows, and leaving them out makes the file smaller. Metres. */
const MIN_CORRECTIVE = 1e-5;

/** What all bodies share. */
export interface Common {
  readonly topology: Topology;
  readonly folded: Folding;
  /** V×J. */
  readonly weights: Float32Array;
  readonly neighbours: readonly (readonly number[])[];
}

/** Learns one body from people and measures it. Changes `samples`: their mean is taken off. */
export function learnBody(
  samples: Samples,
  common: Common,
  options: { readonly poses: number; readonly seed: number },
  log: (step: string) => void,
): { body: Body; figures: BodyFigures } {
  const { topology, folded, weights } = common;
  log('joint regressor');
  const regressor = jointRegressor(samples, folded, topology.mirror, topology.skinVertexCount);
  const jointErrors = regressorErrors(regressor, samples, folded).sort();

  log('principal components');
  const mean = meanRow(samples.folded, samples.count);
  const components = learnShape(samples, mean);
  const template = folded.unfold(mean);
  const shapeDirs = unfoldDirections(components, folded);

  log('pose correctives');
  const rest: RestBody = {
    vertices: template,
    joints: regressJoints(regressor, template),
    skin: sparseSkin(weights, J),
  };
  const random = seededRandom(options.seed);
  const jointsOf = correctingJoints(weights, J, common.neighbours);
  const poseDirs = learnCorrectives(rest, jointsOf, FEATURES, options.poses, random).map((value) =>
    Math.abs(value) < MIN_CORRECTIVE ? 0 : value,
  );
  const heldOut = heldOutError(rest, poseDirs, HELD_OUT_POSES, random);
  const { faces, skinFaceCount } = topology;
  return {
    body: { template, shapeDirs, poseDirs, jointRegressor: regressor, weights },
    figures: {
      samples: samples.count,
      ...shapeFigures(samples, components, topology, template, shapeDirs),
      mass: BODY_DENSITY * meshVolume(template, faces, skinFaceCount),
      jointErrorMm: [
        1000 * (sum(jointErrors) / jointErrors.length),
        1000 * jointErrors[Math.floor(0.95 * jointErrors.length)],
      ],
      heldOutMm: [1000 * heldOut[0], 1000 * heldOut[1]],
      correctiveDensity: poseDirs.reduce((count, value) => count + (value === 0 ? 0 : 1), 0) / poseDirs.length,
      volumes: volumeChanges(rest, poseDirs, faces, skinFaceCount),
    },
  };
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

/** Subtracts `mean` from the samples, in place, and finds their components. */
function learnShape(samples: Samples, mean: Float64Array): PrincipalComponents {
  const { folded: rows } = samples;
  for (let index = 0; index < rows.length; index++) rows[index] -= mean[index % mean.length];
  const components = principalComponents(rows, samples.count, BETAS);
  // Beta 0 grows with stature, the others with weight.
  for (let k = 0; k < BETAS; k++) {
    const wanted = k === 0 ? samples.stature : samples.bmi;
    if (correlation(components.scores, BETAS, k, wanted) < 0) flipComponent(components, BETAS, k);
  }
  return components;
}

/** Component after component over folded coordinates → V×3×B. */
function unfoldDirections({ directions }: PrincipalComponents, folded: Folding): Float64Array {
  const all = Array.from({ length: BETAS }, (_, k) =>
    folded.unfold(directions.subarray(k * folded.length, (k + 1) * folded.length)),
  );
  return Float64Array.from(
    { length: BETAS * all[0].length },
    (_, index) => all[index % BETAS][Math.floor(index / BETAS)],
  );
}

function shapeFigures(
  samples: Samples,
  { scores, variances }: PrincipalComponents,
  { part, skinVertexCount }: Topology,
  template: Float64Array,
  shapeDirs: Float64Array,
) {
  const total = sum(variances);
  const explained = (count: number): number => sum(variances.subarray(0, count)) / total;
  const vertexErrorMm = (count: number): number => 1000 * Math.sqrt((total * (1 - explained(count))) / part.length);
  const heightAt = (beta: number): number =>
    meshHeight(
      template.map((value, row) => value + beta * shapeDirs[row * BETAS]),
      skinVertexCount,
    );
  const correlations = (values: Float64Array): number[] =>
    [0, 1, 2, 3].map((k) => correlation(scores, BETAS, k, values));
  return {
    explained: [explained(10), explained(16)] as const,
    vertexErrorMm: [vertexErrorMm(10), vertexErrorMm(16)] as const,
    height: heightAt(0),
    heightRange: [heightAt(-2), heightAt(2)] as const,
    statureCorrelation: correlations(samples.stature),
    bmiCorrelation: correlations(samples.bmi),
  };
}
