import type { Fit } from '../types.js';

/** What refit needs of the fit before. */
export type PreviousFit = Pick<Fit, 'translation' | 'pose' | 'betas'>;
