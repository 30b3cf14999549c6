import { FitError } from '../../core/error.js';
import { isRecord, triplesOrNaN } from '../formats/json-values.js';
import { detectionOfGiven, givenPersonOf, type KeypointOptions, keypointFile } from './given-people.js';
import type { KeypointFile } from './keypoints-json.js';

/** Older releases wrote the second name. */
const KEYS = ['pose_keypoints_2d', 'pose_keypoints'] as const;

/** Whether a document looks like one of OpenPose. */
export const isOpenpose = (root: unknown): boolean =>
  isRecord(root) && Array.isArray(root.people) && root.people.every((person) => isRecord(person) && keyOf(person));

const keyOf = (person: Record<string, unknown>): (typeof KEYS)[number] | undefined =>
  KEYS.find((key) => Object.hasOwn(person, key));

/**
 * Reads what OpenPose writes: BODY-25 or COCO-18, x, y, confidence in a row, (0, 0, 0) for what was not seen. The file
 * does not say how large its image is.
 *
 * @throws FitError bad-input | unsupported, naming the person
 */
export function readOpenposeJson(where: string, root: unknown, options: KeypointOptions): KeypointFile[] {
  const people = isRecord(root) && Array.isArray(root.people) ? root.people.filter(isRecord) : [];
  const found = people.map((person, i) => {
    const key = keyOf(person);
    const numbers = key === undefined ? null : triplesOrNaN(person[key]);
    if (numbers === null) {
      const what = `person ${i + 1}: ${KEYS[0]} must be triples of numbers.`;
      throw new FitError('bad-input', where, what, 'Give a file that OpenPose wrote.');
    }
    return detectionOfGiven(`${where}: person ${i + 1}`, givenPersonOf(numbers), options.layout);
  });
  return [keypointFile(found, {}, options)];
}
