import { RIGHT_WITHIN } from '../../core/fit/confidence.js';

/** What a fit promised of a joint, and how far off it was, metres. */
export interface Promised {
  readonly confidence: number;
  readonly error: number;
}

/** One row of a reliability table. */
export interface ReliabilityBin {
  readonly count: number;
  /** Mean confidence, and the share of joints that were right. */
  readonly promised: number;
  readonly kept: number;
}

/** Joints by their confidence, in bins of equal numbers, the least sure first. */
export function reliability(promises: readonly Promised[], bins: number): ReliabilityBin[] {
  const sorted = [...promises].sort((a, b) => a.confidence - b.confidence);
  return Array.from({ length: bins }, (_, bin) => {
    const rows = sorted.slice(Math.floor((bin * sorted.length) / bins), Math.floor(((bin + 1) * sorted.length) / bins));
    return {
      count: rows.length,
      promised: rows.reduce((sum, { confidence }) => sum + confidence, 0) / rows.length,
      kept: rows.filter(({ error }) => error < RIGHT_WITHIN).length / rows.length,
    };
  });
}
