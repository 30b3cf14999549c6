import { expectLength } from '../error.js';
import type { Loss } from '../solver/loss.js';
import type { Term } from '../solver/term.js';

/** Depths that a detector guessed: each of a joint, relative to the middle of the hips. */
export interface DepthObservations {
  /** K: joint of the body. */
  readonly jointOf: Uint16Array;
  /** K, metres, positive behind the hips. */
  readonly depth: Float64Array;
  /** K, in [0, 1]. */
  readonly confidence: Float64Array;
  /** The two hip joints. */
  readonly hips: readonly [number, number];
}

/**
 * Depth evidence: r_k = (Z_k − Z_hips − depth_k) / sigma, one row a joint, no unit.
 *
 * A photo alone cannot tell a limb that points at the camera from one that points away; the detector's 3D landmarks
 * can, roughly (their depth is off by some 0.15 m), so the term decides signs and leaves lengths to the body.
 *
 * @param sigma metres
 */
export function depthEvidence(observations: DepthObservations, sigma: number, loss: Loss): Term {
  const { jointOf, depth, confidence, hips } = observations;
  const K = jointOf.length;
  expectLength('depthEvidence', 'depth', depth, K);
  expectLength('depthEvidence', 'confidence', confidence, K);
  return {
    name: 'depth-evidence',
    rows: K,
    loss,
    weights: confidence,
    points: Uint16Array.of(...hips, ...jointOf),
    evaluate({ joints, jointsJacobian, params }, residual, jacobian) {
      const N = params.length;
      const left = 3 * hips[0] + 2;
      const right = 3 * hips[1] + 2;
      const middle = (joints[left] + joints[right]) / 2;
      for (let k = 0; k < K; k++) {
        const z = 3 * jointOf[k] + 2;
        residual[k] = (joints[z] - middle - depth[k]) / sigma;
        if (jacobian === null) continue;
        for (let n = 0; n < N; n++) {
          const hipsMove = (jointsJacobian[left * N + n] + jointsJacobian[right * N + n]) / 2;
          jacobian[k * N + n] = (jointsJacobian[z * N + n] - hipsMove) / sigma;
        }
      }
      return Number.isFinite(middle);
    },
  };
}
