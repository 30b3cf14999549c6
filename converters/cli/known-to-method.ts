import { FitError, quoted } from '../../core/error.js';

/** By which people are fitted: photorig's own, or the paper's. */
export const METHODS = ['default', 'smplify'] as const;

export type Method = (typeof METHODS)[number];

/** What the paper's method has no term for, by the option that states it. */
const UNKNOWN_TO_SMPLIFY = {
  upright: 'the direction of gravity',
  pitch: 'the direction of gravity',
  height: 'measurements',
  weight: 'measurements',
  depths: 'the depth of limbs',
  nearer: 'the depth of limbs',
  farther: 'the depth of limbs',
  pinned: 'pinned keypoints',
  depthOrders: 'the depth of limbs',
  focal: 'a focal length other than its own',
  fov: 'a focal length other than its own',
  focalLength: 'a focal length other than its own',
  verticalFov: 'a focal length other than its own',
} as const;

type Unknown = Readonly<Partial<Record<keyof typeof UNKNOWN_TO_SMPLIFY, unknown>>>;

/**
 * Refuses what the method could not heed.
 *
 * @param prefix of options' names, as the caller's users know them: `--`
 * @throws FitError usage
 */
export function expectKnownToMethod(method: Method, options: Unknown, prefix = ''): void {
  if (method !== 'smplify') return;
  const names = Object.keys(UNKNOWN_TO_SMPLIFY) as (keyof typeof UNKNOWN_TO_SMPLIFY)[];
  const given = names.find((name) => isGiven(options[name]));
  if (given === undefined) return;
  const what = `smplify cannot use ${UNKNOWN_TO_SMPLIFY[given]}.`;
  const todo = `Leave out ${prefix}${given}, or choose ${prefix}method default.`;
  throw new FitError('usage', `${prefix}${given}`, what, todo);
}

/** Callers who always pass a field leave its list or record empty. */
const isGiven = (value: unknown): boolean =>
  value !== undefined &&
  value !== false &&
  !(typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/**
 * Refuses to leave out terms of a method that always has all, and what is no list of them.
 *
 * @throws FitError usage
 */
export function expectTermsToLeave(method: Method, without: readonly string[], prefix = ''): void {
  if (!Array.isArray(without)) {
    throw new FitError('usage', `${prefix}without`, `${quoted(without)} is not a list of terms.`, 'Give a list.');
  }
  if (method === 'smplify' || without.length === 0) return;
  const todo = `Give ${prefix}method smplify with it.`;
  throw new FitError('usage', `${prefix}without`, 'only smplify can leave out terms.', todo);
}
