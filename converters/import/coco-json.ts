import { FitError } from '../../core/error.js';
import { isFiniteNumber, isRecord, triplesOrNaN } from '../formats/json-values.js';
import { detectionOfGiven, givenPersonOf, type KeypointOptions, keypointFile } from './given-people.js';
import type { KeypointFile } from './keypoints-json.js';

/** Trust in a point by COCO's visibility flag: 0 not labelled, 1 labelled where it is hidden, 2 seen. */
const CONFIDENCE = [0, 0.5, 1] as const;

type Row = Record<string, unknown>;

/** Whether a document looks like COCO annotations. */
export const isCoco = (root: unknown): boolean => isRecord(root) && Array.isArray(root.annotations);

/**
 * Reads COCO keypoint annotations (cocodataset.org, "Data format"): a file an image, in the order of `images`.
 * Annotations without a labelled keypoint, and crowds, are left out.
 *
 * @throws FitError bad-input | unsupported, naming the annotation
 */
export function readCocoJson(where: string, root: unknown, options: KeypointOptions): KeypointFile[] {
  const rows = (key: string): Row[] => (isRecord(root) && Array.isArray(root[key]) ? root[key].filter(isRecord) : []);
  const byImage = new Map<unknown, Row[]>(rows('images').map((image) => [image.id, []]));
  for (const annotation of rows('annotations')) {
    if (!Array.isArray(annotation.keypoints) || annotation.iscrowd === 1 || annotation.num_keypoints === 0) continue;
    const { image_id } = annotation;
    byImage.set(image_id, [...(byImage.get(image_id) ?? []), annotation]);
  }
  const images = new Map(rows('images').map((image) => [image.id, image]));
  return [...byImage].map(([id, annotations]) => {
    const { width, height, file_name: path } = images.get(id) ?? {};
    const people = annotations.map((annotation) => annotated(where, annotation, options));
    return keypointFile(people, { width, height, path }, options);
  });
}

function annotated(where: string, { id, keypoints, score }: Row, { layout }: KeypointOptions) {
  const what = `annotation ${id}`;
  const numbers = triplesOrNaN(keypoints);
  if (numbers === null) {
    throw new FitError('bad-input', where, `${what}: keypoints must be triples of numbers.`, 'Give COCO annotations.');
  }
  const { xy, confidence } = givenPersonOf(numbers);
  return detectionOfGiven(
    `${where}: ${what}`,
    { xy, confidence: confidence.map((flag) => CONFIDENCE[flag] ?? flag), ...(isFiniteNumber(score) && { score }) },
    layout,
  );
}
