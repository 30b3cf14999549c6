/**
 * What the doors of the hosts, `photorig` and `photorig/web`, offer of the core beyond `photorig/core`: pages load that
 * whole with the workbench, and need neither outlines nor sequences, SMPLify nor maps for it, nor do they measure errors.
 */

export { createSilhouetteFit, type SilhouetteFit } from './fit/silhouette.js';
export { createSmplify, type SmplifyOptions } from './fit/smplify.js';
export { SMPLIFY_TERMS, type SmplifyTerm, smplifyTerms } from './fit/smplify-terms.js';
export { type LiftedSequenceOptions, liftAndFitSequence } from './lift/lift-and-fit-sequence.js';
export { meanDistance, procrustesError } from './metrics/procrustes.js';
export { type BodyMaps, type MappedPerson, renderMaps } from './render/maps.js';
export { PART_COLORS } from './render/part-colors.js';
export type { SequenceFrame } from './sequence/frame.js';
export {
  createSequenceFitter,
  type SequenceFit,
  type SequenceFitter,
  type SequenceOptions,
} from './sequence/sequence.js';
export { followPeople, type Track } from './sequence/track.js';
