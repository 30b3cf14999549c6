import { expectChoice } from '../error.js';
import type { Fit } from '../types.js';

/** Of a pose that is only assumed. */
export const HABIT = 'habit';

/** Terms of the fit's objective that can be left out, to measure what each is worth; by the names in Fit.costByTerm. */
export const FIT_TERMS = [
  'pose-prior',
  'hinge-prior',
  'shape-prior',
  'depth-evidence',
  'balance',
  'anchor',
  HABIT,
  'interpenetration',
] as const;
export type FitTerm = (typeof FIT_TERMS)[number];

/** Checks the names of terms to leave out. @throws FitError usage */
export function fitTerms(names: readonly string[]): FitTerm[] {
  return names.map((name) => {
    expectChoice('term', name, FIT_TERMS, 'without');
    return name;
  });
}

/** Whether a fit stayed near the pose that the network lifted. */
export const isAnchored = ({ costByTerm }: Pick<Fit, 'costByTerm'>): boolean => 'anchor' in costByTerm;
