import { FitError } from '../core/error.js';

export type BodyGender = 'female' | 'male' | 'neutral';

/** How released files are named, the first kind preferred: SMPL's own, its renamed copies, SMPL-H, SMPL-X. */
const NAMES: readonly ((gender: BodyGender) => RegExp)[] = [
  (gender) => new RegExp(`^basic_?model_(${gender[0]}|${gender})_.*\\.(npz|pkl)$`, 'i'),
  (gender) => new RegExp(`^smpl_(${gender}|${gender[0]})(_[^/]*)?\\.(npz|pkl)$`, 'i'),
  (gender) => new RegExp(`^${gender}\\.(npz|pkl)$`, 'i'),
  (gender) => new RegExp(`^smplh_(${gender})(_[^/]*)?\\.(npz|pkl)$`, 'i'),
  (gender) => new RegExp(`^smplx_(${gender})(_[^/]*)?\\.(npz|pkl)$`, 'i'),
];

const WORDS: readonly BodyGender[] = ['female', 'male', 'neutral'];

/** The gender that a word or its first letter means (f, female, Male ...); null for any other word. */
export function genderOf(word: string): BodyGender | null {
  const lower = word.trim().toLowerCase();
  return WORDS.find((gender) => lower === gender || lower === gender[0]) ?? null;
}

/**
 * The file of a gender among the names of a folder: basicModel_f_lbs_10_207_0_v1.0.0.pkl, SMPL_FEMALE.pkl,
 * SMPLX_FEMALE.npz ...
 *
 * @throws FitError not-found
 */
export function pickBodyFile(folder: string, names: readonly string[], gender: BodyGender): string {
  for (const pattern of NAMES) {
    const found = [...names].sort().find((name) => pattern(gender).test(name));
    if (found !== undefined) return found;
  }
  const what = `there is no ${gender} body in this folder.`;
  const todo = `Name it SMPL_${gender.toUpperCase()}.pkl, or give the file with --body.`;
  throw new FitError('not-found', folder, what, todo);
}
