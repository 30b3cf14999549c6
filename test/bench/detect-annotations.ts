import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { FitError } from '../../core/error.js';

/** A person as annotated: pixels, v = 2 visible, 1 hidden, 0 not labelled. */
export interface AnnotatedPerson {
  /** x, y, width, height. */
  readonly box: readonly [number, number, number, number];
  /** COCO-17. All of them 0: somebody is there who needs not be found. */
  readonly keypoints: readonly (readonly [number, number, number])[];
  /** Pixels of the person's outline where the file says; else half the box stands in for it. */
  readonly area?: number;
  /** blazepose33, [0, 0, 0] where unknown: what rendered pictures know beyond COCO. */
  readonly landmarks?: readonly (readonly [number, number, number])[];
}

/** A picture and who is in it. */
export interface AnnotatedPhoto {
  readonly file: string;
  readonly persons: readonly AnnotatedPerson[];
}

const KEYPOINTS = 17;
const IS_IMAGE = /\.(jpe?g|png|webp|avif)$/i;

/**
 * The annotated pictures of a folder, in one of two forms:
 * - COCO's: one .json with `images` and `annotations`, file names relative to the folder or its `images`
 * - one .json a picture, of the same name: { "persons": [{ "box": [x, y, w, h], "keypoints": [[x, y, v], ... 17] }] }
 *
 * @throws FitError not-found | bad-input
 */
export function readAnnotations(folder: string): AnnotatedPhoto[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const images = files.filter((file) => IS_IMAGE.test(file));
  const photos = files
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const where = path.join(folder, file);
      const content: unknown = JSON.parse(readFileSync(where, 'utf8'));
      if (isCoco(content)) return fromCoco(content, (name) => images.find((image) => path.basename(image) === name));
      const image = images.find((other) => other.replace(IS_IMAGE, '') === file.replace(/\.json$/, ''));
      const persons = (content as { persons?: unknown }).persons;
      return image === undefined || !Array.isArray(persons) ? [] : [{ file: image, persons: checked(where, persons) }];
    });
  if (photos.length === 0) {
    const todo = 'Give COCO keypoints, or a JSON of the same name beside each picture.';
    throw new FitError('not-found', folder, 'there are no annotated pictures.', todo);
  }
  return photos.map(({ file, persons }) => ({ file: path.join(folder, file), persons }));
}

interface Coco {
  readonly images: readonly { readonly id: number; readonly file_name: string }[];
  readonly annotations: readonly {
    readonly image_id: number;
    readonly bbox: [number, number, number, number];
    readonly keypoints?: readonly number[];
    readonly area?: number;
  }[];
}

const isCoco = (content: unknown): content is Coco =>
  Array.isArray((content as Coco).images) && Array.isArray((content as Coco).annotations);

/** Pictures that lie in the folder and have people. */
function fromCoco({ images, annotations }: Coco, find: (name: string) => string | undefined): AnnotatedPhoto[] {
  return images.flatMap(({ id, file_name }) => {
    const file = find(path.basename(file_name));
    const persons = annotations
      .filter(({ image_id, keypoints }) => image_id === id && keypoints?.length === 3 * KEYPOINTS)
      .map(({ bbox, keypoints = [], area }) => ({
        box: bbox,
        keypoints: Array.from(
          { length: KEYPOINTS },
          (_, k) => [keypoints[3 * k], keypoints[3 * k + 1], keypoints[3 * k + 2]] as const,
        ),
        ...(area !== undefined && { area }),
      }));
    return file === undefined || persons.length === 0 ? [] : [{ file, persons }];
  });
}

function checked(where: string, persons: readonly AnnotatedPerson[]): readonly AnnotatedPerson[] {
  persons.forEach(({ box, keypoints }, i) => {
    const isSound =
      Array.isArray(box) &&
      box.length === 4 &&
      Array.isArray(keypoints) &&
      keypoints.length === KEYPOINTS &&
      keypoints.every((keypoint) => keypoint.length === 3 && keypoint.every(Number.isFinite));
    if (isSound) return;
    const what = `person ${i + 1} has no box of four numbers, or not ${KEYPOINTS} keypoints [x, y, v].`;
    throw new FitError('bad-input', where, what, 'Mend the annotation.');
  });
  return persons;
}
