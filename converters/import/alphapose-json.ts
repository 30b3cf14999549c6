import { FitError } from '../../core/error.js';
import { isFiniteNumber, isRecord, triplesOrNaN } from '../formats/json-values.js';
import { detectionOfGiven, givenPersonOf, type KeypointOptions, keypointFile } from './given-people.js';
import type { KeypointFile } from './keypoints-json.js';

/** AlphaPose adds the scores of box and keypoints: they exceed one. */
const BEST_SCORE = 3;

/** Whether a document looks like results of AlphaPose or of COCO's evaluation, which have one form; no rows: nobody. */
export const isResultList = (root: unknown): boolean =>
  Array.isArray(root) && root.every((row) => isRecord(row) && 'image_id' in row && 'keypoints' in row);

/**
 * Reads a list of results as AlphaPose writes it and COCO's evaluation wants it: { image_id, keypoints, score } with x,
 * y, confidence in a row, COCO's 17 points, Halpe's 26 or 136, or COCO-WholeBody's 133. A file an image, in the order
 * in which the images appear; a name for an image_id is taken for the photo's. They do not say how large the image is.
 *
 * @throws FitError bad-input | unsupported, naming the row
 */
export function readAlphaposeJson(where: string, root: unknown, options: KeypointOptions): KeypointFile[] {
  const byImage = new Map<unknown, ReturnType<typeof detectionOfGiven>[]>();
  (Array.isArray(root) ? root : []).filter(isRecord).forEach(({ image_id, keypoints, score }, i) => {
    const row = `row ${i + 1}`;
    const numbers = triplesOrNaN(keypoints);
    if (numbers === null) {
      const what = `${row}: keypoints must be triples of numbers.`;
      throw new FitError('bad-input', where, what, 'Give a file that AlphaPose wrote.');
    }
    const person = { ...givenPersonOf(numbers), ...(isFiniteNumber(score) && { score: score / BEST_SCORE }) };
    const people = byImage.get(image_id) ?? [];
    people.push(detectionOfGiven(`${where}: ${row}`, person, options.layout));
    byImage.set(image_id, people);
  });
  return [...byImage].map(([id, people]) => keypointFile(people, typeof id === 'string' ? { path: id } : {}, options));
}
