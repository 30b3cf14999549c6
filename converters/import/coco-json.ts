import { FitError } from '../../core/error.js';
import { isFiniteNumber, isRecord, triplesOrNaN } from '../formats/json-values.js';
import { detectionOfGiven, givenPersonOf, type KeypointOptions, keypointFile } from './given-people.js';
import type { KeypointFile } from './keypoints-json.js';

/** Trust in a point by COCO's visibility flag: 0 not labelled, 1 labelled where it is hidden, 2 seen. */
const CONFIDENCE = [0, 0.5, 1] as const;

interface Annotation {
  /** By its id or, without one, its place. */
  readonly name: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** Whether a document looks like COCO annotations. */
export const isCoco = (root: unknown): boolean => isRecord(root) && Array.isArray(root.annotations);

/**
 * Reads COCO keypoint annotations (cocodataset.org, "Data format"): a file an image, in the order of `images`.
 * Annotations without a labelled keypoint, and crowds, are left out.
 *
 * @throws FitError bad-input | unsupported, naming the annotation
 */
export function readCocoJson(where: string, root: unknown, options: KeypointOptions): KeypointFile[] {
  const list = (key: string): unknown[] => (isRecord(root) && Array.isArray(root[key]) ? root[key] : []);
  const images = new Map(
    list('images')
      .filter(isRecord)
      .map((image) => [image.id, image]),
  );
  const byImage = new Map<unknown, Annotation[]>(Array.from(images.keys(), (id) => [id, []]));
  for (const [i, row] of list('annotations').entries()) {
    if (!isRecord(row) || !Array.isArray(row.keypoints) || row.iscrowd === 1 || row.num_keypoints === 0) continue;
    const { id, image_id } = row;
    const name = typeof id === 'number' || typeof id === 'string' ? `annotation ${id}` : `annotations[${i}]`;
    const others = byImage.get(image_id) ?? [];
    others.push({ name, row });
    byImage.set(image_id, others);
  }
  return [...byImage].map(([id, annotations]) => {
    const { width, height, file_name: path } = images.get(id) ?? {};
    const people = annotations.map((annotation) => annotated(where, annotation, options));
    return keypointFile(people, { width, height, path }, options);
  });
}

function annotated(where: string, { name, row: { keypoints, score } }: Annotation, { layout }: KeypointOptions) {
  const numbers = triplesOrNaN(keypoints);
  if (numbers === null) {
    throw new FitError('bad-input', where, `${name}: keypoints must be triples of numbers.`, 'Give COCO annotations.');
  }
  const { xy, confidence } = givenPersonOf(numbers);
  return detectionOfGiven(
    `${where}: ${name}`,
    { xy, confidence: confidence.map((flag) => CONFIDENCE[flag] ?? flag), ...(isFiniteNumber(score) && { score }) },
    layout,
  );
}
