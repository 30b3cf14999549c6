/**
 * What the doors of the hosts, `photorig` and `photorig/web`, offer of the core beyond `photorig/core`: pages load that
 * whole with the workbench, and need neither outlines nor sequences nor SMPLify for it.
 */

export {
  createSequenceFitter,
  type SequenceFit,
  type SequenceFitter,
  type SequenceFrame,
  type SequenceOptions,
} from './fit/sequence.js';
export { followPeople, type Track } from './fit/sequence-track.js';
export { createSilhouetteFit, type SilhouetteFit } from './fit/silhouette.js';
export { createSmplify, type SmplifyOptions } from './fit/smplify.js';
export { SMPLIFY_TERMS, type SmplifyTerm, smplifyTerms } from './fit/smplify-terms.js';
export { type LiftedSequenceOptions, liftAndFitSequence } from './lift/lift-and-fit-sequence.js';
