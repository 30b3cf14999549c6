import { type Candidate, cheapest } from './candidate.js';

/** Told after every stage how the candidates stand, cheapest first: what a diagnosis shows. */
export type Watch = (stage: string, candidates: readonly Standing[]) => void;

/** One candidate after a stage. */
export interface Standing {
  /** Orientation and pose that it started from. */
  readonly start: string;
  readonly cost: number;
  /** Empty before its first minimisation. */
  readonly costByTerm: Readonly<Record<string, number>>;
  /** Of this stage. */
  readonly iterations: number;
}

export const standings = (candidates: readonly Candidate[]): Standing[] =>
  cheapest(candidates, candidates.length).map(({ start, cost, minimum }) => ({
    start: start.name,
    cost,
    costByTerm: minimum?.costByTerm ?? {},
    iterations: minimum?.iterations ?? 0,
  }));
