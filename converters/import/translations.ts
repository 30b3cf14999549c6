import type { ArraySource } from '../../models/array-source.js';
import { namesIn } from './array-names.js';
import type { ResultArrays } from './pose-arrays.js';

/**
 * frames×3 under the first of `names` that the file has; zeros, and a note that says so, where it has none.
 *
 * @throws FitError bad-input
 */
export function translationsOf(
  source: ArraySource,
  arrays: ResultArrays,
  names: readonly string[],
  frames: number,
): { readonly translations: Float64Array; readonly notes: readonly string[] } {
  const translations = arrays.points(names, frames);
  if (translations !== undefined) return { translations, notes: [] };
  const note = `no translation under a known name (${names.join(', ')}) among ${namesIn(source)}: everybody stays in place`;
  return { translations: new Float64Array(3 * frames), notes: [note] };
}
