import { describe, expect, it } from 'vitest';
import type { BuiltPrior } from '../../../../models/build/prior/build-prior.js';
import type { Clip } from '../../../../models/build/prior/clips.js';
import { covarianceFloor } from '../../../../models/build/prior/floors.js';
import { jointLimits } from '../../../../models/build/prior/limits.js';
import { BODY_DIMENSION, bodyMirror } from '../../../../models/build/prior/mirror.js';
import { clusterStart, fitMixture } from '../../../../models/build/prior/mixture.js';
import { report } from '../../../../models/build/prior/report.js';
import { bodyPoses } from '../../../../models/build/prior/sample.js';
import { equallyWeighted } from '../../../../models/build/prior/samples.js';
import { writePrior } from '../../../../models/build/prior/write-prior.js';
import { seededRandom } from '../../../../models/build/random.js';
import { loadPrior } from '../../../../models/load-prior.js';

const FRAMES = 40;

/** A prior of one component, built from random frames. */
function tinyPrior(): BuiltPrior {
  const random = seededRandom(1);
  const poses = Float64Array.from({ length: 72 * FRAMES }, () => 0.1 * random.normal());
  const clip: Clip = { file: 'a.bvh', subject: '07', heldOut: false, poses, frameTime: 0.05 };
  const frames = Array.from({ length: FRAMES }, (_, frame) => ({ clip, frame }));
  const samples = equallyWeighted(bodyPoses(frames), BODY_DIMENSION);
  const options = { componentCount: 1, floor: covarianceFloor(), tolerance: 1e-3, maxRounds: 10 };
  const fitted = fitMixture(samples, options, clusterStart(samples, options, random));
  const count = { frames: FRAMES, calibration: 0, glitches: 0, impossible: 0, thinned: FRAMES, capped: FRAMES };
  return {
    prior: { mixture: fitted.mixture, limits: jointLimits(samples, bodyMirror()) },
    clips: [clip],
    counts: count,
    train: frames,
    heldOut: frames,
    capturedOnly: [fitted],
    fitted,
  };
}

describe('report', () => {
  const built = tinyPrior();
  const text = report(built, Uint8Array.of(1, 2, 3));

  it('states the file, the data and every measurement', () => {
    // sha256 of the bytes 1, 2, 3
    expect(text).toContain('039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81');
    expect(text).toContain('1 clips, 40 frames of 1 subjects: 07');
    expect(text).toMatch(/\| 07 \| 40 \| -?\d+\.\d\d \|/);
    expect(text).toMatch(/\| left_elbow \| -\d+ to \d+ \|/);
    expect(text).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('gives the fitted and held-out figures of the same frames alike', () => {
    const score = built.fitted.negativeLogLikelihood.toFixed(2);
    expect(text).toContain(`| 1 | ${score} | ${score} | -35.1 |`);
  });
});

describe('writePrior', () => {
  it('is what loadPrior reads', () => {
    const { prior } = tinyPrior();
    expect(loadPrior('written', writePrior(prior))).toEqual(prior);
  });
});
