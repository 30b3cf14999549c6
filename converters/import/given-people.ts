import type { Detection } from '../../core/types.js';
import { largest, smallest } from '../../models/extremes.js';
import { isPixel, isSize } from '../formats/plausible.js';
import { boxAround } from './keypoint-box.js';
import { type Layout, layoutOf, rowsOf, setOf } from './keypoint-layouts.js';
import { GIVEN_SCORE, type KeypointFile } from './keypoints-json.js';

/** What the one who reads a keypoint file may know better than the file. */
export interface KeypointOptions {
  /** The order of the keypoints; otherwise told by their number and, for 14, their places. */
  readonly layout?: Layout;
  /** Which image of a file of several, from 0; otherwise all. */
  readonly index?: number;
  /** Width and height of the photo, pixels. */
  readonly imageSize?: readonly [number, number];
}

/** A person's keypoints in the order of the file. K keypoints. */
export interface GivenPerson {
  /** K×2, pixels. */
  readonly xy: readonly number[];
  /** K; of any size, cut to [0, 1]. */
  readonly confidence: readonly number[];
  readonly score?: number;
  /** K×3, metres, hip-centred, camera axes. */
  readonly worldLandmarks?: readonly number[];
}

/** A person of whom a file has x, y and confidence of each keypoint in a row. */
export function givenPersonOf(triples: readonly number[]): GivenPerson {
  const column = (n: number): number[] => triples.filter((_, i) => i % 3 === n);
  const [xs, ys] = [column(0), column(1)];
  return { xy: xs.flatMap((x, k) => [x, ys[k]]), confidence: column(2) };
}

/**
 * A person as the fitter takes it. A keypoint that lies nowhere (NaN, infinite, or farther than any picture) was not
 * seen.
 *
 * @throws FitError unsupported when nobody knows the layout
 */
export function detectionOfGiven(where: string, person: GivenPerson, layout?: Layout): Detection {
  const known = layoutOf(where, [person.xy], layout);
  const rows = rowsOf(known);
  const confidence = Float64Array.from(rows, (row) => {
    const seen = isPixel(person.xy[2 * row]) && isPixel(person.xy[2 * row + 1]);
    return seen ? Math.min(1, Math.max(0, person.confidence[row] || 0)) : 0;
  });
  const xy = Float64Array.from(
    rows.flatMap((row, k) => (confidence[k] > 0 ? [person.xy[2 * row], person.xy[2 * row + 1]] : [0, 0])),
  );
  const keypoints = { set: setOf(known), xy, confidence };
  const score = Math.min(1, Math.max(0, person.score ?? GIVEN_SCORE));
  const { worldLandmarks } = person;
  return {
    box: boxAround(keypoints),
    score,
    keypoints,
    ...(worldLandmarks && { worldLandmarks: Float64Array.from(worldLandmarks) }),
  };
}

/**
 * One image's people. A file that does not say how large its image is gets the size given; else the people are taken to
 * stand in its middle: as much room to the right of them and below as to the left and above.
 */
export function keypointFile(
  people: readonly Detection[],
  image: { readonly width?: unknown; readonly height?: unknown; readonly path?: unknown },
  { imageSize }: KeypointOptions,
): KeypointFile {
  const stated = imageSize ?? (isSize(image.width) && isSize(image.height) ? [image.width, image.height] : null);
  const [width, height] = stated ?? sizeAround(people);
  return {
    width,
    height,
    ...(stated === null && { isSizeGuessed: true }),
    ...(typeof image.path === 'string' && { imagePath: image.path }),
    people,
  };
}

function sizeAround(people: readonly Detection[]): [number, number] {
  const extent = (axis: 0 | 1): number => {
    const seen = people.filter(({ keypoints }) => keypoints.confidence.some((value) => value > 0));
    const low = smallest(seen.map(({ box }) => box[axis]));
    const high = largest(seen.map(({ box }) => box[axis] + box[axis + 2]));
    return seen.length === 0 ? 1 : Math.max(1, Math.ceil(Math.max(high, low + high)));
  };
  return [extent(0), extent(1)];
}
