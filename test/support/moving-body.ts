import { rigMotion } from '../../core/body/rigged-motion.js';
import type { RiggedBody } from '../../core/types.js';
import { randomParameters, tinyBody } from './tiny-body.js';

/** The tiny body in a motion of some frames, 10 a second, each a pose drawn from a seed of its own. */
export function movingBody(seeds: readonly number[]): RiggedBody {
  const frames = seeds.map((seed) => randomParameters(seed));
  const poses = frames.flatMap(({ pose }) => Array.from(pose));
  const translations = frames.flatMap(({ translation }) => Array.from(translation));
  return rigMotion(tinyBody(), { betas: frames[0].betas, poses, translations }, 10);
}
