import type { SequenceFrame } from '../sequence/frame.js';
import type { SequenceFit, SequenceFitter, SequenceOptions } from '../sequence/sequence.js';
import type { Camera } from '../types.js';
import type { Lifter } from './lifter.js';

export interface LiftedSequenceOptions extends SequenceOptions {
  /** Asked before each frame is lifted; an AbortSignal fits. */
  readonly signal?: { throwIfAborted(): void };
}

/**
 * Lifts one person's keypoints in every frame and fits them from there as one motion: what liftAndFit is to a photo.
 *
 * @param lifter a Lifter, or a session
 * @param frames null where the person was not found
 * @throws FitError as SequenceFitter.fit does; what the signal throws
 */
export async function liftAndFitSequence(
  sequences: SequenceFitter,
  lifter: Pick<Lifter, 'lift'>,
  frames: readonly (SequenceFrame | null)[],
  camera: Camera,
  { signal, ...options }: LiftedSequenceOptions,
): Promise<SequenceFit> {
  const lifted: (SequenceFrame | null)[] = [];
  for (const frame of frames) {
    signal?.throwIfAborted();
    const pose = frame && (await lifter.lift(frame.keypoints, camera, frame.evidence));
    lifted.push(frame && pose ? { ...frame, evidence: { ...frame.evidence, lifted: pose } } : frame);
  }
  signal?.throwIfAborted();
  return sequences.fit(lifted, camera, options);
}
