import type { PosePrior } from '../../../core/types.js';
import { writeNpy } from '../../npy.js';
import { writeNpz } from '../../npz.js';

/** Packs a prior as the .npz file that load-prior.ts reads. */
export function writePrior({ mixture, limits }: PosePrior): Uint8Array {
  const { componentCount: M, dimension: D } = mixture;
  return writeNpz({
    weights: writeNpy(mixture.weights, [M]),
    means: writeNpy(mixture.means, [M, D]),
    precision_cholesky: writeNpy(mixture.precisionCholesky, [M, D, D]),
    penalties: writeNpy(mixture.penalties, [M]),
    limits_lower: writeNpy(limits.lower, [D]),
    limits_upper: writeNpy(limits.upper, [D]),
  });
}
